import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { giveBackAccess } from '../../boundary/graph/access'
import type { Member } from '../../boundary/http/context'
import type { AccessCause, AccessProof, GiveBack } from '../../contract/access'
import { timeOrderedId } from '../../lib/ids'
import { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { tellOwners } from '../accounts/fresh-operations'
import { connectionNotFound } from './errors'
import { disconnectedMail } from './mails'
import {
  type Connection,
  findConnection,
  forgetToken,
  insertProof,
  latestProof,
  listConnectionRows,
  markDisconnected,
  releaseConnection,
} from './queries'
import { withTokenToEnd } from './token-operations'

export type DisconnectDeps = Pick<Deps, 'clock' | 'db' | 'keys' | 'graph' | 'live'>

/** Who ends a connection (`user:<id>`, `operator`, `meta`, `system`), and why. */
export type Leaving = { actor: string; cause: AccessCause }

/**
 * Ends a connection: frees its number at once, then takes our access at Meta away and asks `debug_token`
 * whether it is gone. The sealed token is destroyed once Meta has said so; until then it is kept, unusable
 * for anything else, and the hourly sweep or the caller asks again. History stays. Repeatable: answers the
 * last proof when there is nothing left to give back. Works for a closed account too.
 */
export async function disconnect(
  deps: DisconnectDeps,
  db: AccountDb,
  connectionId: string,
  leaving: Leaving,
): Promise<AccessProof | null> {
  const connection = await findConnection(db, connectionId)
  if (!connection) throw connectionNotFound()
  const marked = await markDisconnected(db, connectionId, deps.clock.now())
  await releaseConnection(deps.db.directory, db.accountId, connectionId)
  if (marked) {
    await recordAudit(db, deps.clock, {
      actor: leaving.actor,
      action: 'connection.disconnected',
      target: connectionId,
      before: connection.state,
      after: 'disconnected',
    })
  }
  const proof = await giveBack(deps, db, connection, leaving.cause)
  if (marked || proof) await deps.live.changed(db.accountId, ['connections'])
  return proof ?? (await latestProof(db, connectionId)) ?? null
}

/** The same because a person of the team wishes it: all owners are told. */
export async function disconnectBy(
  deps: DisconnectDeps & Pick<Deps, 'config' | 'mailer'>,
  db: AccountDb,
  member: Member,
  connectionId: string,
): Promise<void> {
  const before = await findConnection(db, connectionId)
  await disconnect(deps, db, connectionId, { actor: actorOf(member), cause: 'disconnected' })
  if (!before || before.state === 'disconnected') return
  await tellOwners(deps, db.accountId, (owner) =>
    disconnectedMail(owner, before.name, deps.config.SUPPORT_EMAIL),
  )
}

/** Null where there was no token any more. */
async function giveBack(
  deps: DisconnectDeps,
  db: AccountDb,
  connection: Connection,
  cause: AccessCause,
): Promise<AccessProof | null> {
  const isShared = await sharesItsGrant(db, connection)
  const result = await withTokenToEnd(deps, db, connection, (token) =>
    giveBackAccess(deps.graph, token, { ...connection, cause, isShared }),
  )
  if (!result) return null
  const proof = await keepProof(deps, db, connection.id, cause, result)
  if (isEnded(result)) await forgetToken(db, connection.id)
  return proof
}

/** Nothing is left to try: Meta calls the token invalid, or it stays for a connection that goes on. */
export const isEnded = ({ token, revoked }: GiveBack): boolean =>
  token === 'invalid' || revoked === 'shared'

/** Whether another live connection holds a token of the same system user. */
async function sharesItsGrant(db: AccountDb, { id, metaUserId }: Connection): Promise<boolean> {
  if (metaUserId === null) return false
  const all = await listConnectionRows(db)
  return all.some(
    (other) => other.id !== id && other.metaUserId === metaUserId && other.state === 'active',
  )
}

/** Stores what Meta answered, with a line of audit. */
export async function keepProof(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  connectionId: string,
  cause: AccessCause,
  result: GiveBack,
): Promise<AccessProof> {
  const at = clock.now()
  const proof = { id: timeOrderedId(at), at, cause, ...result }
  await insertProof(db, { accountId: db.accountId, connectionId, ...proof })
  await recordAudit(db, clock, {
    actor: 'meta',
    action: 'connection.access_given_back',
    target: connectionId,
    after: `${result.unsubscribed},${result.revoked},${result.token}`,
  })
  return proof
}

/** What the deletion of an account takes along when Meta stays away: sealed, and good for one thing. */
export type AccessTakenAlong = {
  sealed: string
  connectionId: string
  wabaId: string
  metaUserId: string | null
}

/**
 * For an account that is deleted while Meta is away: seals the token anew under the key-encryption key,
 * bound to the deletion's code, because the account's own key is about to be destroyed. Null where there
 * is no token left to give back.
 */
export async function takeAccessAlong(
  deps: Pick<Deps, 'keys'>,
  db: AccountDb,
  connectionId: string,
  code: string,
): Promise<AccessTakenAlong | null> {
  const connection = await findConnection(db, connectionId)
  if (!connection) return null
  const sealed = await withTokenToEnd(deps, db, connection, (token) =>
    deps.keys.ofService.seal('deletion', `${code}/${connectionId}`, token.reveal()),
  )
  if (!sealed) return null
  const { wabaId, metaUserId } = connection
  return { sealed, connectionId, wabaId, metaUserId }
}

/** Tries again with what was taken along, when the account itself is gone already. */
export async function giveBackTakenAlong(
  { keys, graph }: Pick<Deps, 'keys' | 'graph'>,
  code: string,
  { sealed, connectionId, wabaId, metaUserId }: AccessTakenAlong,
): Promise<GiveBack> {
  const token = await keys.ofService.open('deletion', `${code}/${connectionId}`, sealed)
  const access = { wabaId, metaUserId, cause: 'deleted', isShared: false } as const
  return giveBackAccess(graph, new Secret(token), access)
}
