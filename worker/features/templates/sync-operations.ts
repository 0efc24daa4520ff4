import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, isBusy, isOutOfSight, NoAnswerError } from '../../boundary/graph/errors'
import type { TemplateNews } from '../../boundary/graph/template-webhooks'
import { readTemplate, templatePages } from '../../boundary/graph/templates'
import { AppError } from '../../lib/errors'
import { MINUTE_MS } from '../../lib/time'
import {
  type Connection,
  findConnection,
  listConnectionRows,
  saveTemplateSync,
} from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { changeTemplate, removeTemplate } from './queries'
import {
  findLost,
  isDearer,
  type Lost,
  listTemplateIds,
  removeTemplates,
  type StopReason,
  saveTemplates,
} from './sync-queries'

type SyncDeps = Pick<Deps, 'graph' | 'keys' | 'clock' | 'live' | 'jobs'>

/** Starts a sync of every live connection's templates; one that is running already finds the same. */
export async function requestTemplateSync(deps: SyncDeps, db: AccountDb): Promise<void> {
  for (const connection of await listConnectionRows(db)) {
    if (connection.state !== 'active') continue
    await saveTemplateSync(db, connection.id, { templatesState: 'running', templatesProblem: null })
    await deps.jobs.chore({
      type: 'templates.sync',
      accountId: db.accountId,
      connectionId: connection.id,
    })
  }
  await deps.live.changed(db.accountId, ['templates'])
}

/** What uses them is stopped before they are another here: whoever is killed in between stops it again. */
export type StopLost = (lost: Lost[]) => Promise<void>

/**
 * Reads a WABA's templates to the last page and makes ours the same. Repeatable. What can't be sent any
 * more as it was is stopped: a webhook that was lost is made good here.
 */
export async function syncTemplates(
  deps: SyncDeps,
  db: AccountDb,
  connectionId: string,
  stopLost: StopLost,
): Promise<void> {
  await saveTemplateSync(db, connectionId, { templatesState: 'running', templatesProblem: null })
  try {
    const result = await withToken(deps, db, connectionId, async (token, { wabaId }) => {
      // One that is handed in while the list is read is on no page of it.
      const missing = new Set(await listTemplateIds(db, connectionId))
      const sums = { added: 0, changed: 0 }
      for await (const page of templatePages(deps.graph, token, wabaId)) {
        await stopLost(await findLost(db, page))
        const saved = await saveTemplates(db, connectionId, page, deps.clock.now())
        for (const { id } of page) missing.delete(id)
        sums.added += saved.added
        sums.changed += saved.changed
      }
      await stopLost([...missing].map((id) => ({ id, reason: CHANGED })))
      return { ...sums, removed: await removeTemplates(db, connectionId, [...missing]) }
    })
    await saveTemplateSync(db, connectionId, {
      templatesState: 'done',
      templatesSyncedAt: deps.clock.now(),
      templatesAdded: result.added,
      templatesChanged: result.changed,
      templatesRemoved: result.removed,
    })
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    await saveTemplateSync(db, connectionId, {
      templatesState: 'failed',
      templatesProblem: problem,
    })
  } finally {
    await deps.live.changed(db.accountId, ['templates'])
  }
}

const CHANGED: StopReason = 'template_changed'

/** The code of a problem that a person can act on; null lets the queue try again. */
export function problemOf(error: unknown): string | null {
  if (error instanceof AppError) return error.code
  if (error instanceof NoAnswerError) return 'templates.meta_unreachable'
  if (error instanceof GraphError) {
    return isBusy(error) ? 'templates.meta_unreachable' : 'templates.meta_refused'
  }
  return null
}

/** Reads one template anew: a webhook said that its words changed, or named one that is not here yet. */
export async function refreshTemplate(
  deps: SyncDeps,
  db: AccountDb,
  connectionId: string,
  templateId: string,
  stopLost: StopLost,
): Promise<void> {
  try {
    const read = await withToken(deps, db, connectionId, (token) =>
      readTemplate(deps.graph, token, templateId),
    )
    await stopLost(await findLost(db, [read]))
    await saveTemplates(db, connectionId, [read], deps.clock.now())
  } catch (error) {
    if (error instanceof GraphError && isOutOfSight(error)) {
      await stopLost([{ id: templateId, reason: CHANGED }])
      await removeTemplate(db, templateId)
    } else if (!problemOf(error)) {
      // Otherwise the hourly sync brings it.
      throw error
    }
  } finally {
    await deps.live.changed(db.accountId, ['templates'])
  }
}

/** Longer than the longest list takes to be read. */
const SYNC_TAKES_MS = 10 * MINUTE_MS

/**
 * Meta's word about one template, by webhook, between two syncs. What the webhook tells only in part, or
 * so late that a sync came before it, is read from Meta: told in another order, or again, it may be over.
 * Answers why broadcasts with it must stop, and whether that was not known before.
 */
export async function noteTemplateNews(
  deps: Pick<Deps, 'live' | 'clock' | 'jobs'>,
  db: AccountDb,
  connectionId: string,
  news: TemplateNews,
  happenedAt = deps.clock.now(),
): Promise<{ stop: StopReason | null; isNew: boolean }> {
  const { templateId } = news
  const syncedAt = (await findConnection(db, connectionId))?.templatesSyncedAt ?? 0
  const isLate = happenedAt + SYNC_TAKES_MS < syncedAt
  const change = isLate ? null : changeOf(news, deps.clock.now())
  const known = change && (await changeTemplate(db, templateId, change, deps.clock.now()))
  if (!known) {
    const { accountId } = db
    await deps.jobs.chore({ type: 'template.refresh', accountId, connectionId, templateId })
  }
  await deps.live.changed(db.accountId, ['templates'])
  if (isLate) return { stop: null, isNew: false }
  if (news.kind === 'category') {
    const isNew = isDearer(known?.category, news.category)
    return { stop: isNew ? 'template_recategorised' : null, isNew }
  }
  const isLost = news.kind === 'status' && news.status !== 'APPROVED'
  return { stop: isLost ? CHANGED : null, isNew: known?.status === 'APPROVED' }
}

/** What becomes of the row; null for news that tell too little. */
function changeOf(news: TemplateNews, now: number) {
  switch (news.kind) {
    case 'status':
      return { status: news.status, rejectedReason: news.reason, statusDetail: news.detail }
    case 'quality':
      return { quality: news.quality }
    case 'category':
      return {
        category: news.category,
        previousCategory: news.previous,
        correctCategory: null,
        categoryAt: now,
      }
    case 'category_ahead':
      return { correctCategory: news.category, categoryAt: news.at }
    case 'components':
      return null
  }
}

/** How the last sync of each connection went. */
export const lastSyncs = (db: AccountDb): Promise<Connection[]> => listConnectionRows(db)
