import type { AccountDb } from '../boundary/db'
import type { Deps } from '../boundary/deps'
import { readPreferences } from '../boundary/graph/people-webhooks'
import { readTemplateNews } from '../boundary/graph/template-webhooks'
import { happenedSince } from '../boundary/graph/webhook-times'
import { type Change, parseBody, readMessages } from '../boundary/graph/webhooks'
import type { EventsHandler } from '../boundary/queues/consume'
import type { EventJob, JobOf, Verdict } from '../boundary/queues/jobs'
import { findTenant } from '../features/accounts/tenant-queries'
import { rawPrefix } from '../features/analytics/health-operations'
import { applyStatuses } from '../features/broadcasts/status-operations'
import { stopTemplate } from '../features/broadcasts/template-operations'
import { noteReplyStatuses } from '../features/inbox/allowance-operations'
import { applyPreferences, receiveMessages } from '../features/inbox/operations'
import { findNumberRoutes, findWabaRoutes } from '../features/meta/queries'
import { deleteStoredBody, readStoredBody } from '../features/meta/webhook-operations'
import { noteTemplateNews } from '../features/templates/sync-operations'
import { timeOrderedId } from '../lib/ids'
import { groupBy } from '../lib/lists'
import { log, logFailure } from '../lib/log'
import { MINUTE_MS } from '../lib/time'
import { applyAccountNews } from './account-news'
import { applyPhoneApp } from './phone-app'

/** A queue message and the changes in it. */
type Opened = { job: EventJob; changes: Change[] }
type Routed = {
  accountId: string
  shard: string
  connectionId: string
  change: Change
  job: EventJob
  /** Since when the number is the account's; null where all of a WABA is concerned. */
  claimedAt: number | null
}

/**
 * A worker has 128 MB for the texts of a batch, what is read of them and their sealed copy; and whoever
 * shares its thread waits meanwhile.
 */
const MOST_CHARACTERS_AT_ONCE = 2_000_000

/** Before the next large body others have their turn: one that comes in is read in many. */
const TURN_MS = 100

/** Folds a batch of webhook bodies, so many at once as are light enough together. */
export const onEvents: EventsHandler<Deps> = async (deps, jobs) => {
  const failed = new Set<EventJob>()
  for (const [at, some] of lightEnough(jobs).entries()) {
    if (at > 0 && some[0]?.type === 'webhook.stored') await deps.sleep(TURN_MS)
    for (const job of await foldBodies(deps, some)) failed.add(job)
  }
  return { failed }
}

/** What was too large for a queue message may be as large as Meta's largest body: it goes alone. */
const charactersOf = (job: EventJob) =>
  job.type === 'webhook.body' ? job.body.length : MOST_CHARACTERS_AT_ONCE

function lightEnough<J extends EventJob>(jobs: J[]): J[][] {
  const pieces: J[][] = []
  let left = 0
  for (const job of jobs) {
    const characters = charactersOf(job)
    const last = pieces.at(-1)
    if (last && characters <= left) last.push(job)
    else {
      pieces.push([job])
      left = MOST_CHARACTERS_AT_ONCE
    }
    left -= characters
  }
  return pieces
}

/**
 * Finds whose each change is, keeps the raw bodies sealed, and hands them to the features. One account's
 * trouble fails only the messages that hold its changes: those are answered.
 */
async function foldBodies(deps: Deps, jobs: EventJob[]): Promise<Set<EventJob>> {
  const opened = await Promise.all(jobs.map((job) => openJob(deps, job)))
  const routed = (await route(deps, opened)).flatMap(withoutOthers)
  const failed = new Set<EventJob>()
  for (const [accountId, mine] of groupBy(routed, (one) => one.accountId)) {
    const shard = mine[0]?.shard
    try {
      const db = await deps.db.account(accountId, shard)
      if (!(await isOpen(db))) continue
      await archive(deps, db, mine)
      await applyChanges(deps, db, mine)
    } catch (error) {
      logFailure('events.account_failed', error)
      for (const { job } of mine) failed.add(job)
    }
  }
  for (const { job } of opened) if (!failed.has(job)) await deleteStoredBody(deps, job)
  return failed
}

/** Applies a body that failed too often, once a person asked for it. Repeatable like any webhook. */
export async function replayDeadEvent(
  deps: Deps,
  { accountId, fileKey, letterId }: JobOf<'webhook.dead'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  const stored = await deps.files.get(fileKey)
  if (!stored) return 'done'
  const body = await (await deps.keys.open(db)).open('raw.body', letterId, await stored.text())
  const { failed } = await onEvents(deps, [
    { type: 'webhook.body', body, receivedAt: deps.clock.now() },
  ])
  if (failed.size > 0) throw new Error('a replayed webhook failed again')
  await deps.files.delete(fileKey)
  return 'done'
}

/** Objects of a day that one job applies. */
const REPLAYED_AT_ONCE = 20

/** Applies again what Meta sent on a day: evidence only climbs, so what was applied before changes nothing. */
export async function replayArchivedJob(
  deps: Deps,
  { accountId, day, after }: JobOf<'webhooks.replay'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  const { objects } = await deps.files.list({
    prefix: rawPrefix(accountId, day),
    limit: REPLAYED_AT_ONCE,
    ...(after && { startAfter: after }),
  })
  for (const { key } of objects) {
    const sealed = await (await deps.files.get(key))?.bytes()
    if (!sealed) continue
    const bytes = await (await deps.keys.open(db)).openBytes(
      'raw.changes',
      nameOf(accountId, key),
      sealed,
    )
    // Written by `archive` from changes.
    const changes = JSON.parse(new TextDecoder().decode(bytes)) as Change[]
    const job: EventJob = { type: 'webhook.body', body: '', receivedAt: deps.clock.now() }
    const routed = await route(deps, [{ job, changes }])
    await applyChanges(
      deps,
      db,
      routed.filter((one) => one.accountId === accountId),
    )
  }
  const last = objects.at(-1)?.key
  if (last && objects.length === REPLAYED_AT_ONCE) {
    await deps.jobs.chore({ type: 'webhooks.replay', accountId, day, after: last })
  }
  return 'done'
}

async function openJob(deps: Deps, job: EventJob): Promise<Opened> {
  const body = job.type === 'webhook.body' ? job.body : await readStoredBody(deps, job.fileKey)
  const changes = body === undefined ? [] : parseBody(body)
  if (!changes) log('webhook.unreadable')
  return { job, changes: changes ?? [] }
}

/** Numbers and WABAs that nobody connected are dropped: Meta's test sends use made-up ids. */
async function route({ db }: Deps, opened: Opened[]): Promise<Routed[]> {
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
  const { claimedAt } = routed
  if (claimedAt === null) return [routed]
  const change = happenedSince(routed.change, claimedAt - CLAIM_MARGIN_MS)
  if (!change) log('webhook.of_earlier_owner')
  return change ? [{ ...routed, change }] : []
}

/** A late webhook for a closed account creates nothing. */
async function isOpen(db: AccountDb): Promise<boolean> {
  const row = await findTenant(db)
  return row?.state === 'active'
}

/** Raw bodies are kept, sealed, before they are applied: one object per batch and account. */
async function archive({ files, keys, clock }: Deps, db: AccountDb, mine: Routed[]): Promise<void> {
  const now = clock.now()
  const day = new Date(now).toISOString().slice(0, 10)
  const key = `${rawPrefix(db.accountId, day)}${timeOrderedId(now)}`
  const text = JSON.stringify(mine.map(({ change }) => change))
  const bytes = new TextEncoder().encode(text)
  const sealed = await (await keys.open(db)).sealBytes(
    'raw.changes',
    nameOf(db.accountId, key),
    bytes,
  )
  await files.put(key, sealed)
}

/** What an archived object is bound to: its name behind the account's id. */
const nameOf = (accountId: string, key: string) => key.slice(`raw/${accountId}/`.length)

async function applyChanges(deps: Deps, db: AccountDb, mine: Routed[]): Promise<void> {
  const values = mine
    .filter(({ change }) => change.field === 'messages')
    .map(({ change }) => ({ change, value: readMessages(change.value) }))
  const unreadable = values.reduce((sum, { value }) => sum + value.unreadable, 0)
  if (unreadable > 0) log('webhook.items_unreadable', { unreadable })
  const statuses = values.flatMap(({ value }) => value.statuses)
  await applyStatuses(deps, db, statuses)
  await noteReplyStatuses(deps, db, statuses)
  for (const { change, value } of values) {
    if (value.messages.length === 0 || !change.phoneNumberId) continue
    await receiveMessages(deps, db, change.phoneNumberId, value.messages, value.profiles)
  }
  for (const { change, connectionId } of mine) await applyNews(deps, db, change, connectionId)
}

/** News about the account itself rather than about messages. Kinds not named here are only archived. */
async function applyNews(
  deps: Deps,
  db: AccountDb,
  change: Change,
  connectionId: string,
): Promise<void> {
  const { field, value, at } = change
  const news = readTemplateNews(field, value)
  if (news) {
    const { stop, isNew } = await noteTemplateNews(deps, db, connectionId, news, at)
    if (stop) await stopTemplate(deps, db, news.templateId, stop, isNew)
  } else if (field === 'user_preferences') {
    await applyPreferences(deps, db, readPreferences(value))
  } else if (!(await applyAccountNews(deps, db, connectionId, change))) {
    await applyPhoneApp(deps, db, change)
  }
}
