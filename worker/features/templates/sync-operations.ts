import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, isBusy, NoAnswerError } from '../../boundary/graph/errors'
import type { TemplateNews } from '../../boundary/graph/template-webhooks'
import { readTemplate, templatePages } from '../../boundary/graph/templates'
import { AppError } from '../../lib/errors'
import { type Connection, listConnectionRows, saveTemplateSync } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { changeTemplate, removeTemplate } from './queries'
import { removeTemplatesExcept, saveTemplates } from './sync-queries'

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

/**
 * Reads a WABA's templates to the last page and makes ours the same. Repeatable. Answers those that could
 * be sent before and can't now: a webhook that was lost is made good here.
 */
export async function syncTemplates(
  deps: SyncDeps,
  db: AccountDb,
  connectionId: string,
): Promise<string[]> {
  await saveTemplateSync(db, connectionId, { templatesState: 'running', templatesProblem: null })
  try {
    const result = await withToken(deps, db, connectionId, async (token, { wabaId }) => {
      const seen: string[] = []
      const sums = { added: 0, changed: 0, lost: [] as string[] }
      for await (const page of templatePages(deps.graph, token, wabaId)) {
        const saved = await saveTemplates(db, connectionId, page, deps.clock.now())
        seen.push(...page.map(({ id }) => id))
        sums.added += saved.added
        sums.changed += saved.changed
        sums.lost.push(...saved.lost)
      }
      return { ...sums, removed: await removeTemplatesExcept(db, connectionId, seen) }
    })
    await saveTemplateSync(db, connectionId, {
      templatesState: 'done',
      templatesSyncedAt: deps.clock.now(),
      templatesAdded: result.added,
      templatesChanged: result.changed,
      templatesRemoved: result.removed.length,
    })
    return [...result.lost, ...result.removed]
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    await saveTemplateSync(db, connectionId, {
      templatesState: 'failed',
      templatesProblem: problem,
    })
    return []
  } finally {
    await deps.live.changed(db.accountId, ['templates'])
  }
}

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
): Promise<string[]> {
  try {
    const read = await withToken(deps, db, connectionId, (token) =>
      readTemplate(deps.graph, token, templateId),
    )
    const { lost } = await saveTemplates(db, connectionId, [read], deps.clock.now())
    return lost
  } catch (error) {
    if (error instanceof GraphError && isGone(error)) {
      await removeTemplate(db, templateId)
      return [templateId]
    }
    // The hourly sync brings it.
    if (!problemOf(error)) throw error
    return []
  } finally {
    await deps.live.changed(db.accountId, ['templates'])
  }
}

const isGone = ({ code, subcode }: GraphError) => code === 100 && subcode === 33

/**
 * Meta's word about one template, by webhook, between two syncs. What the webhook tells only in part is
 * read from Meta. Answers why broadcasts with it must stop, and whether that was not known before.
 */
export async function noteTemplateNews(
  deps: Pick<Deps, 'live' | 'clock' | 'jobs'>,
  db: AccountDb,
  connectionId: string,
  news: TemplateNews,
): Promise<{ stop: StopReason | null; isNew: boolean }> {
  const { templateId } = news
  const change = changeOf(news, deps.clock.now())
  const known = change && (await changeTemplate(db, templateId, change, deps.clock.now()))
  if (!known) {
    const { accountId } = db
    await deps.jobs.chore({ type: 'template.refresh', accountId, connectionId, templateId })
  }
  await deps.live.changed(db.accountId, ['templates'])
  if (news.kind === 'category') {
    // Who must not get marketing was chosen before it became marketing, and so was the price.
    const isDearer = known?.category === 'UTILITY' && news.category === 'MARKETING'
    return { stop: isDearer ? 'template_recategorised' : null, isNew: isDearer }
  }
  const isLost = news.kind === 'status' && news.status !== 'APPROVED'
  return { stop: isLost ? 'template_changed' : null, isNew: known?.status === 'APPROVED' }
}

export type StopReason = 'template_changed' | 'template_recategorised'

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
