import type { ProgressView } from '../../../worker/contract/broadcasts'

/** The sweep alone may take a minute or two: that is no delay worth a word. */
const ON_TIME_MS = 3 * 60_000

/** How much later than planned a scheduled broadcast started; 0: in time, or not scheduled. */
export function lateBy({
  startsAt,
  startedAt,
}: Pick<ProgressView, 'startsAt' | 'startedAt'>): number {
  if (startsAt === null || startedAt === null) return 0
  const late = startedAt - startsAt
  return late > ON_TIME_MS ? late : 0
}
