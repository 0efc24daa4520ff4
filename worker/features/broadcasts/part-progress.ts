import type { PartView, WaitingView, WaitReason } from '../../contract/broadcast-parts'
import type { ChunkCounts } from './counts'
import type { PartRow } from './part-queries'
import { UNTIL_DECIDED } from './parts'

/** What is known of a chunk: its rows, when it may begin, and how many are in which state. */
export type CountedChunk = {
  first: number
  isOver: boolean
  opensAt: number | null
  waitsFor: WaitReason | null
  counts: ChunkCounts
}

const isClosed = ({ isOver, opensAt }: CountedChunk, now: number) => !isOver && (opensAt ?? 0) > now

const leftIn = ({ counts: { states } }: CountedChunk) =>
  (states.queued ?? 0) + (states.sending ?? 0)

/** A running broadcast waits when everything that is not over is closed. */
export function waitingOf(chunks: CountedChunk[], now: number): WaitingView | null {
  const open = chunks.filter(({ isOver }) => !isOver)
  if (open.some((chunk) => !isClosed(chunk, now))) return null
  const [next] = open.toSorted((a, b) => (a.opensAt ?? 0) - (b.opensAt ?? 0))
  if (!next?.waitsFor) return null
  return {
    reason: next.waitsFor,
    until: timeOf(next.opensAt),
    people: open.reduce((sum, chunk) => sum + leftIn(chunk), 0),
  }
}

/** What each part came to; chunks never cross parts. */
export const partViews = (parts: PartRow[], chunks: CountedChunk[], now: number): PartView[] =>
  parts.map(({ first, last, kind, zone }) => {
    const own = chunks.filter((chunk) => chunk.first >= first && chunk.first <= last)
    const all = own.map(({ counts: { states } }) => sumOf(states) - (states.skipped ?? 0))
    const [closed] = own
      .filter((chunk) => isClosed(chunk, now))
      .sort((a, b) => (a.opensAt ?? 0) - (b.opensAt ?? 0))
    return {
      first,
      kind,
      zone,
      people: all.reduce((sum, count) => sum + count, 0),
      left: own.reduce((sum, chunk) => sum + leftIn(chunk), 0),
      opensAt: closed ? timeOf(closed.opensAt) : null,
      waitsFor: closed?.waitsFor ?? null,
      isOver: own.every(({ isOver }) => isOver),
    }
  })

const timeOf = (opensAt: number | null) => (opensAt === UNTIL_DECIDED ? null : opensAt)

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
