import * as v from 'valibot'
import { GraphError, notVisible } from './errors'
import { newAccessToken } from './ids'
import type { Meta, RegisteredApp } from './meta'
import { first } from './rows'

export const MANAGEMENT = 'whatsapp_business_management'
export const MESSAGING = 'whatsapp_business_messaging'

export const NewToken = v.strictObject({
  /** The app it was made for; ours unless said otherwise. */
  appId: v.optional(v.string()),
  scopes: v.optional(v.array(v.string()), [MANAGEMENT, MESSAGING, 'public_profile']),
  /** Unix seconds; 0 is never. */
  expiresAt: v.optional(v.number(), 0),
  valid: v.optional(v.boolean(), true),
})
export type NewToken = v.InferOutput<typeof NewToken>

export type Token = {
  access_token: string
  waba_id: string
  app_id: string
  user_id: string
  scopes: string
  issued_at: number
  expires_at: number
  dead_subcode: number | null
  revoked_by: string | null
}

/** Why a token may be dead, by Meta's subcode of 190. */
export const DEAD = {
  appRemoved: 458,
  passwordChanged: 460,
  expired: 463,
  invalidated: 467,
} as const

type Owner = { wabaId: string; userId: string; appId: string; now: number }

export function addToken(sql: SqlStorage, owner: Owner, token: NewToken): string {
  const accessToken = newAccessToken()
  sql.exec(
    'INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)',
    accessToken,
    owner.wabaId,
    token.appId ?? owner.appId,
    owner.userId,
    JSON.stringify(token.scopes),
    Math.floor(owner.now / 1000),
    token.expiresAt,
    token.valid ? null : DEAD.invalidated,
  )
  return accessToken
}

export const findToken = (sql: SqlStorage, accessToken: string) =>
  first<Token>(sql.exec('SELECT * FROM tokens WHERE access_token = ?', accessToken))

export function livingTokenOf(sql: SqlStorage, wabaId: string): string | undefined {
  const tokens = sql
    .exec<Token>('SELECT * FROM tokens WHERE waba_id = ? ORDER BY issued_at DESC', wabaId)
    .toArray()
  return tokens.find((token) => deathOf(token, Date.now()) === null)?.access_token
}

export const scopesOf = (token: Token): string[] =>
  v.parse(v.array(v.string()), JSON.parse(token.scopes))

/** Why Meta no longer takes the token, or null while it does. */
export function deathOf(token: Token, now: number): number | null {
  if (token.dead_subcode !== null) return token.dead_subcode
  return token.expires_at > 0 && token.expires_at * 1000 <= now ? DEAD.expired : null
}

export function bearerOf(request: Request): string {
  const [scheme = '', token = ''] = (request.headers.get('Authorization') ?? '').split(' ')
  if (!/^(bearer|oauth)$/i.test(scheme) || token === '') throw new GraphError(104)
  return token
}

export const isAppToken = (app: RegisteredApp, bearer: string) =>
  bearer === `${app.id}|${app.secret}`

/** The living token of a request, with its proof checked. */
export async function authenticate(meta: Meta, request: Request): Promise<Token> {
  const proof = new URL(request.url).searchParams.get('appsecret_proof')
  const token = livingToken(meta, request)
  if (proof !== null || needsProof(meta.sql, token)) {
    if (proof !== (await meta.proofs.of(token.access_token))) throw wrongProof(proof)
  }
  return token
}

/** Media is fetched from another host, which knows tokens but no proofs. */
export function livingToken(meta: Meta, request: Request): Token {
  const token = findToken(meta.sql, bearerOf(request))
  if (!token) {
    throw new GraphError(190, { message: 'Invalid OAuth access token - Cannot parse access token' })
  }
  const death = deathOf(token, Date.now())
  if (death !== null) throw new GraphError(190, { subcode: death, message: deathMessage(death) })
  return token
}

export function deathMessage(subcode: number): string {
  const reason: Record<number, string> = {
    [DEAD.appRemoved]: 'The user has not authorized application.',
    [DEAD.passwordChanged]:
      'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
    [DEAD.expired]: 'Session has expired.',
  }
  return `Error validating access token: ${reason[subcode] ?? 'The session is invalid because the user logged out.'}`
}

const needsProof = (sql: SqlStorage, token: Token): boolean =>
  first<{ require_proof: number }>(
    sql.exec('SELECT require_proof FROM businesses WHERE waba_id = ?', token.waba_id),
  )?.require_proof === 1

const wrongProof = (proof: string | null) =>
  new GraphError(100, {
    type: 'GraphMethodException',
    message:
      proof === null
        ? 'API calls from the server require an appsecret_proof argument'
        : 'Invalid appsecret_proof provided in the API argument',
  })

export function requireScope(token: Token, scope: string): void {
  if (scopesOf(token).includes(scope)) return
  throw new GraphError(scope === MESSAGING ? 10 : 200)
}

/** A node is there for a token of its own WABA only. */
export function requireSight(
  token: Token,
  node: { waba_id: string } | undefined,
  id: string,
  verb: 'get' | 'post' | 'delete',
): void {
  if (!node || node.waba_id !== token.waba_id) throw notVisible(id, verb)
}

/** The app gives its access back: the token is dead from here on. */
export function revoke(sql: SqlStorage, accessToken: string, by: string): void {
  sql.exec(
    'UPDATE tokens SET dead_subcode = ?, revoked_by = ? WHERE access_token = ?',
    DEAD.appRemoved,
    by,
    accessToken,
  )
}

export function killToken(sql: SqlStorage, accessToken: string, subcode: number): void {
  sql.exec('UPDATE tokens SET dead_subcode = ? WHERE access_token = ?', subcode, accessToken)
}

export function keepScopes(sql: SqlStorage, accessToken: string, scopes: string[]): void {
  sql.exec(
    'UPDATE tokens SET scopes = ? WHERE access_token = ?',
    JSON.stringify(scopes),
    accessToken,
  )
}
