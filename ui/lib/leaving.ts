import { signal } from '@preact/signals'
import { currentPath, currentUrl, navigate, pathOf } from './navigation'

/** Forms on the page with changes that were not saved. */
const held = signal(0)
/** Where somebody wanted to go, or what they wanted to do, while a form held them; the shell asks. */
export const wanted = signal<string | (() => void) | null>(null)

/** Until the returned function is called, leaving the page asks first. */
export function holdPage(): () => void {
  held.value += 1
  return () => {
    held.value -= 1
  }
}

export function leaveAnyway() {
  const next = wanted.peek()
  held.value = 0
  wanted.value = null
  if (typeof next === 'function') next()
  else if (next) navigate(next)
}

/** A step that ends this document: at once, or after the question. */
export function leaveFor(step: () => void) {
  if (held.peek() === 0) step()
  else wanted.value = step
}

export const stay = () => {
  wanted.value = null
}

/** Started before the router, whose listeners must not hear of a move that is being asked about. */
export function guardLeaving() {
  addEventListener('click', askBeforeLink, { capture: true })
  addEventListener('beforeunload', (event) => {
    if (held.peek() > 0) event.preventDefault()
  })
  addEventListener('popstate', (event) => {
    const target = location.pathname + location.search
    if (held.peek() === 0 || pathOf(target) === currentPath.peek()) return
    // The browser has moved already: put the held page back on top, then ask.
    event.stopImmediatePropagation()
    history.pushState(null, '', currentUrl.peek())
    wanted.value = target
  })
}

function askBeforeLink(event: MouseEvent) {
  if (held.peek() === 0 || event.button !== 0 || event.ctrlKey || event.metaKey) return
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
  if (!link || link.target || link.download || link.origin !== location.origin) return
  if (link.pathname === currentPath.peek()) return
  event.preventDefault()
  event.stopImmediatePropagation()
  wanted.value = link.pathname + link.search
}
