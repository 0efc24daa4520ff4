import { env } from 'cloudflare:workers'
import type { SessionView, SignUp } from '../../worker/contract/auth'
import { randomId } from '../../worker/lib/ids'
import { Browser } from './browser'
import type { TestEnv } from './env'

export type SentMail = { from: string; to: string; subject: string; html: string; text: string }

/** An address nobody else in the test run has. */
export const randomEmail = () => `${randomId()}@example.com`

export function aSignUp(overrides: Partial<SignUp> = {}): SignUp {
  return {
    name: 'Noa Levi',
    email: randomEmail(),
    phone: '050-123-4567',
    businessName: 'Levi Flowers',
    language: 'en',
    timeZone: 'Asia/Jerusalem',
    country: 'IL',
    ...overrides,
  }
}

/** Mails sent to an address, oldest first. */
export async function mailsTo(email: string): Promise<SentMail[]> {
  // The runner's environment is the app's plus what tests/vitest.config.mts adds.
  const { MAILS } = env as TestEnv
  const answer = await MAILS.fetch(`http://mails/?to=${encodeURIComponent(email)}`)
  return answer.json()
}

/** The code in the newest mail to an address; throws when there is none. */
export async function newestCode(email: string): Promise<string> {
  const mail = (await mailsTo(email)).at(-1)
  const code = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/m.exec(mail?.text ?? '')?.[0]
  if (!code) throw new Error('no code was sent')
  return code
}

export type SignedIn = { browser: Browser; session: SessionView; email: string }

/** Signs up over HTTP, as a person does: the account and its owner, in a browser of their own. */
export async function signUp(overrides: Partial<SignUp> = {}): Promise<SignedIn> {
  const browser = new Browser()
  const form = aSignUp(overrides)
  await browser.read(browser.post('/api/v1/auth/sign-up', form))
  const code = await newestCode(form.email)
  const session = await browser.read<SessionView>(browser.post('/api/v1/auth/verify', { code }))
  return { browser, session, email: form.email }
}

/** Signs in over HTTP with a fresh browser. */
export async function signIn(email: string, browser = new Browser()): Promise<SignedIn> {
  await browser.read(browser.post('/api/v1/auth/sign-in', { email, language: 'en' }))
  const code = await newestCode(email)
  const session = await browser.read<SessionView>(browser.post('/api/v1/auth/verify', { code }))
  return { browser, session, email }
}
