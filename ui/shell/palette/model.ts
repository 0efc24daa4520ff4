import { computed, effect, signal } from '@preact/signals'
import { actionEntries, type Entry, folded, matching, pageEntries } from './entries'
import { recentIds, remember } from './recent'
import { findThings } from './search'

const TYPING_RESTS_MS = 200
const SHORTEST_SEARCH = 2

/** What is typed, what it finds, and which of it is marked. */
export function createPalette(onChoose: () => void) {
  const typed = signal('')
  const things = signal<Entry[]>([])
  const at = signal(0)
  const entries = computed(() => {
    const own = [...pageEntries(), ...actionEntries()]
    if (folded(typed.value) === '') return withRecentFirst(own)
    return [...matching(own, typed.value), ...things.value]
  })

  const stop = effect(() => {
    const text = typed.value
    at.value = 0
    if (folded(text).length < SHORTEST_SEARCH) {
      things.value = []
      return
    }
    const timer = setTimeout(async () => {
      const found = await findThings(text)
      // An answer to something typed earlier comes too late.
      if (typed.peek() === text) things.value = found
    }, TYPING_RESTS_MS)
    return () => clearTimeout(timer)
  })

  const move = (step: number) => {
    const count = entries.value.length
    if (count > 0) at.value = (at.value + step + count) % count
  }
  const choose = (entry: Entry | undefined = entries.value[at.value]) => {
    if (!entry) return
    onChoose()
    if (entry.group === 'pages' || entry.group === 'actions') remember(entry.id)
    entry.run()
  }
  return { typed, entries, at, move, choose, stop }
}

export type Palette = ReturnType<typeof createPalette>

function withRecentFirst(own: Entry[]): Entry[] {
  const recent = recentIds().flatMap((id) => own.filter((entry) => entry.id === id))
  const rest = own.filter((entry) => !recent.includes(entry))
  return [...recent.map((entry) => ({ ...entry, group: 'recent' as const })), ...rest]
}
