import type { AccessCause, GiveBack } from '../../contract/access'
import type { Secret } from '../../lib/secret'
import { debugToken, unsubscribeApp } from './accounts'
import type { GraphClient } from './client'
import { GraphError, isBusy, NoAnswerError } from './errors'

/** Meta's code for a token that is out of force. */
const DEAD_TOKEN = 190

export type AccessToEnd = {
  wabaId: string
  /** The system user the token belongs to, as Meta named it. */
  metaUserId: string | null
  cause: AccessCause
  /** Another live connection uses a token of the same system user. */
  isShared: boolean
}

/**
 * Gives access back and asks Meta whether it is gone. Every step may be repeated: what was ended before
 * answers `already`. Never throws for what Meta does; the last word is `debug_token`'s.
 */
export async function giveBackAccess(
  graph: GraphClient,
  token: Secret,
  access: AccessToEnd,
): Promise<GiveBack> {
  // A new token took this one's place: the WABA's webhooks go on.
  const unsubscribed =
    access.cause === 'replaced'
      ? 'not_needed'
      : await stepOf(() => unsubscribeApp(graph, token, access.wabaId))
  const revoked = await revoke(graph, token, access)
  return { unsubscribed, revoked, token: await verdictOn(graph, token) }
}

async function revoke(
  graph: GraphClient,
  token: Secret,
  { cause, isShared, metaUserId }: AccessToEnd,
): Promise<GiveBack['revoked']> {
  if (isShared && cause === 'disconnected') return 'shared'
  // Taking the permissions back would end every token of this system user, the new one too.
  if (cause === 'replaced') return stepOf(() => revokeToken(graph, token))
  const first = await stepOf(() => removePermissions(graph, token, metaUserId ?? 'me'))
  if (first !== 'refused' || (await verdictOn(graph, token)) === 'invalid') return first
  // For some kinds of token Meta knows only this way.
  return stepOf(() => revokeToken(graph, token))
}

const removePermissions = (graph: GraphClient, token: Secret, userId: string) =>
  graph.call({ method: 'DELETE', path: `/${userId}/permissions`, token })

/** Ends this one token. Meta takes secrets of this call in its query only. */
function revokeToken(graph: GraphClient, token: Secret) {
  const [client_id = '', client_secret = ''] = graph.appToken.reveal().split('|')
  const query = { client_id, client_secret, revoke_token: token.reveal() }
  return graph.call({ method: 'GET', path: '/oauth/revoke', query, token: graph.appToken })
}

async function stepOf(
  call: () => Promise<unknown>,
): Promise<'done' | 'already' | 'refused' | 'unreachable'> {
  try {
    await call()
    return 'done'
  } catch (error) {
    if (error instanceof NoAnswerError) return 'unreachable'
    if (!(error instanceof GraphError)) throw error
    if (isBusy(error)) return 'unreachable'
    // A token that Meta no longer takes can end nothing, and has nothing left to end.
    return error.code === DEAD_TOKEN ? 'already' : 'refused'
  }
}

async function verdictOn(graph: GraphClient, token: Secret): Promise<GiveBack['token']> {
  try {
    return (await debugToken(graph, token)).isValid ? 'valid' : 'invalid'
  } catch (error) {
    if (error instanceof GraphError || error instanceof NoAnswerError) return 'unknown'
    throw error
  }
}
