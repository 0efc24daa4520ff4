import { GraphError, notVisible } from './errors'
import type { Meta } from './meta'
import {
  authenticate,
  bearerOf,
  deathMessage,
  deathOf,
  findToken,
  isAppToken,
  keepScopes,
  MANAGEMENT,
  MESSAGING,
  revoke,
  scopesOf,
  type Token,
} from './tokens'

/** GET /debug_token: what a token is good for, told to the app or to the token itself. */
export async function debugToken(meta: Meta, request: Request): Promise<Response> {
  if (!isAppToken(meta.app, bearerOf(request))) await authenticate(meta, request)

  const input = new URL(request.url).searchParams.get('input_token')
  if (!input) {
    throw new GraphError(100, { message: '(#100) The parameter input_token is required' })
  }
  const token = findToken(meta.sql, input)
  return Response.json({ data: token ? describe(token) : UNKNOWN })
}

const UNKNOWN = {
  error: { code: 190, message: 'The access token could not be decrypted' },
  is_valid: false,
  scopes: [],
}

function describe(token: Token) {
  const death = deathOf(token, Date.now())
  const scopes = scopesOf(token)
  return {
    app_id: token.app_id,
    type: 'SYSTEM_USER',
    application: 'ProConnect',
    data_access_expires_at: 0,
    ...(death === null
      ? {}
      : { error: { code: 190, message: deathMessage(death), subcode: death } }),
    expires_at: token.expires_at,
    is_valid: death === null,
    issued_at: token.issued_at,
    scopes,
    granular_scopes: scopes
      .filter((scope) => scope === MANAGEMENT || scope === MESSAGING)
      .map((scope) => ({ scope, target_ids: [token.waba_id] })),
    user_id: token.user_id,
  }
}

/** DELETE /{user-id}/permissions[/{permission}]: the app gives back all, or one, of what it may. */
export async function removePermissions(
  meta: Meta,
  request: Request,
  userId: string,
  permission: string | null,
): Promise<Response> {
  const token = await authenticate(meta, request)
  if (userId !== 'me' && userId !== token.user_id) throw notVisible(userId, 'delete')

  if (permission === null) revoke(meta.sql, token.access_token, 'permissions')
  else {
    const left = scopesOf(token).filter((scope) => scope !== permission)
    keepScopes(meta.sql, token.access_token, left)
  }
  return Response.json({ success: true })
}

/** GET /oauth/revoke: ends one token of a system user, asked for with the app's secret. */
export function revokeToken(meta: Meta, url: URL): Response {
  const query = url.searchParams
  if (query.get('client_id') !== meta.app.id || query.get('client_secret') !== meta.app.secret) {
    throw new GraphError(101)
  }
  const token = findToken(meta.sql, query.get('revoke_token') ?? '')
  if (!token) throw new GraphError(100, { message: '(#100) Invalid revoke_token' })
  revoke(meta.sql, token.access_token, 'oauth/revoke')
  return Response.json({ success: true })
}
