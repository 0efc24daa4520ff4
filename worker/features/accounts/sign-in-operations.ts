import type { Deps } from '../../boundary/deps'
import type { CodeSent, SessionView, SignIn, SignUp } from '../../contract/auth'
import { logFailure } from '../../lib/log'
import { draftAccount, openAccount } from './account-operations'
import { checkCode, sendCode, useCode } from './code-operations'
import type { Code } from './code-queries'
import { codeGone } from './errors'
import {
  alreadyMemberMail,
  newDeviceMail,
  noAccountMail,
  signInCodeMail,
  signUpCodeMail,
} from './mails'
import { endOtherSessions, liveSince, startSession } from './session-operations'
import { findHomeAccount, listLiveSessions } from './session-queries'
import { findUserByEmail, markEmailVerified } from './user-queries'
import type { User } from './views'
import type { AccountDraft, Visitor } from './visitor'

type AskDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>

/** Sends a code that will create the account, or sign in where the address has one already. */
export async function askToSignUp(
  deps: AskDeps,
  visitor: Visitor,
  signUp: SignUp,
): Promise<CodeSent> {
  const draft = await draftAccount(deps, signUp)
  const { directory } = deps.db
  const user = await findUserByEmail(directory, signUp.email)
  // Who left every workspace begins a new one, as the same person.
  const isKnown = Boolean(user && (await findHomeAccount(directory, user.id)))
  const to = { to: signUp.email, language: signUp.language }
  return sendCode(deps, visitor, {
    purpose: isKnown ? 'sign_in' : 'sign_up',
    email: signUp.email,
    payload: isKnown ? null : { ...draft, userId: user?.id ?? draft.userId },
    mailWith: (code) => (isKnown ? alreadyMemberMail(to, code) : signUpCodeMail(to, code)),
  })
}

/** Sends a code; an address without an account gets a mail that says so, and no code. */
export async function askToSignIn(
  deps: AskDeps,
  visitor: Visitor,
  { email, language }: SignIn,
): Promise<CodeSent> {
  const isKnown = Boolean(await findUserByEmail(deps.db.directory, email))
  const to = { to: email, language }
  return sendCode(deps, visitor, {
    purpose: 'sign_in',
    email,
    payload: null,
    mailWith: (code) => (isKnown ? signInCodeMail(to, code) : noAccountMail(to, visitor.origin)),
  })
}

/** The right code in the browser that asked for it: signs in, creating the account if it is to be. */
export async function verifyCode(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'live' | 'mailer'>,
  visitor: Visitor,
  typed: string,
): Promise<{ token: string; view: SessionView }> {
  const code = await checkCode(deps, visitor, ['sign_up', 'sign_in'], typed)
  const user = await userFor(deps, code)
  // Used up only now: an account that stopped half-way is finished by the same code.
  await useCode(deps, code)
  // Until now anybody who held the invitation's link could have acted under this address.
  const isFirstProof = await markEmailVerified(deps.db.directory, user.id, deps.clock.now())
  if (isFirstProof) await endOtherSessions(deps, user.id, '')
  const isElsewhere = await isNewDevice(deps, user.id, visitor.device)
  const started = await startSession(deps, user.id, visitor.device)
  if (isElsewhere) await tellNewDevice(deps, started.view.user, visitor.device)
  return started
}

/** The person is signed in already, and nowhere on such a device. */
async function isNewDevice(
  { clock, db }: Pick<Deps, 'clock' | 'db'>,
  userId: string,
  device: string,
): Promise<boolean> {
  const since = liveSince(clock.now())
  const signedIn = await listLiveSessions(db.directory, userId, since, SESSIONS_COMPARED)
  return signedIn.length > 0 && signedIn.every((one) => one.device !== device)
}

const SESSIONS_COMPARED = 100

async function tellNewDevice(
  { mailer, config }: Pick<Deps, 'mailer' | 'config'>,
  { email, language }: Pick<User, 'email' | 'language'>,
  device: string,
): Promise<void> {
  try {
    await mailer.send(newDeviceMail({ to: email, language }, device, config.SUPPORT_EMAIL))
  } catch (error) {
    // The sign-in stands; Settings shows the session all the same.
    logFailure('sign_in.notice_not_sent', error)
  }
}

async function userFor(
  deps: Pick<Deps, 'clock' | 'db' | 'keys'>,
  code: Code,
): Promise<Pick<User, 'id'>> {
  const { directory } = deps.db
  // Also an address that got its account between asking and typing: the code proves it as well.
  const known = await findUserByEmail(directory, code.email)
  if (known && (code.purpose === 'sign_in' || (await findHomeAccount(directory, known.id)))) {
    return known
  }
  if (code.purpose !== 'sign_up') throw codeGone()

  // Written by `askToSignUp` only.
  const draft = code.payload as AccountDraft
  try {
    const userId = known?.id ?? draft.userId
    await openAccount(deps, { ...draft, userId }, deps.clock.now())
    return { id: userId }
  } catch (cause) {
    // Signed up in another browser at the same moment: the address is unique, one of them was first.
    const first = await findUserByEmail(directory, code.email)
    if (!first) throw cause
    return first
  }
}
