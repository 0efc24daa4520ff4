import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Mail } from '../../boundary/mail/mailer'
import type { Language } from '../../contract/common'
import { logFailure } from '../../lib/log'
import { listOwners } from './user-queries'

/** Tells the owners by mail what a page tells too: one that can't leave fails nothing, and holds back no other. */
export async function mailOwners(
  { db: { directory }, mailer }: Pick<Deps, 'db' | 'mailer'>,
  db: AccountDb,
  mailFor: (owner: { email: string; language: Language }) => Mail,
): Promise<void> {
  for (const owner of await listOwners(directory, db.accountId)) {
    try {
      await mailer.send(mailFor(owner))
    } catch (error) {
      logFailure('owners.mail_failed', error)
    }
  }
}
