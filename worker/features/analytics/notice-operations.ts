import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Mail } from '../../boundary/mail/mailer'
import type { Budget } from '../../contract/usage'
import { MINUTE_MS } from '../../lib/time'
import { type AuditEntry, actorOf, recordAudit } from '../accounts/audit-operations'
import { mailOwners } from '../accounts/owner-mail-operations'
import { requireRole } from '../accounts/roles'
import { findStop, saveOtherSpending } from '../broadcasts/spending-queries'
import { CARD_CURRENCY } from '../meta/rates'
import { describeMonth } from './billing-operations'
import { cannotStopIn } from './errors'
import { budgetMail, unheardMail } from './mails'
import {
  beginTelling,
  endTelling,
  noteBudgetTold,
  noteUnheardTold,
  saveStop,
} from './notice-queries'
import { openGround } from './report-operations'
import { findState, saveState } from './rollup-queries'

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'mailer'>

/** Shares of the budget that are told of, each once a month. */
const STEPS = [100, 80, 50]

/** As long as telling may take; whoever died over it is followed by the next count. */
const TELLING_MS = 2 * MINUTE_MS

/**
 * What the owners should know after a count: money that runs out, and webhooks that don't come. A notice
 * is noted once its mails have left: whoever is killed before that is repeated, rather told twice than not.
 */
export async function tellNotices(deps: NoticeDeps, db: AccountDb): Promise<void> {
  const now = deps.clock.now()
  const notices = [await budgetNotice(deps, db), await unheardNotice(deps, db)]
  const due = notices.filter((notice) => notice !== null)
  if (due.length === 0 || !(await beginTelling(db, now, now + TELLING_MS))) return
  for (const { mailFor, note, entry } of due) {
    await mailOwners(deps, db, mailFor)
    if (await note()) await recordAudit(db, deps.clock, { actor: 'system', ...entry })
  }
  await endTelling(db)
}

type Notice = {
  mailFor: (to: Addressed) => Mail
  /** False: it was told of before. */
  note: () => Promise<boolean>
  entry: Omit<AuditEntry, 'actor'>
}

async function budgetNotice(deps: NoticeDeps, db: AccountDb): Promise<Notice | null> {
  const { today } = await openGround(deps, db, undefined)
  const month = today.slice(0, 7)
  const [state, { money, currency, broadcasts }, stop] = await Promise.all([
    findState(db),
    describeMonth(deps, db, { month }),
    findStop(db),
  ])
  const singles = broadcasts.find(({ id }) => id === '')?.costMicros ?? 0
  if (currency === CARD_CURRENCY) await saveOtherSpending(db, month, singles)
  const budgetMicros = state?.budgetMicros
  if (!budgetMicros || currency !== state.budgetCurrency) return null
  // What Meta says it bills counts where it is more than what we know of.
  const spentMicros = Math.max(money.priced, money.billed ?? 0)
  const percent = STEPS.find((step) => spentMicros * 100 >= budgetMicros * step)
  const told = state.budgetTold?.startsWith(month) ? Number(state.budgetTold.split(':')[1]) : 0
  if (!percent || percent <= told) return null
  const facts = { percent, month, spentMicros, budgetMicros, currency, stops: stop !== undefined }
  return {
    mailFor: (to) => budgetMail(to, facts),
    note: () => noteBudgetTold(db, `${month}:${percent}`),
    entry: { action: 'budget.reached', target: `month:${month}`, after: String(percent) },
  }
}

async function unheardNotice(deps: NoticeDeps, db: AccountDb): Promise<Notice | null> {
  const state = await findState(db)
  if (!state || state.unheard === 0 || state.toldAt) return null
  return {
    mailFor: (to) => unheardMail(to, state.unheard),
    note: () => noteUnheardTold(db, deps.clock.now()),
    entry: { action: 'webhooks.missing', target: 'webhooks', after: String(state.unheard) },
  }
}

type Addressed = Parameters<typeof budgetMail>[0]

/** What a month's messages may cost. It always tells; with `stops` it holds marketing back as well. */
export async function setBudget(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  { micros, currency, stops }: Budget,
): Promise<void> {
  requireRole(member, 'budget.change')
  // Prices before sending are those of the product's own card.
  if (stops && currency !== CARD_CURRENCY) throw cannotStopIn(currency, CARD_CURRENCY)
  const before = await findState(db)
  await saveStop(db, stops ? micros : null)
  await saveState(db, {
    budgetMicros: micros,
    budgetCurrency: micros === null ? null : currency,
    budgetTold: null,
  })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'budget.changed',
    target: 'budget',
    before: String(before?.budgetMicros ?? ''),
    after: micros === null ? '' : `${micros} ${currency}${stops ? ' stops' : ''}`,
  })
}
