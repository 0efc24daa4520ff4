import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { addEvents, type InboxEvent, trimEvents } from './event-queries'

/** The statements of a change that open screens must hear of; they belong into the batch of the change. */
export const eventStatements = (db: AccountDb, events: InboxEvent[], now: number) =>
  [db.run(addEvents(db, events, now)), db.run(trimEvents(db))] as const

/** Tells open screens that the log went on; what happened they read there. */
export const tellInbox = ({ live }: Pick<Deps, 'live'>, db: AccountDb): Promise<void> =>
  live.changed(db.accountId, ['inbox'])

/** For changes that were written already. */
export async function noteEvents(
  deps: Pick<Deps, 'live' | 'clock'>,
  db: AccountDb,
  events: InboxEvent[],
): Promise<void> {
  if (events.length === 0) return
  await db.batch([...eventStatements(db, events, deps.clock.now())])
  await tellInbox(deps, db)
}
