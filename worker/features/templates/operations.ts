import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, isBusy, NoAnswerError } from '../../boundary/graph/errors'
import { templatePages } from '../../boundary/graph/templates'
import type { TemplateNews } from '../../boundary/graph/webhooks'
import type { List } from '../../contract/common'
import { AppError } from '../../lib/errors'
import { toList } from '../../lib/lists'
import { type Connection, listConnectionRows, saveTemplateSync } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import {
  findTemplate,
  pageTemplates,
  removeTemplatesExcept,
  saveTemplates,
  setTemplateStatus,
  type Template,
  type TemplateFilter,
} from './queries'

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

/** Reads a WABA's templates to the last page and makes ours the same. Repeatable. */
export async function syncTemplates(
  deps: SyncDeps,
  db: AccountDb,
  connectionId: string,
): Promise<void> {
  await saveTemplateSync(db, connectionId, { templatesState: 'running', templatesProblem: null })
  try {
    const result = await withToken(deps, db, connectionId, async (token, { wabaId }) => {
      const seen: string[] = []
      const sums = { added: 0, changed: 0 }
      for await (const page of templatePages(deps.graph, token, wabaId)) {
        const { added, changed } = await saveTemplates(db, connectionId, page)
        seen.push(...page.map(({ id }) => id))
        sums.added += added
        sums.changed += changed
      }
      return { ...sums, removed: await removeTemplatesExcept(db, connectionId, seen) }
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

/** The code of a problem that a person can act on; null lets the queue try again. */
function problemOf(error: unknown): string | null {
  if (error instanceof AppError) return error.code
  if (error instanceof NoAnswerError) return 'templates.meta_unreachable'
  if (error instanceof GraphError) {
    return isBusy(error) ? 'templates.meta_unreachable' : 'templates.meta_refused'
  }
  return null
}

/** Meta's word about one template, by webhook, between two syncs. */
export async function noteTemplateNews(
  { live }: Pick<Deps, 'live'>,
  db: AccountDb,
  { templateId, status, reason }: TemplateNews,
): Promise<void> {
  await setTemplateStatus(db, templateId, status, reason)
  await live.changed(db.accountId, ['templates'])
}

/** A page of templates, and when each connection's were last synced. */
export async function listTemplates(
  db: AccountDb,
  filter: TemplateFilter,
  after: string,
  limit: number,
): Promise<List<Template> & { syncedAt: Map<string, number> }> {
  const [rows, connections] = await Promise.all([
    pageTemplates(db, filter, after, limit + 1),
    listConnectionRows(db),
  ])
  const syncedAt = new Map(connections.map((one) => [one.id, one.templatesSyncedAt ?? 0]))
  return { ...toList(rows, limit, ({ id }) => id), syncedAt }
}

export async function getTemplate(
  db: AccountDb,
  id: string,
): Promise<{ row: Template; syncedAt: number }> {
  const [row, connections] = await Promise.all([findTemplate(db, id), listConnectionRows(db)])
  if (!row) throw new AppError('not_found', 404)
  const owner = connections.find((one) => one.id === row.connectionId)
  return { row, syncedAt: owner?.templatesSyncedAt ?? 0 }
}

/** How the last sync of each connection went. */
export const lastSyncs = (db: AccountDb): Promise<Connection[]> => listConnectionRows(db)
