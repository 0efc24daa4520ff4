// Conversations of somebody who can answer nobody any more: they are nobody's again.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { timeOrderedId } from '../../lib/ids'
import { rolesWith } from '../accounts/roles'
import type { Gone, OnGone } from '../accounts/team-operations'
import { findAmong } from '../accounts/user-queries'
import { eventStatements, tellInbox } from './event-operations'
import {
  type GivenBack,
  giveBackStatements,
  listAssignedTo,
  listAssignees,
} from './give-back-queries'

type GiveBackDeps = Pick<Deps, 'clock' | 'db' | 'keys' | 'live'>
/** `by` is null where nobody did it just now. */
type Taken = { userId: string; by: string | null }

/** Of one transaction. */
const AT_ONCE = 100
/** A request has time for so many; the rest is done by the job that comes after it. */
const STEPS_IN_REQUEST = 10

/** In the act that takes somebody out. */
export const giveBackAtOnce: OnGone = async (deps, db, gone) => {
  for (let step = 0; step < STEPS_IN_REQUEST; step++) {
    if (!(await giveBackSome(deps, db, gone))) return
  }
}

/** Of everybody who has conversations and can answer nobody, whenever that came about. Repeatable. */
export async function giveBackLeft(deps: GiveBackDeps, db: AccountDb, gone: Gone): Promise<void> {
  for (const userId of await findGone(deps, db, await listAssignees(db))) {
    const by = userId === gone.userId ? gone.by : null
    while (await giveBackSome(deps, db, { userId, by }));
  }
}

/** Who of them can answer nobody. */
export async function findGone(
  deps: Pick<Deps, 'db'>,
  { accountId }: AccountDb,
  ids: readonly string[],
): Promise<string[]> {
  const people = ids.filter((id) => id !== '')
  if (people.length === 0) return []
  const team = await findAmong(deps.db.directory, accountId, rolesWith('messages.send'), people)
  return people.filter((id) => !team.has(id))
}

/** One transaction: conversations, a line in each thread and in the audit, and the news. True where more may be left. */
async function giveBackSome(
  deps: GiveBackDeps,
  db: AccountDb,
  { userId, by }: Taken,
): Promise<boolean> {
  const ids = await listAssignedTo(db, userId, AT_ONCE)
  if (ids.length === 0) return false
  const now = deps.clock.now()
  const keys = await deps.keys.open(db)
  const given = ids.map(async (id): Promise<GivenBack> => {
    const entryId = timeOrderedId(now)
    const body = await keys.seal('messages.body', entryId, JSON.stringify({ to: userId }))
    return { id, entryId, auditId: timeOrderedId(now), body }
  })
  const events = ids.map((conversationId) => ({ conversationId, kind: 'thread' as const }))
  await db.batch([
    ...giveBackStatements(db, userId, by, await Promise.all(given), now),
    ...eventStatements(db, events, now),
  ])
  await tellInbox(deps, db)
  return ids.length === AT_ONCE
}
