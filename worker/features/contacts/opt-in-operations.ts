import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { OptInChange, OptInView } from '../../contract/consent'
import { randomId } from '../../lib/ids'
import { DAY_MS } from '../../lib/time'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { findNumber } from '../meta/queries'
import { numberNotReady } from './errors'
import {
  findOptInPage,
  findWording,
  insertOptInRoute,
  insertWording,
  saveOptInPage,
  sumCounts,
} from './opt-in-queries'
import { suggestedTexts } from './opt-in-texts'

/** 50 bits: an address is told, printed and scanned, and not guessed. */
const CODE_LENGTH = 10
const MONTH_DAYS = 30

export const newOptInCode = () => randomId().slice(0, CODE_LENGTH)

export async function viewOptIn(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
): Promise<OptInView> {
  const now = deps.clock.now()
  const [{ name }, page, total, month] = await Promise.all([
    getAccount(deps.db.directory, db.accountId),
    findOptInPage(db),
    sumCounts(db, 0),
    sumCounts(db, now - MONTH_DAYS * DAY_MS),
  ])
  const wording = page && (await findWording(db, page.version))
  return {
    page:
      page && wording
        ? {
            ...{ code: page.code, isOpen: page.isOpen, numberId: page.numberId },
            ...{ version: page.version, versionAt: wording.at, texts: wording.texts },
          }
        : null,
    suggested: suggestedTexts(name),
    ...{ total, month },
  }
}

/** Makes the page when there is none. New words are a new version; the address stays. */
export async function changeOptIn(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  member: Member,
  change: OptInChange,
): Promise<OptInView> {
  requireRole(member, 'business.change')
  const now = deps.clock.now()
  const before = await findOptInPage(db)
  const numberId = change.numberId ?? before?.numberId ?? ''
  const number = await findNumber(db, numberId)
  const isOpen = change.isOpen ?? before?.isOpen ?? true
  if (isOpen && number?.registration !== 'registered') throw numberNotReady()
  const code = before?.code ?? newOptInCode()
  const { name } = await getAccount(deps.db.directory, db.accountId)
  const texts = change.texts ?? (before ? null : suggestedTexts(name))
  const version = (before?.version ?? 0) + (texts ? 1 : 0)
  if (!before) await insertOptInRoute(deps.db.directory, code, db.accountId)
  const wording = texts && { version, texts, at: now, createdBy: member.userId }
  const act = { actor: actorOf(member), action: 'consent.page_changed', target: 'consent' }
  const after = `${isOpen ? 'open' : 'closed'}, version ${version}`
  await db.batch([
    saveOptInPage(db, { code, isOpen, numberId, version }),
    ...(wording ? [insertWording(db, wording)] : []),
    recordAudit(db, deps.clock, { ...act, after }),
  ])
  return viewOptIn(deps, db)
}
