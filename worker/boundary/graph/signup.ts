import * as v from 'valibot'
import { Secret } from '../../lib/secret'
import type { GraphClient } from './client'
import type { GraphError } from './errors'

const AccessToken = v.object({ access_token: v.pipe(v.string(), v.minLength(1)) })

/**
 * Exchanges the code of Meta's sign-up window for the customer's token. A code is good once and for 30
 * seconds. Meta takes secrets of this call in its query only.
 */
export async function exchangeCode(graph: GraphClient, code: string): Promise<Secret> {
  const [client_id = '', client_secret = ''] = graph.appToken.reveal().split('|')
  const query = { client_id, client_secret, code }
  const path = '/oauth/access_token'
  const answer = await graph.call({ method: 'GET', path, query, token: graph.appToken })
  return new Secret(v.parse(AccessToken, answer).access_token)
}

/** Takes a number into use for the API. Where it has no PIN yet, this becomes its PIN. */
export async function registerNumber(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  pin: string,
): Promise<void> {
  const body = { messaging_product: 'whatsapp', pin }
  await graph.call({ method: 'POST', path: `/${numberId}/register`, body, token })
}

/** Gives a registered number another PIN. */
export async function changePin(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  pin: string,
): Promise<void> {
  await graph.call({ method: 'POST', path: `/${numberId}`, body: { pin }, token })
}

/** Why a PIN or a registration was refused. */
export type PinRefusal = 'wrong' | 'too_many' | 'too_fast' | 'limit' | 'wait' | 'other'

const PIN_REFUSALS: Record<number, PinRefusal> = {
  133005: 'wrong',
  133006: 'other',
  133008: 'too_many',
  133009: 'too_fast',
  133015: 'wait',
  133016: 'limit',
}

export const pinRefusalOf = (error: GraphError): PinRefusal =>
  PIN_REFUSALS[error.code ?? 0] ?? 'other'
