// How connections are: asked once a day, and told by Meta in between.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { AccountNews } from '../../boundary/graph/account-webhooks'
import {
  debugToken,
  type GraphPhoneNumber,
  getWaba,
  listNumbers,
  readSubscription,
  subscribeApp,
  type Waba,
} from '../../boundary/graph/accounts'
import { GraphError, isOutOfSight } from '../../boundary/graph/errors'
import type { Member } from '../../boundary/http/context'
import type { NotedKind } from '../../contract/health'
import type { Secret } from '../../lib/secret'
import { SECOND_MS } from '../../lib/time'
import {
  actorOf,
  recordAudit,
  recordAuditOnce,
  wasDoneSince,
  wasRecorded,
} from '../accounts/audit-operations'
import { disconnect } from './disconnect-operations'
import { connectionNotFound } from './errors'
import { notesOfCheck, STOPPING, type StopReason } from './health'
import { removeNotes, replaceChecked, saveNotes } from './health-queries'
import { toNumberRow } from './number-facts'
import { claimPortfolio } from './portfolio-queries'
import { findConnection, listNumberRows, saveFacts, saveNumbers } from './queries'
import { keepAccess, reportDeadToken, withToken } from './token-operations'

type HealthDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'graph' | 'live'>

/** Why sending has to stop, of the whole connection or of one number. */
export type Stop = { reason: StopReason; numberId: string | null }

/**
 * Asks Meta how a connection is: its token, its account, its numbers, and where its news go. What is wrong
 * is written down and shown; a subscription that was lost is made again. Answers what has to stop.
 */
export async function checkHealth(
  deps: HealthDeps,
  db: AccountDb,
  connectionId: string,
): Promise<Stop[]> {
  const answers = await withToken(deps, db, connectionId, async (token, connection) => {
    const facts = await debugToken(deps.graph, token)
    if (!facts.isValid) return null
    await keepAccess(deps, db, connection, facts)
    return askAccount(deps, token, connection.wabaId)
  })
  if (!answers) {
    await reportDeadToken(deps, db, connectionId)
    return []
  }
  const stops = await keepAnswers(deps, db, connectionId, answers)
  await deps.live.changed(db.accountId, ['connections'])
  return stops
}

/** Null where the account is not this token's any more, or gone. */
async function askAccount(
  { graph, config }: HealthDeps,
  token: Secret,
  wabaId: string,
): Promise<Answers | null> {
  try {
    const waba = await getWaba(graph, token, wabaId)
    const numbers = await listNumbers(graph, token, wabaId)
    const news = await readSubscription(graph, token, wabaId, config.META_APP_ID)
    if (!news.isSubscribed) await subscribeApp(graph, token, wabaId)
    return { waba, numbers, isRedirected: news.isRedirected }
  } catch (error) {
    if (error instanceof GraphError && isOutOfSight(error)) return null
    throw error
  }
}

async function keepAnswers(
  { clock, db: databases }: HealthDeps,
  db: AccountDb,
  connectionId: string,
  { waba, numbers, isRedirected }: Answers,
): Promise<Stop[]> {
  const now = clock.now()
  const { accountId } = db
  const ours = (await listNumberRows(db)).filter((one) => one.connectionId === connectionId)
  const mine = numbers.filter((number) => ours.some(({ id }) => id === number.id))
  const gone = ours.filter((row) => mine.every(({ id }) => id !== row.id))
  const rows = [
    ...mine.map((number) => toNumberRow(accountId, connectionId, number, now)),
    ...gone.map(({ pin: _kept, ...row }) => ({ ...row, status: GONE, syncedAt: now })),
  ]
  await saveNumbers(db, rows)
  const businessId = waba.owner_business_info?.id
  if (businessId) {
    await claimPortfolio(databases.directory, { businessId, connectionId, accountId })
  }
  const found = notesOfCheck(waba, mine, isRedirected)
  await replaceChecked(
    db,
    connectionId,
    found.map((one) => ({
      ...one,
      accountId,
      connectionId,
      source: 'check' as const,
      since: now,
      until: null,
    })),
  )
  // Last: who did not come to here looks again within the hour.
  await saveFacts(db, connectionId, { name: waba.name, currency: waba.currency, checkedAt: now })
  return [
    ...found.flatMap(({ kind, numberId }) => stopsFor(kind, numberId || null)),
    ...rows
      .filter(({ status }) => status !== 'CONNECTED')
      .map(({ id }) => ({ reason: 'number_not_connected' as const, numberId: id })),
  ]
}

/** Meta lists the number no longer, and has a word for it. */
const GONE = 'DELETED'

type Answers = { waba: Waba; numbers: GraphPhoneNumber[]; isRedirected: boolean }

const stopsFor = (kind: NotedKind, numberId: string | null): Stop[] => {
  const reason = STOPPING[kind]
  return reason ? [{ reason, numberId }] : []
}

/**
 * Takes in what Meta told about an account or a number, and stops what has to stop. Repeatable to its end;
 * answers false for news that were taken in before, or are about what was before: told late or again, they
 * change nothing.
 */
export async function noteAccountNews(
  deps: Pick<Deps, 'clock' | 'db' | 'keys' | 'graph' | 'live'>,
  db: AccountDb,
  connectionId: string,
  news: AccountNews,
  happenedAt: number,
  stop: (stops: Stop[]) => Promise<void>,
): Promise<boolean> {
  const connection = await findConnection(db, connectionId)
  // Meta says seconds; a connection says milliseconds.
  if (!connection || happenedAt + SECOND_MS < connection.createdAt) return false
  const numberId = await numberOf(db, connectionId, news.number)
  const events = news.noted.map(
    ({ kind, detail }) => [kind, `${connectionId}/${kind}/${numberId}/${detail}`] as const,
  )
  const [first] = events
  if (first && (await wasRecorded(db, happenedAt, first[1]))) return false
  if (news.act === 'close') return closeFor(deps, db, connectionId, happenedAt, stop)

  if (news.over.length > 0) await removeNotes(db, connectionId, news.over, { until: happenedAt })
  await saveNotes(
    db,
    news.noted.map((one) => ({
      ...one,
      accountId: db.accountId,
      connectionId,
      numberId: numberId ?? '',
      source: 'news' as const,
      since: happenedAt,
    })),
  )
  await stop(news.noted.flatMap(({ kind }) => stopsFor(kind, numberId)))
  // Last: what has its line was done to its end.
  for (const [after, event] of events) {
    const line = { actor: 'meta', action: 'connection.health_changed', target: connectionId, after }
    await recordAuditOnce(db, happenedAt, event, line)
  }
  await deps.live.changed(db.accountId, ['connections'])
  return true
}

/** Access that was given anew since then is not what was taken away. */
async function closeFor(
  deps: Pick<Deps, 'clock' | 'db' | 'keys' | 'graph' | 'live'>,
  db: AccountDb,
  connectionId: string,
  happenedAt: number,
  stop: (stops: Stop[]) => Promise<void>,
): Promise<boolean> {
  const given = { action: 'connection.connected', target: connectionId }
  if (await wasDoneSince(db, happenedAt + SECOND_MS, given)) return false
  // First: nobody hears of it again once its number is free.
  await stop([{ reason: 'disconnected', numberId: null }])
  await disconnect(deps, db, connectionId, { actor: 'meta', cause: 'deauthorized' })
  return true
}

async function numberOf(
  db: AccountDb,
  connectionId: string,
  digits: string | null,
): Promise<string | null> {
  if (digits === null) return null
  const found = (await listNumberRows(db)).find(
    (one) =>
      one.connectionId === connectionId && one.displayPhoneNumber.replace(/\D/g, '') === digits,
  )
  return found?.id ?? null
}

/** A person has seen it. */
export async function dismiss(
  deps: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  member: Member,
  connectionId: string,
  kind: NotedKind,
  numberId: string | null,
): Promise<void> {
  if (!(await findConnection(db, connectionId))) throw connectionNotFound()
  await removeNotes(db, connectionId, [kind], { numberId: numberId ?? '' })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'connection.health_seen',
    target: connectionId,
    after: kind,
  })
  await deps.live.changed(db.accountId, ['connections'])
}
