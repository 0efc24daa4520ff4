// Where a message stands in its conversation. Its id begins with that, so whatever goes by ids (pages,
// what was read, what the list shows, merges, the export) agrees.

import type { Came } from '../../boundary/graph/webhooks'
import { bytesOfId, timeOrderedIdFrom } from '../../lib/ids'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'

/** `late` is how long after its moment it came, `no` where it stood among what came together. */
export type Standing = { at: number; late: number; no: number }

/** Meta's times are whole seconds: within one, messages stand as they came. */
export function standingOfArrival(timestamp: number, { at: cameAt, no }: Came): Standing {
  const second = timestamp * SECOND_MS
  const at = Math.min(Math.max(cameAt, second), second + SECOND_MS - 1)
  return { at, late: cameAt - at, no }
}

/** When news of the past comes tells nothing of when in its second it was said. */
export function standingOfPast(timestamp: number, { at: cameAt, no }: Came): Standing {
  const at = timestamp * SECOND_MS
  return { at, late: cameAt - at, no }
}

/** Our clock is behind Meta's by no more than this. */
const MOST_SKEW_MS = MINUTE_MS

/** What is written here stands after what it answers. */
export function standingAfter(lastId: string | undefined, now: number): Standing {
  const last = lastId === undefined ? undefined : standingOf(lastId)
  const isAfterNow = last !== undefined && last.at >= now && last.at - now <= MOST_SKEW_MS
  return isAfterNow ? { ...last, no: last.no + 1 } : { at: now, late: 0, no: 0 }
}

/** What came before its moment by our clock has its place too. */
const EARLIEST_MS = HOUR_MS
const MOST_LATE = 2 ** 32 - 1
const MOST_NO = 2 ** 24 - 1

/** An id of a message from its place; `hash` tells apart what came at once. */
export function idAt({ at, late, no }: Standing, hash: Uint8Array): string {
  const bytes = new Uint8Array(10)
  const view = new DataView(bytes.buffer)
  // Its highest byte is empty: the other one's lowest takes its place.
  view.setUint32(3, Math.min(no, MOST_NO))
  view.setUint32(0, Math.min(Math.max(0, late + EARLIEST_MS), MOST_LATE))
  bytes.set(hash.subarray(0, 3), 7)
  return timeOrderedIdFrom(at, bytes)
}

function standingOf(id: string): Standing {
  const view = new DataView(bytesOfId(id).buffer)
  return {
    at: view.getUint16(0) * 2 ** 32 + view.getUint32(2),
    late: view.getUint32(6) - EARLIEST_MS,
    no: view.getUint32(9) & MOST_NO,
  }
}
