import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { logFailure } from '../../lib/log'
import { findUser } from '../accounts/user-queries'
import type { StopReason } from '../templates/sync-queries'
import { scheduledTemplateMail } from './mails'
import { stopAll } from './stop-operations'
import { listScheduledWith } from './template-queries'

/**
 * A template can't be sent as it was: what is being sent with it pauses at once, and whoever scheduled
 * something with it is told. Repeatable: `isNew` is false where they were told before.
 */
export async function stopTemplate(
  deps: Pick<Deps, 'clock' | 'db' | 'live' | 'mailer'>,
  db: AccountDb,
  templateId: string,
  reason: StopReason,
  isNew: boolean,
): Promise<void> {
  await stopAll(deps, db, { templateId }, reason)
  if (!isNew) return
  for (const { name, createdBy } of await listScheduledWith(db, templateId)) {
    const owner = await findUser(deps.db.directory, createdBy)
    if (!owner) continue
    try {
      await deps.mailer.send(scheduledTemplateMail(owner, name, reason))
    } catch (error) {
      // The broadcast's own page tells it too; a mail that can't leave must not fail the webhook.
      logFailure('template.scheduled_mail_failed', error)
    }
  }
}
