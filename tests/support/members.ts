import type { Role, SessionView } from '../../worker/contract/auth'
import { ROLES_BY_CODE } from '../../worker/contract/team'
import { Browser } from './browser'
import { newestCode, randomEmail, type SignedIn } from './people'

/** The fresh code by which an owner or admin hands out rights. */
export async function teamCode({ browser, email }: SignedIn): Promise<string> {
  await browser.read(browser.post('/api/v1/members/code', {}))
  return newestCode(email)
}

/** The token in a link to join. */
export async function invitationToken(
  inviter: SignedIn,
  role: Role,
  email = randomEmail(),
): Promise<string> {
  const { browser } = inviter
  const isByCode = ROLES_BY_CODE.includes(role) && email !== inviter.email
  const code = isByCode ? { code: await teamCode(inviter) } : {}
  const request = { email, name: 'Avi Cohen', role, ...code }
  const { link } = await browser.read<{ link: string }>(
    browser.post('/api/v1/members/invitations', request),
  )
  return new URL(link).hash.slice(1)
}

/** Accepts with the code that is sent to the invited address. */
export async function join(
  token: string,
  email: string,
  browser = new Browser(),
): Promise<SessionView> {
  await browser.read(browser.post('/api/v1/auth/invitation/code', { token }))
  const code = await newestCode(email)
  return browser.read(browser.post('/api/v1/auth/invitation/accept', { token, code }))
}

/** Invites somebody new, who accepts in a browser of their own. */
export async function invite(inviter: SignedIn, role: Role): Promise<SignedIn> {
  const email = randomEmail()
  const token = await invitationToken(inviter, role, email)
  const browser = new Browser()
  return { browser, session: await join(token, email, browser), email }
}

/** Another workspace of the same person, in which the session goes on; answers its id. */
export async function openWorkspace(
  { browser }: Pick<SignedIn, 'browser'>,
  businessName = 'Second',
): Promise<string> {
  const place = { timeZone: 'Europe/London', country: 'GB' }
  const { id } = await browser.read<{ id: string }>(
    browser.post('/api/v1/session/accounts', { businessName, ...place }),
  )
  await browser.read(browser.post('/api/v1/session/account', { accountId: id }))
  return id
}
