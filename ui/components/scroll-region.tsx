import type { ComponentChildren } from 'preact'

/** A region that can be scrolled sideways, also with the keyboard: it takes the focus and has a name. */
export const ScrollRegion = ({
  label,
  children,
}: {
  label: string
  children: ComponentChildren
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
  <section class="table-wrap" tabIndex={0} aria-label={label}>
    {children}
  </section>
)
