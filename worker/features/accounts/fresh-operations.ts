// What a session alone must not do: the proof that is asked for then, and the word to all owners.

import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Mail } from '../../boundary/mail/mailer'
import type { CodeSent } from '../../contract/auth'
import { logFailure } from '../../lib/log'
import { getAccount, getUser } from './account-operations'
import { checkCode, sendCode, useCode } from './code-operations'
import { codeGone } from './errors'
import { listOwners } from './user-queries'
import type { Visitor } from './visitor'

/** What a session alone must not do, by the name its code is stored under. */
type FreshPurpose = 'delete_account' | 'export_account' | 'replace_token' | 'change_team'

/** Mails this person a code for one thing in this account; `proveFresh` takes it back. */
export async function askFresh(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
  purpose: FreshPurpose,
  mailOf: (user: Awaited<ReturnType<typeof getUser>>, code: string, accountName: string) => Mail,
): Promise<CodeSent> {
  const { directory } = deps.db
  const [user, account] = await Promise.all([
    getUser(directory, member.userId),
    getAccount(directory, member.accountId),
  ])
  return sendCode(deps, visitor, {
    purpose,
    email: user.email,
    payload: { userId: user.id, accountId: account.id },
    mailWith: (code) => mailOf(user, code, account.name),
  })
}

/** The code that was asked for by this person, for this account, a moment ago. */
export async function proveFresh(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  visitor: Visitor,
  member: Member,
  purpose: FreshPurpose,
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
