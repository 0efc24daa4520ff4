import { hmacHex, importHmacKey } from '../../boundary/crypto/hash'
import { openSignedRequest, type SignedRequest } from '../../boundary/crypto/signed-request'
import type { Deps } from '../../boundary/deps'
import { randomId } from '../../lib/ids'
import { log } from '../../lib/log'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'
import { tellOwners } from '../accounts/fresh-operations'
import { stopAll } from '../broadcasts/stop-operations'
import { type DisconnectDeps, disconnect } from '../meta/disconnect-operations'
import { findConnection } from '../meta/queries'
import { findByMetaUser } from '../meta/user-operations'
import { dueDayOf, endOf } from './business-days'
import { callbackNotSigned, callbackTooOld } from './errors'
import { deauthorizedMail } from './mails'
import { type RequestDeps, startDeletion } from './request-operations'
import { findRequestBySource, insertRequest } from './request-queries'

/** Meta calls within seconds; a day is for its own repeats. */
const FRESH_MS = DAY_MS
/** Clocks differ a little. */
const AHEAD_MS = 5 * MINUTE_MS

/** What Meta wants to be answered: where the person sees how far it is, and by which code. */
export type CallbackAnswer = { url: string; confirmation_code: string }

/**
 * Meta's data-deletion callback. A person whose one account we know: its deletion begins at once. Any
 * other case goes to the operator's desk, with the same answer. The same callback twice is one request.
 */
export async function takeDataDeletion(
  deps: RequestDeps,
  signed: string,
  origin: string,
): Promise<CallbackAnswer> {
  const request = await openFresh(deps, signed)
  const source = await sourceOf(deps, request)
  const { directory } = deps.db
  const known = await findRequestBySource(directory, source)
  const code = known?.code ?? (await orderDeletion(deps, request, source, origin))
  return { url: `${origin}/data-deletion/${code}`, confirmation_code: code }
}

async function orderDeletion(
  deps: RequestDeps,
  request: SignedRequest,
  source: string,
  origin: string,
): Promise<string> {
  const found = await findByMetaUser(deps, request.user_id)
  const [account] = found
  const isOne = new Set(found.map(({ accountId }) => accountId)).size === 1
  if (!account || !isOne) return openUnmatched(deps, source)
  const db = await deps.db.account(account.accountId, account.shard)
  const start = { via: 'meta', actor: 'meta', waitMs: 0, origin, source } as const
  return (await startDeletion(deps, db, start)).code
}

/** Nobody we know, or somebody with several accounts: a person looks into it. */
async function openUnmatched(deps: Pick<Deps, 'clock' | 'db'>, source: string): Promise<string> {
  const now = deps.clock.now()
  const dueDay = dueDayOf(now)
  const inserted = await insertRequest(deps.db.directory, {
    code: randomId(),
    via: 'meta',
    state: 'unmatched',
    requestedAt: now,
    startsAt: now,
    dueDay,
    dueAt: endOf(dueDay),
    steps: [{ step: 'requested', at: now }],
    source,
  })
  const request = inserted ?? (await findRequestBySource(deps.db.directory, source))
  if (!request) throw new Error('an unmatched deletion was neither made nor found')
  return request.code
}

/** Meta's deauthorize callback: somebody took our access away. Each connection is closed by a chore. */
export async function takeDeauthorization(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'jobs'>,
  signed: string,
): Promise<void> {
  const { user_id } = await openFresh(deps, signed)
  const found = await findByMetaUser(deps, user_id)
  if (found.length === 0) log('callback.of_nobody')
  for (const { accountId, connectionId } of found) {
    await deps.jobs.chore({ type: 'connection.deauthorized', accountId, connectionId })
  }
}

/** Closes a connection that was taken away at Meta, pauses what used it and tells the owners. */
export async function closeDeauthorized(
  deps: DisconnectDeps & Pick<Deps, 'mailer' | 'config'>,
  accountId: string,
  connectionId: string,
): Promise<void> {
  const db = await deps.db.account(accountId)
  const connection = await findConnection(db, connectionId)
  if (!connection || connection.state === 'disconnected') return
  await stopAll(deps, db, { connectionId }, 'connection_dead')
  await disconnect(deps, db, connectionId, { actor: 'meta', cause: 'deauthorized' })
  await tellOwners(deps, accountId, (owner) => deauthorizedMail(owner, connection.name))
}

async function openFresh(
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  signed: string,
): Promise<SignedRequest> {
  const { META_APP_SECRET, META_APP_SECRET_PREVIOUS } = config
  const secrets = [META_APP_SECRET, ...(META_APP_SECRET_PREVIOUS ? [META_APP_SECRET_PREVIOUS] : [])]
  const request = await openSignedRequest(signed, secrets)
  if (!request) throw callbackNotSigned()
  const age = clock.now() - request.issued_at * SECOND_MS
  if (age > FRESH_MS || age < -AHEAD_MS) throw callbackTooOld()
  return request
}

/** Names a callback without naming the person. */
const sourceOf = async ({ config }: Pick<Deps, 'config'>, request: SignedRequest) => {
  const { user_id, issued_at } = request
  const key = await importHmacKey(config.LINK_SECRET)
  return hmacHex(key, `meta-deletion/${user_id}/${issued_at}`)
}
