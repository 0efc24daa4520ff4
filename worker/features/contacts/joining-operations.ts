// The public page: somebody fills it in, and proves the number by a message from it.

import { renderSVG } from 'uqr'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language } from '../../contract/common'
import type { OptInTexts } from '../../contract/consent'
import { timeOrderedIdFrom } from '../../lib/ids'
import { DAY_MS } from '../../lib/time'
import { getAccount } from '../accounts/account-operations'
import { countTries } from '../accounts/limit-operations'
import { networkOf } from '../accounts/limits'
import { findTenant } from '../accounts/tenant-queries'
import { findNumber } from '../meta/queries'
import { recordProof } from './consent-operations'
import { newOptInCode } from './opt-in-operations'
import {
  addToCount,
  findAsk,
  findOptInPage,
  findOptInRoute,
  findWording,
  forgetOldAsks,
  insertAsk,
  settleAsk,
} from './opt-in-queries'
import { proofText, readProofCode, shownText } from './opt-in-texts'
import { readPhone, spellingsOf } from './phone'

/** Who did not prove a number by then is forgotten. */
const WAITS_MS = 7 * DAY_MS
const FORGOTTEN_AT_ONCE = 1000

export type JoinPage = {
  code: string
  business: string
  version: number
  texts: Record<Language, OptInTexts>
}

type Opened = JoinPage & { db: AccountDb; country: string; phone: string }
type JoinDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys'>

/** An address that is wrong and a page that is closed look the same. */
async function open(deps: Pick<Deps, 'db'>, code: string): Promise<Opened | null> {
  const route = await findOptInRoute(deps.db.directory, code)
  if (!route) return null
  const db = await deps.db.account(route.accountId)
  const [tenant, page] = await Promise.all([findTenant(db), findOptInPage(db)])
  if (tenant?.state !== 'active' || !page?.isOpen) return null
  const [account, number, wording] = await Promise.all([
    getAccount(deps.db.directory, route.accountId),
    findNumber(db, page.numberId),
    findWording(db, page.version),
  ])
  if (!number || !wording) return null
  const { version, texts } = wording
  const phone = number.displayPhoneNumber.replace(/\D/g, '')
  return { code, business: account.name, version, texts, db, country: account.country, phone }
}

/** The page as somebody sees it who comes. */
export async function visitJoinPage(
  deps: Pick<Deps, 'clock' | 'db'>,
  code: string,
): Promise<JoinPage | null> {
  const page = await open(deps, code)
  if (page) await addToCount(page.db, deps.clock.now(), 'visits')
  return page
}

/** The same, for showing it again with what was typed. */
export const findJoinPage = (deps: Pick<Deps, 'db'>, code: string): Promise<JoinPage | null> =>
  open(deps, code)

type Typed = { name: string; phone: string; language: Language; version: number }
/** What waits for its message, sealed. */
type Waiting = { name: string; phone: string; language: Language; shown: string; page: string }

export type Joined = { ask: string } | { problem: 'badPhone' | 'stale' | 'closed' }

/**
 * Keeps what somebody typed until the number is proved. The same is done and answered whether the account
 * knows the number or not. Words that were changed meanwhile are shown anew first.
 */
export async function askToJoin(
  deps: JoinDeps,
  ip: string | null,
  code: string,
  { name, phone: typed, language, version }: Typed,
): Promise<Joined> {
  const page = await open(deps, code)
  if (!page) return { problem: 'closed' }
  if (version !== page.version) return { problem: 'stale' }
  const phone = readPhone(typed, page.country)
  if (!phone.ok) return { problem: 'badPhone' }
  await countTries(deps, {
    joinsByNetwork: ip && networkOf(ip),
    joinsOfPhone: `${page.db.accountId}/${phone.e164}`,
  })
  const ask = newOptInCode()
  const waiting: Waiting = {
    ...{ name, phone: phone.e164, language, page: code },
    shown: shownText(page.business, page.texts[language]),
  }
  const keys = await deps.keys.open(page.db)
  const sealed = await keys.seal('opt_in_asks.sealed', ask, JSON.stringify(waiting))
  await insertAsk(page.db, { code: ask, at: deps.clock.now(), version, sealed })
  return { ask }
}

export type JoinStep = { business: string; lastDigits: string; link: string; qr: string }

/** What is left to do; null once it is done or too late. */
export async function findJoinStep(
  deps: Pick<Deps, 'clock' | 'db' | 'keys'>,
  code: string,
  ask: string,
  language: Language,
): Promise<JoinStep | null> {
  const page = await open(deps, code)
  const waiting = page && (await findWaiting(deps, page.db, ask))
  if (!waiting) return null
  const text = encodeURIComponent(proofText(language, page.business, ask))
  const link = `https://wa.me/${page.phone}?text=${text}`
  return {
    business: page.business,
    lastDigits: waiting.phone.slice(-4),
    link,
    qr: renderSVG(link, { ecc: 'M', border: 4 }),
  }
}

async function findWaiting(
  { clock, keys }: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  code: string,
): Promise<(Waiting & { at: number; version: number }) | null> {
  const row = await findAsk(db, code)
  if (!row || row.at < clock.now() - WAITS_MS) return null
  const opened = await (await keys.open(db)).open('opt_in_asks.sealed', code, row.sealed)
  // Sealed by `askToJoin` from this type.
  return { ...(JSON.parse(opened) as Waiting), at: row.at, version: row.version }
}

/** Somebody who filled the page in, by the code in their message and the number it came from. */
export type Proven = Awaited<ReturnType<typeof findProven>>

/**
 * Whose agreement a message proves. A code that comes from another number proves nothing: it may have been
 * passed on. Who shows no number to businesses at all is known by the code alone.
 */
export async function findProven(
  deps: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  text: string,
  waId: string | null,
) {
  const code = readProofCode(text)
  const waiting = code && (await findWaiting(deps, db, code))
  if (!waiting) return null
  const isTheirs = waId === null || spellingsOf(waiting.phone).includes(`+${waId}`)
  return isTheirs ? { ...waiting, code } : null
}

/** Writes the agreement down as it was shown. Repeatable; what waited is forgotten by `settleJoining`. */
export async function confirmJoining(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  proven: NonNullable<Proven>,
  news: { contactId: string; identities: string[]; message: string; wamid: string },
): Promise<void> {
  const { code, page, version, language, at, shown } = proven
  const { contactId, identities, message, wamid } = news
  const now = clock.now()
  const evidence = {
    ...{ page, version: String(version), language },
    ...{ filledIn: new Date(at).toISOString(), message, wamid },
  }
  const id = timeOrderedIdFrom(at, new TextEncoder().encode(code))
  const entry = {
    contactId,
    identities,
    source: 'form',
    wording: shown,
    actor: 'contact',
    evidence,
  }
  await recordProof(db, entry, id, now)
}

/** Counts it once, and forgets what waited: last, since a repetition finds nobody here any more. */
export const settleJoining = (
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  { code }: NonNullable<Proven>,
): Promise<void> => settleAsk(db, code, clock.now())

export async function forgetUnproven({ clock, db }: Pick<Deps, 'clock' | 'db'>): Promise<void> {
  const before = clock.now() - WAITS_MS
  for (const shard of db.shards) await forgetOldAsks(db.shard(shard), before, FORGOTTEN_AT_ONCE)
}
