import { type Broadcast, isOpen, type Row, rankOf, type State } from './state'
import type { Invariant, World } from './world'

/**
 * The first watched invariant that a state breaks. I1 and I5 are about steps: they are checked where Meta
 * accepts and where a claim is written.
 */
export function brokenIn(
  world: World,
  state: State,
  watched: readonly Invariant[],
): Invariant | null {
  return watched.find((invariant) => CHECKS[invariant]?.(state, world)) ?? null
}

type Check = (state: State, world: World) => boolean

const CHECKS: Partial<Record<Invariant, Check>> = {
  // At its end no row is queued or being sent.
  I2: ({ broadcasts }) =>
    broadcasts.some(({ state, rows }) => OVER.includes(state) && rows.some(isOpen)),
  // The audience as it was frozen: everybody has a row, in one state.
  I3: ({ account, broadcasts: [first] }) =>
    (account === 'active' || account === 'suspended') &&
    first !== undefined &&
    FROZEN.includes(first.state) &&
    first.rows.some((row) => row.state === 'none'),
  I4: someRow((row) => row.state === 'skipped' && row.accepted > 0),
  I6: someRow((row) => rankOf(row) < row.seen),
  I7: someRow(isSaidByNobody),
  I8: ({ broadcasts }, { mostPeople }) =>
    broadcasts.some(({ rows }) => rows.filter((row) => row.accepted > 0).length > mostPeople),
  I12: ({ account, broadcasts }) =>
    account === 'deleted' &&
    broadcasts.some(({ rows }) => rows.some((row) => row.state !== 'none')),
}

const OVER: Broadcast['state'][] = ['done', 'cancelled']
const FROZEN: Broadcast['state'][] = ['running', 'paused', 'done']

function someRow(isBroken: (row: Row) => boolean): Check {
  return ({ broadcasts }) =>
    broadcasts.some(({ rows }) => rows.some((row) => row.state !== 'none' && isBroken(row)))
}

/** `accepted` and more need Meta's answer to the row's own claim, or a webhook. */
function isSaidByNobody(row: Row): boolean {
  const { state, accepted, token, refused, seen } = row
  if (state === 'skipped') return false
  if (state === 'accepted') return accepted === 0 || accepted !== token
  if (state === 'failed' && refused) return false
  return rankOf(row) > 3 && seen !== rankOf(row)
}

/** Nothing more has to happen: every broadcast came to its end, or was deleted. */
export const isEnd = ({ account, broadcasts }: State): boolean =>
  account === 'deleted' || broadcasts.every(({ state }) => state === 'none' || OVER.includes(state))
