// Which part of a long conversation is drawn: what is on screen and some screens round it. The rest is
// space of the same height, so ten thousand messages weigh as much as a hundred.

import type { Shown } from './thread'

export type Block = { key: string; entries: Shown[]; before: Shown | undefined }

/** Where one is in the thread. */
export type Place =
  | { at: 'end' }
  /** A message that has to be shown, wherever it stands. */
  | { at: 'entry'; key: string }
  /** A message that stays where it is on screen. */
  | { at: 'held'; key: string }
  | { at: 'scrolled'; top: number }

/** Blocks from `first` to `last`, with so much room above and below. */
export type Drawn = { first: number; last: number; above: number; below: number }

/** So far beyond the screen everything is drawn: nobody scrolls further between two frames. */
const REACH_PX = 2_000
/** About the height of a message that was never drawn; its real one takes its place. */
const ENTRY_PX = 56

/** FNV-1a, stirred once more so that keys which differ in one letter don't fall together. */
const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193
const STIR = 0x85ebca6b
/** The upper four bits make a border of one entry in 16. */
const UPPER_BITS = 28

/** Where a block begins follows from a key alone: what is added above or below moves no border. */
export function blocksOf(shown: Shown[]): Block[] {
  const blocks: Block[] = []
  let before: Shown | undefined
  for (const one of shown) {
    const { key } = one.entry
    const block = blocks.at(-1)
    if (block && !isBorder(key)) block.entries.push(one)
    else blocks.push({ key, entries: [one], before })
    before = one
  }
  return blocks
}

function isBorder(key: string): boolean {
  let hash = FNV_START
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), FNV_PRIME)
  return Math.imul(hash ^ (hash >>> 16), STIR) >>> UPPER_BITS === 0
}

export function drawnAt(
  blocks: Block[],
  heights: ReadonlyMap<string, number>,
  place: Place,
  screen: number,
): Drawn {
  const sizes = blocks.map(({ key, entries }) => heights.get(key) ?? entries.length * ENTRY_PX)
  const [from, to] = stretch(blocks, sizes, place, screen)
  let first = 0
  let above = 0
  while (first < sizes.length - 1 && above + (sizes[first] ?? 0) < from - REACH_PX) {
    above += sizes[first] ?? 0
    first += 1
  }
  let last = first
  let end = above + (sizes[first] ?? 0)
  while (last < sizes.length - 1 && end < to + REACH_PX) {
    last += 1
    end += sizes[last] ?? 0
  }
  return { first, last, above, below: sum(sizes) - end }
}

/** What is to be on screen, from where to where. */
function stretch(blocks: Block[], sizes: number[], place: Place, screen: number): [number, number] {
  const total = sum(sizes)
  if (place.at === 'scrolled') return [place.top, place.top + screen]
  const sought =
    place.at === 'end'
      ? -1
      : blocks.findIndex(({ entries }) => entries.some(({ entry }) => entry.key === place.key))
  if (sought < 0) return [total - screen, total]
  const top = sum(sizes.slice(0, sought))
  return [top, top + (sizes[sought] ?? 0)]
}

const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
