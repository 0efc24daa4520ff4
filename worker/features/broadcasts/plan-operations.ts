import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { sampleOf } from '../../contract/broadcast-canary'
import type { PlanView } from '../../contract/broadcast-plan'
import { isAudienceChosen } from '../../contract/broadcasts'
import type { List } from '../../contract/common'
import { toList } from '../../lib/lists'
import { openZone } from '../../lib/zones'
import { getAccount } from '../accounts/account-operations'
import { findBasis } from '../contacts/basis-queries'
import { filtersOf } from '../contacts/segment-operations'
import { findConnection, findNumber, type PhoneNumberRow } from '../meta/queries'
import { priceDay } from '../meta/rates'
import { parametersOf, unsupportedPart } from '../templates/parameters'
import { findTemplate, type Template } from '../templates/queries'
import { type AudienceFilters, isMarketing, isTooLong, type StoredAudience } from './audience'
import {
  type AudienceRow,
  type Choice,
  groupAudience,
  type Part,
  pagePart,
} from './audience-queries'
import { frequencyOf } from './cap-operations'
import { broadcastNotFound } from './errors'
import type { FrozenTemplate } from './frozen-template'
import { limitView, roomOf } from './ledger-operations'
import { planNumbers, sendSeconds } from './plan'
import { timesOf } from './plan-times'
import { type Broadcast, findBroadcast } from './queries'
import { activeRules } from './quiet-operations'
import { leftOf, type MonthMoney } from './spending'
import { amountOf, monthMoney } from './spending-operations'
import type { StartProblem } from './start'
import { wavesOf } from './waves'

export type Plan = Omit<PlanView, 'problems'> & {
  problems: { code: string; blocking: boolean; values?: Record<string, string> }[]
}

/** What a launched broadcast froze, or what the draft's template is now. */
export async function choiceOf(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  broadcast: Broadcast,
  now: number,
): Promise<Choice | null> {
  const template =
    broadcast.template ??
    (broadcast.templateId ? await findTemplate(db, broadcast.templateId) : undefined)
  const filters = await openAudience(db, broadcast.audience)
  if (!template || !filters || isTooLong(filters)) return null
  return {
    chosen: {
      audience: broadcast.audience,
      filters,
      retry: retryOf(broadcast),
      now: broadcast.launchedAt ?? now,
    },
    category: template.category,
    parameters: parametersOf(template.components),
    mapping: broadcast.mapping,
    basisId: isMarketing(template.category) ? ((await findBasis(db))?.id ?? null) : null,
    frequency: await frequencyOf(db, broadcast),
    heardAt: await startOf(deps, db, broadcast, now),
  }
}

/** When a broadcast begins: did, or will by the workspace's clock. */
async function startOf(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  { start, launchedAt }: Broadcast,
  now: number,
): Promise<number> {
  if (launchedAt !== null || start.kind === 'now') return launchedAt ?? now
  const { timeZone } = await getAccount(deps.db.directory, db.accountId)
  return Math.max(now, openZone(timeZone).resolve(start.wallTime).at)
}

const retryOf = ({ id, parentId, retry }: Broadcast) =>
  parentId && retry ? { of: parentId, by: id, what: retry } : null

/** The rows of an audience's segments, as launched or as they are now; null when a segment is gone. */
async function openAudience(
  db: AccountDb,
  { filters, segments = [], withoutSegments = [] }: StoredAudience,
): Promise<AudienceFilters | null> {
  if (filters) return filters
  const [included, excluded] = await Promise.all([
    filtersOf(db, segments),
    filtersOf(db, withoutSegments),
  ])
  return included && excluded && { included, excluded }
}

/** Who gets it, who is left out and why, what it may cost, and what stands in the way. Sends nothing. */
export async function planBroadcast(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  broadcast: Broadcast,
): Promise<Planned> {
  const { templateId, numberId, connectionId } = broadcast
  const [template, number, connection, filters, account] = await Promise.all([
    templateId ? findTemplate(db, templateId) : undefined,
    numberId ? findNumber(db, numberId) : undefined,
    connectionId ? findConnection(db, connectionId) : undefined,
    openAudience(db, broadcast.audience),
    getAccount(deps.db.directory, db.accountId),
  ])
  const now = deps.clock.now()
  const choice = await choiceOf(deps, db, broadcast, now)
  const { groups, fallbacks, missing, onBasis } = choice ? await groupAudience(db, choice) : NOBODY
  const perSecond = number?.throughputPerSecond ?? 80
  const rules = template ? await activeRules(db, template.category) : null
  const times = timesOf(broadcast, {
    groups,
    zone: openZone(account.timeZone),
    perSecond,
    rules,
    now,
  })
  // Money and limits are those of the day on which it begins.
  const startsAt = Math.max(now, times.start?.at ?? now)
  const isOfMarketing = isMarketing(template?.category ?? 'MARKETING')
  const money = isOfMarketing ? await monthMoney(db, startsAt, broadcast.id) : null
  const budget = budgetOf(money)
  const numbers = planNumbers(groups, template?.category ?? 'MARKETING', priceDay(startsAt))
  const room = number ? await roomOf(db, number.id, startsAt) : null
  const sample = broadcast.canary ? sampleOf(numbers.people) : 0
  const waves = room && wavesOf(numbers.people, room, startsAt, sample)
  const plan: Plan = {
    ...numbers,
    start: times.start,
    rests: times.rests,
    zones: times.zones,
    category: template?.category ?? null,
    fallbacks,
    missing,
    onBasis,
    perSecond,
    seconds: sendSeconds(numbers.people, perSecond),
    messagingLimit: room?.limit ?? null,
    limit: room && limitView(room),
    waves: waves && times.inWaves(waves),
    budget,
    problems: [
      ...problemsOf({
        ...{ broadcast, template, number, connection, filters },
        startProblem: times.problem,
        people: numbers.people,
        isTooMany: room !== null && numbers.people > room.left && !broadcast.waves,
      }),
      ...overBudget(budget, numbers.highMicros),
    ],
    at: now,
  }
  const audience = { ...broadcast.audience, ...(filters && { filters }) }
  return { plan, template: template ? freezeTemplate(template) : null, audience }
}

/** With copies of what the plan rests on, which a launch keeps. */
export type Planned = { plan: Plan; template: FrozenTemplate | null; audience: StoredAudience }

const NOBODY = { groups: [], fallbacks: [], missing: [], onBasis: 0 }

/** What is left of the month's money, where it stops marketing. */
function budgetOf(money: (MonthMoney & { month: string }) | null): Plan['budget'] {
  const leftMicros = money && leftOf(money)
  if (!money || money.stopMicros === null || leftMicros === null) return null
  const { month, stopMicros, spentMicros, reservedMicros } = money
  return { month, stopMicros, spentMicros, reservedMicros, leftMicros }
}

const overBudget = (budget: Plan['budget'], highMicros: number): Plan['problems'] =>
  budget === null || highMicros <= budget.leftMicros
    ? []
    : [
        {
          code: 'over_budget',
          blocking: true,
          values: { cost: amountOf(highMicros), left: amountOf(budget.leftMicros) },
        },
      ]

export function problemsOf(facts: {
  broadcast: Broadcast
  template: Template | undefined
  number: PhoneNumberRow | undefined
  connection: { state: string } | undefined
  filters: AudienceFilters | null
  startProblem: StartProblem | null
  people: number
  isTooMany: boolean
}): Plan['problems'] {
  const { broadcast, template, number, connection, filters, people, isTooMany } = facts
  const problems: Plan['problems'] = []
  const add = (code: string, blocking = true) => problems.push({ code, blocking })
  if (facts.startProblem) add(facts.startProblem)
  if (!number) add('number_missing')
  else if (connection?.state !== 'active') add('connection_dead')
  else if (number.status !== 'CONNECTED') add('number_not_connected')
  if (number?.qualityRating === 'RED') add('number_quality_red')
  if (isTooMany) add('over_messaging_limit')
  if (!template) add('template_missing')
  else {
    if (template.status !== 'APPROVED') add('template_not_approved')
    if (unsupportedPart(template.components)) add('template_unsupported')
    if (number && template.connectionId !== number.connectionId) add('template_of_other_number')
    const keys = parametersOf(template.components).map(({ key }) => key)
    if (keys.some((key) => !broadcast.mapping[key])) add('mapping_incomplete')
  }
  if (!filters) add('segment_missing')
  else if (isTooLong(filters)) add('audience_too_long')
  else if (!isAudienceChosen(broadcast.audience) && !broadcast.parentId) add('audience_missing')
  else if (template && people === 0) add('nobody')
  return problems
}

export const freezeTemplate = (row: Template): FrozenTemplate => ({
  id: row.id,
  name: row.name,
  language: row.language,
  category: row.category,
  parameterFormat: row.parameterFormat,
  components: row.components,
})

/** A part of a broadcast's audience, by contact id. */
export async function listPart(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  broadcastId: string,
  part: Part,
  after: string,
  limit: number,
): Promise<List<AudienceRow>> {
  const broadcast = await findBroadcast(db, broadcastId)
  if (!broadcast) throw broadcastNotFound()
  const choice = await choiceOf(deps, db, broadcast, deps.clock.now())
  const rows = choice ? await pagePart(db, choice, part, after, limit + 1) : []
  return toList(rows, limit, ({ id }) => id)
}
