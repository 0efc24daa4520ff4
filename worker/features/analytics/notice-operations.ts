import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Mail } from '../../boundary/mail/mailer'
import type { Budget } from '../../contract/usage'
import { logFailure } from '../../lib/log'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { listOwners } from '../accounts/user-queries'
import { describeMonth } from './billing-operations'
import { budgetMail, unheardMail } from './mails'
import { noteBudgetTold, noteUnheardTold } from './notice-queries'
import { openGround } from './report-operations'
import { findState, saveState } from './rollup-queries'

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'mailer'>

/** Shares of the budget that are told of, each once a month. */
const STEPS = [100, 80, 50]

/** What the owners should know after a count: money that runs out, and webhooks that don't come. */
export async function tellNotices(deps: NoticeDeps, db: AccountDb): Promise<void> {
  await tellBudget(deps, db)
  await tellUnheard(deps, db)
}

async function tellBudget(deps: NoticeDeps, db: AccountDb): Promise<void> {
  const state = await findState(db)
  const budgetMicros = state?.budgetMicros
  if (!budgetMicros) return
  const { today } = await openGround(deps, db, undefined)
  const month = today.slice(0, 7)
  const { money, currency } = await describeMonth(deps, db, { month })
  if (currency !== state.budgetCurrency) return
  // What Meta says it bills counts where it is more than what we know of.
  const spentMicros = Math.max(money.priced, money.billed ?? 0)
  const percent = STEPS.find((step) => spentMicros * 100 >= budgetMicros * step)
  const told = state.budgetTold?.startsWith(month) ? Number(state.budgetTold.split(':')[1]) : 0
  if (!percent || percent <= told) return
  if (!(await noteBudgetTold(db, `${month}:${percent}`))) return
  await recordAudit(db, deps.clock, {
    actor: 'system',
    action: 'budget.reached',
    target: `month:${month}`,
    after: String(percent),
  })
  const facts = { percent, month, spentMicros, budgetMicros, currency }
  await mailOwners(deps, db, (to) => budgetMail(to, facts))
}

async function tellUnheard(deps: NoticeDeps, db: AccountDb): Promise<void> {
  const state = await findState(db)
  if (!state || state.unheard === 0 || state.toldAt) return
  if (!(await noteUnheardTold(db, deps.clock.now()))) return
  await recordAudit(db, deps.clock, {
    actor: 'system',
    action: 'webhooks.missing',
    target: 'webhooks',
    after: String(state.unheard),
  })
  await mailOwners(deps, db, (to) => unheardMail(to, state.unheard))
}

type Addressed = Parameters<typeof budgetMail>[0]

async function mailOwners(
  { db: databases, mailer }: NoticeDeps,
  db: AccountDb,
  mailFor: (to: Addressed) => Mail,
): Promise<void> {
  for (const owner of await listOwners(databases.directory, db.accountId)) {
    try {
      await mailer.send(mailFor(owner))
    } catch (error) {
      // The notice stands on the page as well; the next owner is told all the same.
      logFailure('usage.notice_not_mailed', error)
    }
  }
}

/** A budget only tells; nothing is held back because of it. */
export async function setBudget(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  { micros, currency }: Budget,
): Promise<void> {
  requireRole(member, 'budget.change')
  const before = await findState(db)
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
    after: micros === null ? '' : `${micros} ${currency}`,
  })
}
