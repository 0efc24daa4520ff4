// What a session alone must not do: the proof that is asked for then, and the word to all owners.

import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Mail } from '../../boundary/mail/mailer'
import { logFailure } from '../../lib/log'
import { checkCode, useCode } from './code-operations'
import { codeGone } from './errors'
import { listOwners } from './user-queries'
import type { Visitor } from './visitor'

/** The code that was asked for by this person, for this account, a moment ago. */
export async function proveFresh(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  visitor: Visitor,
  member: Member,
  purpose: 'delete_account' | 'export_account' | 'replace_token',
  typed: string,
): Promise<void> {
  const code = await checkCode(deps, visitor, [purpose], typed)
  // Written by the operations that ask for it only.
  const asked = code.payload as { userId: string; accountId: string } | null
  if (asked?.userId !== member.userId || asked.accountId !== member.accountId) throw codeGone()
  await useCode(deps, code)
}

/** A mail that can't leave must not undo what was done. */
export async function tellOwners(
  deps: Pick<Deps, 'db' | 'mailer'>,
  accountId: string,
  mailTo: (owner: Awaited<ReturnType<typeof listOwners>>[number]) => Mail,
): Promise<void> {
  for (const owner of await listOwners(deps.db.directory, accountId)) {
    try {
      await deps.mailer.send(mailTo(owner))
    } catch (error) {
      logFailure('accounts.mail_not_sent', error)
    }
  }
}
