// Whose the changes of a webhook body are: one body may tell of several accounts.

import type { AccountDb } from '../boundary/db'
import type { Deps } from '../boundary/deps'
import { happenedSince } from '../boundary/graph/webhook-times'
import { type CameChange, type Change, parseBody } from '../boundary/graph/webhooks'
import type { EventJob } from '../boundary/queues/jobs'
import { findTenant } from '../features/accounts/tenant-queries'
import { findNumberRoutes, findWabaRoutes } from '../features/meta/queries'
import { readStoredBody } from '../features/meta/webhook-operations'
import { groupBy } from '../lib/lists'
import { log } from '../lib/log'
import { MINUTE_MS } from '../lib/time'

/** A queue message and the changes in it. */
type Opened = { job: EventJob; changes: CameChange[] }
export type Routed = {
  accountId: string
  shard: string
  connectionId: string
  change: CameChange
  job: EventJob
  /** Since when the number is the account's; null where all of a WABA is concerned. */
  claimedAt: number | null
}

type RoutingDeps = Pick<Deps, 'db' | 'files' | 'keys'>

/** The changes of webhook bodies by the account they are about; those of nobody are left out. */
export async function routeByAccount(
  deps: RoutingDeps,
  jobs: EventJob[],
): Promise<Map<string, Routed[]>> {
  const opened = await Promise.all(jobs.map((job) => openJob(deps, job)))
  const routed = (await route(deps, opened)).flatMap(withoutOthers)
  return groupBy(routed, (one) => one.accountId)
}

/** Changes that were kept for an account, as far as they are about what is still connected to it. */
export async function routeOwn(
  deps: Pick<Deps, 'clock' | 'db'>,
  { accountId }: AccountDb,
  changes: Change[],
): Promise<Routed[]> {
  const receivedAt = deps.clock.now()
  const job: EventJob = { type: 'webhook.body', body: '', receivedAt }
  const routed = await route(deps, [{ job, changes: numbered(changes, receivedAt) }])
  return routed.filter((one) => one.accountId === accountId)
}

/** A late webhook for a closed account creates nothing. */
export async function isOpen(db: AccountDb): Promise<boolean> {
  const row = await findTenant(db)
  return row?.state === 'active'
}

async function openJob(deps: RoutingDeps, job: EventJob): Promise<Opened> {
  const body = job.type === 'webhook.body' ? job.body : await readStoredBody(deps, job.fileKey)
  const changes = body === undefined ? [] : parseBody(body)
  if (!changes) log('webhook.unreadable')
  return { job, changes: numbered(changes ?? [], job.receivedAt) }
}

/** Meta puts so many updates into a body at most. */
const ITEMS_PER_BODY = 1000

/** What was kept says itself when it came. */
const numbered = (changes: Change[], at: number): CameChange[] =>
  changes.map((change, index) => ({ came: { at, no: index * ITEMS_PER_BODY }, ...change }))

/** Numbers and WABAs that nobody connected are dropped: Meta's test sends use made-up ids. */
async function route({ db }: Pick<Deps, 'db'>, opened: Opened[]): Promise<Routed[]> {
  const changes = opened.flatMap(({ job, changes }) => changes.map((change) => ({ job, change })))
  const numberIds = new Set(changes.flatMap(({ change }) => change.phoneNumberId ?? []))
  const wabaIds = new Set(changes.map(({ change }) => change.wabaId))
  const [numbers, wabas] = await Promise.all([
    findNumberRoutes(db.directory, [...numberIds]),
    findWabaRoutes(db.directory, [...wabaIds]),
  ])
  const byNumber = new Map(numbers.map((one) => [one.phoneNumberId, one]))
  const byWaba = new Map(wabas.map((one) => [one.wabaId, one]))
  return changes.flatMap(({ job, change }) => {
    const owner = change.phoneNumberId
      ? byNumber.get(change.phoneNumberId)
      : byWaba.get(change.wabaId)
    if (!owner) return []
    const { accountId, shard, connectionId, claimedAt } = owner
    return [{ accountId, shard, connectionId, change, job, claimedAt }]
  })
}

/** Meta's clock and ours, and what is on its way while a number is connected. */
const CLAIM_MARGIN_MS = MINUTE_MS

/** What comes late from the time of a number's owner before is nobody's, and is not kept. */
function withoutOthers(routed: Routed): Routed[] {
  const { claimedAt, change: came } = routed
  // A history is told because this owner asked for it, and all of it is of before.
  if (claimedAt === null || came.field === 'history') return [routed]
  const change = happenedSince(came, claimedAt - CLAIM_MARGIN_MS)
  if (!change) log('webhook.of_earlier_owner')
  return change ? [{ ...routed, change }] : []
}
