import { and, eq, gt, lte } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'
import { signupStates } from './directory-tables'

type State = typeof signupStates.$inferInsert

/** Keeps a new one; what has ended goes with it. */
export async function insertState(db: DirectoryDb, state: State, now: number): Promise<void> {
  await db.batch([
    db.delete(signupStates).where(lte(signupStates.expiresAt, now)),
    db.insert(signupStates).values(state),
  ])
}

/** Takes a state out of use; no row back: it is foreign, unknown, used or over. */
export function takeState(
  db: DirectoryDb,
  { stateHash, accountId, sessionId }: Pick<State, 'stateHash' | 'accountId' | 'sessionId'>,
  now: number,
) {
  const isIt = and(
    eq(signupStates.stateHash, stateHash),
    eq(signupStates.accountId, accountId),
    eq(signupStates.sessionId, sessionId),
    gt(signupStates.expiresAt, now),
  )
  return db.delete(signupStates).where(isIt).returning().get()
}
