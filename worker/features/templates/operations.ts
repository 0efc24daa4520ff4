import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, NoAnswerError } from '../../boundary/graph/errors'
import { templatePages } from '../../boundary/graph/templates'
import type { TemplateNews } from '../../boundary/graph/webhooks'
import { AppError } from '../../lib/errors'
import { withToken } from '../meta/operations'
import { listConnectionRows, saveTemplateSync } from '../meta/queries'
import { removeTemplatesExcept, saveTemplates, setTemplateStatus } from './queries'

type SyncDeps = Pick<Deps, 'graph' | 'keys' | 'clock' | 'live' | 'jobs'>

/** Starts a sync of every live connection's templates; running ones are left alone. */
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
  if (error instanceof GraphError) return 'templates.meta_refused'
  if (error instanceof NoAnswerError) return 'templates.meta_unreachable'
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
