import { Hono } from 'hono'
import { html } from 'hono/html'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose'
import * as v from 'valibot'
import { page } from './layout'
import type { Meta } from './meta'
import { first } from './rows'

// Cloudflare Access as far as the operator's desk looks at it: a token signed by a key that anybody may
// ask for, and a page that signs whoever wants to be the operator in.

export const ALGORITHM = 'RS256'
const USUAL_OPERATOR = 'operator@proconnect.example'
const HOURS = 8

export const OperatorToken = v.strictObject({
  email: v.optional(v.string(), USUAL_OPERATOR),
  audience: v.optional(v.string()),
  issuer: v.optional(v.string()),
  type: v.optional(v.string(), 'app'),
  /** Seconds from now; negative is over. */
  expiresIn: v.optional(v.number(), HOURS * 3600),
})
export type OperatorToken = v.InferInput<typeof OperatorToken>

export function accessRoutes(meta: Meta): Hono {
  return new Hono()
    .get('/cdn-cgi/access/certs', async (c) => c.json({ keys: [await publicKey(meta)] }))
    .get('/operator-sign-in', (c) => c.html(signInPage(c.req.query('to') ?? '')))
    .post('/operator-sign-in', async (c) => {
      const { email, to } = await c.req.parseBody()
      const token = await makeOperatorToken(meta, issuerOf(c.req.url), { email: String(email) })
      // Cookies know hosts and no ports: the product on this machine gets it.
      c.header('Set-Cookie', `CF_Authorization=${token}; Path=/; HttpOnly; SameSite=Lax`)
      return c.redirect(localAddress(String(to)), 303)
    })
}

/** What the product is configured with: this server, under the one name that it uses for it. */
export const issuerOf = (url: string) => `http://127.0.0.1:${new URL(url).port}`

export async function makeOperatorToken(
  meta: Meta,
  issuer: string,
  wish: OperatorToken,
): Promise<string> {
  const { email, audience, type, expiresIn, ...other } = v.parse(OperatorToken, wish)
  const { key, kid } = await signingKey(meta)
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ email, type })
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
    .setIssuer(other.issuer ?? issuer)
    .setAudience([audience ?? meta.accessAudience])
    .setIssuedAt(now - Math.max(0, -expiresIn))
    .setExpirationTime(now + expiresIn)
    .sign(key)
}

async function signingKey(meta: Meta) {
  const jwk = await privateKey(meta)
  const key = await importJWK(jwk, ALGORITHM)
  return { key, kid: await calculateJwkThumbprint(jwk) }
}

async function publicKey(meta: Meta): Promise<JWK> {
  const { n = '', e = '' } = await privateKey(meta)
  const key = { kty: 'RSA', n, e }
  return { ...key, kid: await calculateJwkThumbprint(key), alg: ALGORITHM, use: 'sig' }
}

/** Made at the first question and kept, so that who is signed in stays so over a restart. */
async function privateKey(meta: Meta): Promise<JWK> {
  const kept = keptKey(meta)
  if (kept) return kept
  const made = await generateKeyPair(ALGORITHM, { extractable: true })
  const jwk = await exportJWK(made.privateKey)
  meta.sql.exec(
    "INSERT INTO settings VALUES ('access-key', ?) ON CONFLICT DO NOTHING",
    JSON.stringify(jwk),
  )
  // Of two questions at once the first answer counts for both.
  return keptKey(meta) ?? jwk
}

function keptKey(meta: Meta): JWK | null {
  const row = first<{ value: string }>(
    meta.sql.exec("SELECT value FROM settings WHERE name = 'access-key'"),
  )
  return row ? JSON.parse(row.value) : null
}

const signInPage = (to: string) =>
  page(
    'Operator sign-in',
    html`<p>This stands in for Cloudflare Access, which guards the operator’s desk.</p>
      <form method="post">
        <label>Who is at the desk <input type="email" name="email" value="${USUAL_OPERATOR}" /></label>
        <input type="hidden" name="to" value="${to}" />
        <p><button>Sign in as operator</button></p>
      </form>`,
  )

/** Only back to a program on this machine. */
function localAddress(to: string): string {
  const url = URL.canParse(to) ? new URL(to) : null
  return url && ['localhost', '127.0.0.1'].includes(url.hostname) ? url.href : '/'
}
