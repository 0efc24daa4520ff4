import { useSignalEffect } from '@preact/signals'
import { ChevronRight, type LucideIcon } from 'lucide-preact'
import { type ComponentChildren, Fragment } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button, LinkButton } from '../components/button'
import { Icon } from '../components/icon'
import { useSession } from '../features/accounts/session'
import { useShortcut } from '../lib/keyboard'
import { currentPath, hasNavigated } from '../lib/navigation'
import { m } from '../paraglide/messages.js'
import { PaletteButton } from './palette-button'

export type Primary = {
  label: string
  icon?: LucideIcon
  href?: string
  onClick?: () => void
  isBusy?: boolean
}

type Props = {
  title: string
  /** Drawn instead of the plain title, e.g. a name that must be isolated. */
  heading?: ComponentChildren
  /** The tab's title when it says more than the heading: "42% · name". */
  documentTitle?: string
  crumbs?: { label: string; href: string }[]
  /** Beside the heading: a state chip, a count. */
  beside?: ComponentChildren
  /** The page's one primary action; on a phone it stands at the thumb, above the bottom bar. */
  primary?: Primary | undefined
  /** Stands beside the primary action wherever that stands. */
  secondary?: ComponentChildren
  actions?: ComponentChildren
  children: ComponentChildren
}

/** Every page in the shell: one heading, one primary action, the title of the tab. */
export function Page(props: Props) {
  const { title, heading, documentTitle, crumbs, beside, primary, secondary, actions, children } =
    props
  const { account } = useSession()
  const h1 = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${documentTitle ?? title} · ${account.name}`
  }, [documentTitle, title, account.name])
  useSignalEffect(() => {
    // Read first, so that a move between two addresses of the same page counts as well.
    const isMove = currentPath.value && hasNavigated.peek()
    if (isMove) h1.current?.focus({ preventScroll: true })
  })
  return (
    <div class="page">
      <header class="topbar">
        <div class="title">
          {crumbs && <Crumbs crumbs={crumbs} />}
          <div class="title-line">
            <h1 ref={h1} tabIndex={-1}>
              {heading ?? title}
            </h1>
            {beside}
          </div>
        </div>
        <div class="actions">
          <PaletteButton />
          {actions}
          {(primary || secondary) && (
            <span class="row not-phone">
              {secondary}
              {primary && <PrimaryButton {...primary} />}
            </span>
          )}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {(primary || secondary) && (
        <section class="dock phone-only" aria-label={m.shell_actions()}>
          {secondary}
          {primary && <PrimaryButton {...primary} />}
        </section>
      )}
      {primary && <PrimaryShortcut />}
    </div>
  )
}

const PrimaryButton = ({ label, icon, href, onClick, isBusy }: Primary) =>
  href ? (
    <LinkButton variant="primary" icon={icon} href={href}>
      {label}
    </LinkButton>
  ) : (
    <Button variant="primary" icon={icon} onClick={onClick} isBusy={isBusy}>
      {label}
    </Button>
  )

function PrimaryShortcut() {
  useShortcut({
    codes: ['KeyN'],
    label: m.shortcut_primary,
    run: () => document.querySelector<HTMLElement>('.topbar .btn.primary')?.click(),
  })
  return null
}

const Crumbs = ({ crumbs }: { crumbs: { label: string; href: string }[] }) => (
  <p class="crumb">
    {crumbs.map((crumb) => (
      <Fragment key={crumb.href}>
        <a href={crumb.href}>{crumb.label}</a>
        <Icon of={ChevronRight} size="xs" isDirectional />
      </Fragment>
    ))}
  </p>
)
