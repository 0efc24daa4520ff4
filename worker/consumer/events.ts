import type { AccountDb } from '../boundary/db'
import type { Deps } from '../boundary/deps'
import { readPreferences } from '../boundary/graph/people-webhooks'
import { readTemplateNews } from '../boundary/graph/template-webhooks'
import { type CameChange, readMessages } from '../boundary/graph/webhooks'
import type { EventsHandler } from '../boundary/queues/consume'
import type { EventJob, JobOf, Verdict } from '../boundary/queues/jobs'
import { rawPrefix } from '../features/analytics/health-operations'
import { applyStatuses } from '../features/broadcasts/status-operations'
import { stopTemplate } from '../features/broadcasts/template-operations'
import { noteReplyStatuses } from '../features/inbox/allowance-operations'
import { applyPreferences, receiveMessages } from '../features/inbox/operations'
import { deleteStoredBody } from '../features/meta/webhook-operations'
import { noteTemplateNews } from '../features/templates/sync-operations'
import { timeOrderedId } from '../lib/ids'
import { log, logFailure } from '../lib/log'
import { applyAccountNews } from './account-news'
import { withoutErased } from './erased-people'
import { keepChanges, readChanges } from './kept-changes'
import { applyPhoneApp } from './phone-app'
import { isOpen, type Routed, routeByAccount, routeOwn } from './routing'

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
  const failed = new Set<EventJob>()
  for (const [accountId, mine] of await routeByAccount(deps, jobs)) {
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
  for (const job of jobs) if (!failed.has(job)) await deleteStoredBody(deps, job)
  return failed
}

/** Applies changes that failed too often, once a person asked for it. Repeatable like any webhook. */
export async function replayDeadEvent(
  deps: Deps,
  { accountId, fileKey }: JobOf<'webhook.dead'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  const changes = await readChanges(deps, db, fileKey)
  if (!changes) return 'done'
  // All of it: these never arrived, so whoever is no contact may simply be new.
  const mine = await routeOwn(deps, db, changes)
  // Keeping them may have been what failed.
  await archive(deps, db, mine)
  await applyChanges(deps, db, mine)
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
    const changes = await readChanges(deps, db, key)
    if (!changes) continue
    const kept = await withoutErased(db, changes)
    await applyChanges(deps, db, await routeOwn(deps, db, kept))
  }
  const last = objects.at(-1)?.key
  if (last && objects.length === REPLAYED_AT_ONCE) {
    await deps.jobs.chore({ type: 'webhooks.replay', accountId, day, after: last })
  }
  return 'done'
}

/** What is applied is kept, sealed, before: one object per batch and account. */
async function archive(deps: Deps, db: AccountDb, mine: Routed[]): Promise<void> {
  const now = deps.clock.now()
  const day = new Date(now).toISOString().slice(0, 10)
  const changes = mine.map(({ change }) => change)
  await keepChanges(deps, db, `${rawPrefix(db.accountId, day)}${timeOrderedId(now)}`, changes)
}

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
    await receiveMessages(deps, db, change.phoneNumberId, value, change.came)
  }
  for (const { change, connectionId } of mine) await applyNews(deps, db, change, connectionId)
}

/** News about the account itself rather than about messages. Kinds not named here are only archived. */
async function applyNews(
  deps: Deps,
  db: AccountDb,
  change: CameChange,
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
