import { hmacHex, importHmacKey, isSameText, sha256Hex } from '../../boundary/crypto/hash'
import type { Deps } from '../../boundary/deps'
import type { Mail } from '../../boundary/mail/mailer'
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  CODE_LIFE_MINUTES,
  CODE_TRIES,
  type CodeSent,
} from '../../contract/auth'
import { timeOrderedId } from '../../lib/ids'
import { MINUTE_MS } from '../../lib/time'
import { type Code, claimTry, claimUse, findNewestCode, insertCode } from './code-queries'
import type { CodePurpose } from './directory-tables'
import { codeGone, codeWrong, mailNotSent } from './errors'
import { countTries } from './limit-operations'
import { networkOf } from './limits'
import type { Visitor } from './visitor'

type CodeDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>

export type CodeRequest = {
  purpose: CodePurpose
  email: string
  payload: unknown
  /** What the mail says; a mail to somebody who can't use a code does not contain it. */
  mailWith(code: string): Mail
}

/** Advice to the page: asking again sooner rarely helps. */
const RESEND_AFTER_MS = MINUTE_MS / 2

/**
 * Stores a code's hash and sends one mail. All kinds of addresses cost the same limits, the same
 * statements and the same one mail, so that the answer tells nothing about them.
 */
export async function sendCode(
  deps: CodeDeps,
  visitor: Visitor,
  request: CodeRequest,
): Promise<CodeSent> {
  await countMail(deps, visitor, request.email)

  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const code = randomCode()
  const expiresAt = now + CODE_LIFE_MINUTES * MINUTE_MS
  await insertCode(deps.db.directory, {
    id,
    purpose: request.purpose,
    browserHash: await sha256Hex(visitor.browserToken),
    email: request.email,
    codeHash: await hashOf(deps, id, code),
    payload: request.payload,
    createdAt: now,
    expiresAt,
  })
  try {
    await deps.mailer.send(request.mailWith(code))
  } catch (cause) {
    throw mailNotSent(cause)
  }
  return { expiresAt, resendAt: now + RESEND_AFTER_MS }
}

/** The code that was typed in, right and still usable; `useCode` then uses it up. */
export async function checkCode(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  visitor: Visitor,
  purposes: CodePurpose[],
  typed: string,
): Promise<Code> {
  const browserHash = await sha256Hex(visitor.browserToken)
  await countTries(deps, {
    triesByBrowser: browserHash,
    triesByNetwork: visitor.ip && networkOf(visitor.ip),
  })
  const { directory } = deps.db
  const newest = await findNewestCode(directory, browserHash, purposes)
  const code = newest && (await claimTry(directory, newest.id, deps.clock.now()))
  if (!code) throw codeGone()

  if (!isSameText(await hashOf(deps, code.id, typed), code.codeHash)) {
    const triesLeft = CODE_TRIES - code.tries
    throw triesLeft > 0 ? codeWrong(triesLeft) : codeGone()
  }
  return code
}

/** Refuses the second of two requests with the same right code. */
export async function useCode(deps: Pick<Deps, 'clock' | 'db'>, code: Code): Promise<void> {
  if (!(await claimUse(deps.db.directory, code.id, deps.clock.now()))) throw codeGone()
}

const countMail = async (deps: CodeDeps, visitor: Visitor, email: string) =>
  countTries(deps, {
    mailsToAddressInHour: email,
    mailsToAddressInDay: email,
    mailsByBrowser: await sha256Hex(visitor.browserToken),
    mailsByNetwork: visitor.ip && networkOf(visitor.ip),
  })

/** The alphabet has 32 characters, so five bits of a random byte choose one evenly. */
function randomCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(CODE_LENGTH))
  return Array.from(bytes, (byte) => CODE_ALPHABET[byte & 31]).join('')
}

const hashOf = async (deps: Pick<Deps, 'config'>, codeId: string, code: string) =>
  hmacHex(await importHmacKey(deps.config.LINK_SECRET), `code/${codeId}/${code}`)
