import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { CodeSent } from '../../contract/auth'
import type { Language } from '../../contract/common'
import { logFailure } from '../../lib/log'
import { getUser } from './account-operations'
import { actorOf, recordAudit } from './audit-operations'
import { checkCode, sendCode, useCode } from './code-operations'
import { codeGone, emailTaken } from './errors'
import { deleteOwnLinks } from './invitation-queries'
import { addressChangedMail, addressTakenMail, newAddressCodeMail } from './mails'
import { endOtherSessions } from './session-operations'
import { listAccountsOf } from './session-queries'
import { findUserByEmail, updateEmail } from './user-queries'
import type { User } from './views'
import type { Visitor } from './visitor'

/** Sends a code to the new address; one that has an account of its own gets a mail without a code. */
export async function askToChangeEmail(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
  email: string,
): Promise<CodeSent> {
  const { language } = await getUser(deps.db.directory, member.userId)
  const isTaken = Boolean(await findUserByEmail(deps.db.directory, email))
  const to = { to: email, language }
  return sendCode(deps, visitor, {
    purpose: 'change_email',
    email,
    payload: { userId: member.userId },
    mailWith: (code) => (isTaken ? addressTakenMail(to) : newAddressCodeMail(to, code)),
  })
}

/** More than anybody can have. */
const WORKSPACES = 100

/** The new address counts from now on; all other sessions end and the old address is told. */
export async function confirmEmail(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer' | 'live'>,
  visitor: Visitor,
  member: Member,
  typed: string,
): Promise<User> {
  const { directory } = deps.db
  const code = await checkCode(deps, visitor, ['change_email'], typed)
  // Written by `askToChangeEmail` only: another user of this browser may have asked.
  if ((code.payload as { userId: string } | null)?.userId !== member.userId) throw codeGone()
  const before = await getUser(directory, member.userId)
  if (await findUserByEmail(directory, code.email)) throw emailTaken()
  await useCode(deps, code)

  // While the address before is the person's own still: afterwards a link to it would be to somebody else.
  await deleteOwnLinks(directory, member.userId)
  const user = await updateEmail(directory, member.userId, code.email, deps.clock.now())
  if (!user) throw codeGone()
  await endOtherSessions(deps, member.userId, member.sessionId)
  await recordMove(deps, member)
  await tellOldAddress(deps, before.email, user.language)
  return user
}

/** In each workspace of the person: their address is known to every team, and opens every one. */
async function recordMove(
  { clock, db }: Pick<Deps, 'clock' | 'db'>,
  member: Pick<Member, 'userId'>,
): Promise<void> {
  for (const { id } of await listAccountsOf(db.directory, member.userId, WORKSPACES)) {
    await recordAudit(await db.account(id), clock, {
      actor: actorOf(member),
      action: 'member.email_changed',
      target: `user:${member.userId}`,
    })
  }
}

async function tellOldAddress(
  deps: Pick<Deps, 'config' | 'mailer'>,
  email: string,
  language: Language,
): Promise<void> {
  try {
    await deps.mailer.send(addressChangedMail({ to: email, language }, deps.config.SUPPORT_EMAIL))
  } catch (error) {
    // The change is made; a mailbox that is gone, often the reason for it, must not undo the answer.
    logFailure('email_change.notice_not_sent', error)
  }
}
