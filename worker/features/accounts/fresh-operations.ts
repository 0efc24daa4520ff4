// What a session alone must not do: the proof that is asked for then, and the word to all owners.

import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Mail } from '../../boundary/mail/mailer'
import type { CodeSent } from '../../contract/auth'
import { timeOrderedIdFrom } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { DAY_MS } from '../../lib/time'
import { getAccount, getUser } from './account-operations'
import { actorOf } from './audit-operations'
import { findActSince } from './audit-queries'
import { checkCode, sendCode, useCode } from './code-operations'
import { addressNew, codeGone } from './errors'
import { listOwners } from './user-queries'
import type { Visitor } from './visitor'

/** What a session alone must not do, by the name its code is stored under. */
type FreshPurpose = 'delete_account' | 'export_account' | 'replace_token' | 'change_team'

/** Whoever holds a session can move to an address of their own; who has the old one gets so long to notice. */
const NEW_ADDRESS_MS = 3 * DAY_MS

async function refuseNewAddress(
  { clock, db }: Pick<Deps, 'clock' | 'db'>,
  member: Member,
): Promise<void> {
  const now = clock.now()
  const since = timeOrderedIdFrom(now - NEW_ADDRESS_MS, new Uint8Array(10))
  const account = await db.account(member.accountId, member.shard)
  const moved = await findActSince(account, actorOf(member), 'member.email_changed', since)
  const waits = moved ? moved.at + NEW_ADDRESS_MS - now : 0
  if (waits > 0) throw addressNew(waits)
}

/** Mails this person a code for one thing in this account; `proveFresh` takes it back. */
export async function askFresh(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
  purpose: FreshPurpose,
  mailOf: (user: Awaited<ReturnType<typeof getUser>>, code: string, accountName: string) => Mail,
): Promise<CodeSent> {
  await refuseNewAddress(deps, member)
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
