import { signal } from '@preact/signals'

const TICK_MS = 10_000

/** One clock for all relative times on the page, so that they change together. */
export const now = signal(Date.now())

setInterval(() => {
  if (!document.hidden) now.value = Date.now()
}, TICK_MS)

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) now.value = Date.now()
})
