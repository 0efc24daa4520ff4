import type { Role, SessionView } from '../../worker/contract/auth'
import { Browser } from './browser'
import { randomEmail, type SignedIn } from './people'

/** The token in a link to join. */
export async function invitationToken(
  inviter: SignedIn,
  role: Role,
  email = randomEmail(),
): Promise<string> {
  const { browser } = inviter
  const request = { email, name: 'Avi Cohen', role }
  const { link } = await browser.read<{ link: string }>(
    browser.post('/api/v1/members/invitations', request),
  )
  return new URL(link).hash.slice(1)
}

/** Invites somebody new, who accepts in a browser of their own. */
export async function invite(inviter: SignedIn, role: Role): Promise<SignedIn> {
  const email = randomEmail()
  const token = await invitationToken(inviter, role, email)
  const browser = new Browser()
  const session = await browser.read<SessionView>(
    browser.post('/api/v1/auth/invitation/accept', { token }),
  )
  return { browser, session, email }
}
