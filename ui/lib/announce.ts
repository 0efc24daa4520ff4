import { signal } from '@preact/signals'

export const politeText = signal('')
export const urgentText = signal('')

/** Said once by screen readers; one polite and one urgent region exist on the page. */
export function announce(text: string, options?: { isUrgent?: boolean }) {
  const region = options?.isUrgent ? urgentText : politeText
  // An equal text would not be said again; a trailing no-break space makes it another one.
  region.value = region.peek() === text ? `${text}\u00A0` : text
}
