import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { MINUTE_MS } from '../../lib/time'
import { mailOwners } from '../accounts/owner-mail-operations'
import { canaryAsksMail, stoppedMail } from './mails'
import { type Broadcast, noteTold } from './queries'

/** Who was to mail it had this long. */
const TELLING_MS = MINUTE_MS

/**
 * Mails the owners that a broadcast waits for them. Noted once the mails have left: whoever is killed before
 * that leaves it to the sweep, which rather tells twice than not.
 */
export async function tellOwners(
  deps: Pick<Deps, 'db' | 'mailer'>,
  db: AccountDb,
  { id, name, state, stateReason, canaryState, untoldSince }: Broadcast,
): Promise<void> {
  if (untoldSince === null) return
  if (state === 'paused' && stateReason) {
    await mailOwners(deps, db, (owner) => stoppedMail(owner, name, stateReason))
  } else if (state === 'running' && canaryState === 'asking') {
    await mailOwners(deps, db, (owner) => canaryAsksMail(owner, name))
  }
  await noteTold(db, id, untoldSince)
}

/** Tells what a crash left untold. */
export async function tellForgotten(
  deps: Pick<Deps, 'clock' | 'db' | 'mailer'>,
  db: AccountDb,
  broadcast: Broadcast,
): Promise<void> {
  const { untoldSince } = broadcast
  if (untoldSince === null || deps.clock.now() - untoldSince <= TELLING_MS) return
  await tellOwners(deps, db, broadcast)
}
