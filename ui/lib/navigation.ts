import { computed, signal } from '@preact/signals'

export const pathOf = (url: string) => url.split('?')[0] ?? '/'

type Navigate = (url: string, options?: { replace?: boolean }) => void

/** Path and query of the page, as the router sees them. */
export const currentUrl = signal(location.pathname + location.search)
export const currentPath = computed(() => pathOf(currentUrl.value))

/** True after the first move inside the app: then a new page takes the focus to its heading. */
export const hasNavigated = signal(false)

let goTo: Navigate = (url) => location.assign(url)

/** Told by the shell on each render of the router, which alone can change the page. */
export function connectRouter(url: string, route: (url: string, replace?: boolean) => void) {
  goTo = (target, options) => route(target, options?.replace ?? false)
  if (url === currentUrl.peek()) return
  if (pathOf(url) !== currentPath.peek()) hasNavigated.value = true
  currentUrl.value = url
}

export const navigate: Navigate = (url, options) => goTo(url, options)

/** A return address typed into a link must stay on this site. */
export const safeReturnPath = (wanted: string | null | undefined): string =>
  wanted && /^\/(?![/\\])/.test(wanted) ? wanted : '/'

const WAIT_FOR_CONTENT_MS = 1500
const offsets = new Map<string, number>()

/**
 * Back returns to the same place in a list. The browser gives up when the rows are not drawn yet,
 * so the place is kept here and tried until the page is tall enough.
 */
export function keepScrollPlaces() {
  history.scrollRestoration = 'manual'
  let shown = historyKey()
  addEventListener('scroll', () => offsets.set(shown, scrollY), { passive: true })
  addEventListener('popstate', () => {
    shown = historyKey()
    restore(offsets.get(shown) ?? 0, performance.now() + WAIT_FOR_CONTENT_MS)
  })
  currentUrl.subscribe(() => {
    shown = historyKey()
  })
}

const historyKey = () => location.pathname + location.search

function restore(top: number, until: number) {
  scrollTo(0, top)
  const isThere = Math.abs(scrollY - top) < 2
  if (!isThere && performance.now() < until) requestAnimationFrame(() => restore(top, until))
}
