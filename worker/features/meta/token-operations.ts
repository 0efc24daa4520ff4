import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { TokenFacts } from '../../boundary/graph/accounts'
import { GraphError, isReconnectCode } from '../../boundary/graph/errors'
import type { GrantedAccess } from '../../contract/access'
import { Secret } from '../../lib/secret'
import { HOUR_MS } from '../../lib/time'
import { recordAudit } from '../accounts/audit-operations'
import { connectionNotFound, needsReconnect } from './errors'
import { type Connection, findConnection, markNeedsReconnect, noteUse, saveAccess } from './queries'

/**
 * The only way to a Meta token: opens it for one piece of work and returns the work's result, never the
 * token. A missing or unreadable token is an error; no other token is ever used in its place.
 */
export async function withToken<T>(
  { keys, clock, live }: Pick<Deps, 'keys' | 'clock' | 'live'>,
  db: AccountDb,
  connectionId: string,
  work: (token: Secret, connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await findConnection(db, connectionId)
  if (!connection) throw connectionNotFound()
  if (connection.state !== 'active' || !connection.token) throw needsReconnect()
  const opened = await (await keys.open(db)).open(
    'connections.token',
    connectionId,
    connection.token,
  )
  await noteTheHour({ clock }, db, connection)
  try {
    return await work(new Secret(opened), connection)
  } catch (error) {
    if (error instanceof GraphError && isReconnectCode(error.code)) {
      await reportDeadToken({ clock, live }, db, connectionId)
    }
    throw error
  }
}

/**
 * The same for giving access back: also of a connection that is closed, and of an account that is.
 * Null where there is no token any more.
 */
export async function withTokenToEnd<T>(
  { keys }: Pick<Deps, 'keys'>,
  db: AccountDb,
  connection: Connection,
  work: (token: Secret) => Promise<T>,
): Promise<T | null> {
  if (!connection.token) return null
  const opened = await keys.openToEnd(db)
  const token = await opened.open('connections.token', connection.id, connection.token)
  return work(new Secret(token))
}

/** Owners are shown when their token was used last; to the hour, so that sending writes no row each. */
async function noteTheHour(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  { id, lastUsedAt }: Connection,
): Promise<void> {
  const now = clock.now()
  if (lastUsedAt !== null && now - lastUsedAt < HOUR_MS) return
  await noteUse(db, id, now)
}

/**
 * Keeps what Meta said of a token that it takes. Rights that came or went since it was asked last are a
 * matter of record, in the same transaction: asked again, nothing would tell of them any more.
 */
export async function keepAccess(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  { id, scopes: known }: Connection,
  { scopes, expiresAt: tokenExpiresAt, userId: metaUserId }: TokenFacts,
  granted?: GrantedAccess,
): Promise<void> {
  const saved = saveAccess(db, id, {
    ...{ scopes, tokenExpiresAt, metaUserId },
    ...(granted && { granted }),
  })
  const [before, after] = [textOf(known), textOf(scopes)]
  if (before === after) {
    await saved
    return
  }
  const change = { actor: 'meta', action: 'connection.scopes_changed', target: id, before, after }
  await db.batch([saved, recordAudit(db, clock, change)])
}

const textOf = (scopes: string[]) => [...scopes].sort().join(' ')

/** Meta refused the token itself: the connection waits for a person. */
export async function reportDeadToken(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  connectionId: string,
): Promise<void> {
  const marked = await markNeedsReconnect(db, connectionId, clock.now())
  if (!marked) return
  await recordAudit(db, clock, {
    actor: 'meta',
    action: 'connection.token_died',
    target: connectionId,
    before: 'active',
    after: 'needs_reconnect',
  })
  await live.changed(db.accountId, ['connections'])
}
