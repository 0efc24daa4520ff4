import * as v from 'valibot'
import { businessOf, NotThere } from './actions'
import type { Meta } from './meta'
import {
  addToken,
  DEAD,
  deathOf,
  findToken,
  keepScopes,
  killToken,
  NewToken,
  scopesOf,
  type Token,
} from './tokens'

const Which = { accessToken: v.string() }

export const Make = v.strictObject({ wabaId: v.string(), token: v.optional(NewToken, {}) })
export const Kill = v.strictObject({
  ...Which,
  subcode: v.optional(v.picklist([458, 459, 460, 463, 464, 467, 492]), DEAD.invalidated),
})
/** In seconds, as Meta counts them; without it the token has ended. */
export const Expire = v.strictObject({ ...Which, at: v.optional(v.number()) })
export const Scopes = v.strictObject({ ...Which, remove: v.array(v.string()) })

function tokenOf(meta: Meta, accessToken: string): Token {
  const token = findToken(meta.sql, accessToken)
  if (!token) throw new NotThere('No such token')
  return token
}

/** Another token of the same account, as after "generate new token". */
export function make(meta: Meta, { wabaId, token }: v.InferOutput<typeof Make>) {
  const { system_user_id } = businessOf(meta, wabaId)
  const owner = { wabaId, userId: system_user_id, appId: meta.app.id, now: Date.now() }
  return { accessToken: addToken(meta.sql, owner, token) }
}

export function kill(meta: Meta, { accessToken, subcode }: v.InferOutput<typeof Kill>): void {
  killToken(meta.sql, tokenOf(meta, accessToken).access_token, subcode)
}

export function expire(meta: Meta, { accessToken, at }: v.InferOutput<typeof Expire>): void {
  const { access_token } = tokenOf(meta, accessToken)
  if (at === undefined) killToken(meta.sql, access_token, DEAD.expired)
  else meta.sql.exec('UPDATE tokens SET expires_at = ? WHERE access_token = ?', at, access_token)
}

export function removeScopes(meta: Meta, wish: v.InferOutput<typeof Scopes>): void {
  const token = tokenOf(meta, wish.accessToken)
  const left = scopesOf(token).filter((scope) => !wish.remove.includes(scope))
  keepScopes(meta.sql, token.access_token, left)
}

export function stateOf(meta: Meta, accessToken: string) {
  const token = tokenOf(meta, accessToken)
  const death = deathOf(token, Date.now())
  return {
    isValid: death === null,
    subcode: death,
    /** Which call of the app ended it, if one did. */
    revokedBy: token.revoked_by,
    scopes: scopesOf(token),
    appId: token.app_id,
    wabaId: token.waba_id,
  }
}
