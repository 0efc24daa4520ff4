import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { keepDeadLetter } from '../../../worker/boundary/queues/dead-letters'
import { startKeyRotation } from '../../../worker/features/accounts/key-operations'
import { askForPerson, readCases } from '../../../worker/features/deletion/person-operations'
import { startDeletion } from '../../../worker/features/deletion/request-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { askApp } from '../../support/app'
import { ORIGIN } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { signUp } from '../../support/people'

const TEAM = 'https://desk.cloudflareaccess.test'
const SETTINGS = { ACCESS_TEAM_DOMAIN: TEAM, ACCESS_AUD: 'desk-audience' }
const OPERATOR = 'dana@operator.example'
const deps = testDeps()

type Keys = Awaited<ReturnType<typeof generateKeyPair>>
let keys: Keys
let otherKeys: Keys
/** How often Cloudflare's public keys were asked for. */
let asked = 0

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true })
  otherKeys = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  const outside = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const { href } = new URL(new Request(input, init).url)
    if (href !== `${TEAM}/cdn-cgi/access/certs`) return outside(input, init)
    asked++
    return Response.json({ keys: [jwk] })
  }
})

type Wish = {
  claims?: JWTPayload
  audience?: string
  issuer?: string
  exp?: string | number
  by?: Keys
}

const tokenOf = ({ claims, audience, issuer, exp, by = keys }: Wish = {}) =>
  new SignJWT({ email: OPERATOR, type: 'app', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuedAt()
    .setIssuer(issuer ?? TEAM)
    .setAudience(audience ?? 'desk-audience')
    .setExpirationTime(exp ?? '5m')
    .sign(by.privateKey)

const ask = async (path: string, token?: string, settings: object = SETTINGS) =>
  askApp(path, { ...settings }, token ? { 'Cf-Access-Jwt-Assertion': token } : {})

/** A form sent from one of our own pages. */
async function press(path: string, form: Record<string, string | string[]> = {}, origin = ORIGIN) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) {
    for (const one of [value].flat()) body.append(name, one)
  }
  return askApp(
    path,
    SETTINGS,
    {
      'Cf-Access-Jwt-Assertion': await tokenOf(),
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: origin,
    },
    'POST',
    body.toString(),
  )
}

const pageOf = async (path: string) => (await ask(path, await tokenOf())).text()
const acts = () =>
  deps.db.directory.all<{ actor: string; action: string; target: string; after: string | null }>(
    'SELECT actor, action, target, after FROM operator_acts ORDER BY id DESC LIMIT 5',
  )

describe('the door', () => {
  it('is not there without Cloudflare Access', async () => {
    for (const settings of [
      { ...SETTINGS, ACCESS_AUD: '' },
      { ...SETTINGS, ACCESS_TEAM_DOMAIN: '' },
    ]) {
      expect((await ask('/operator', await tokenOf(), settings)).status).toBe(404)
    }
  })

  it('opens for whom Cloudflare Access vouches, by header or cookie', async () => {
    const token = await tokenOf()
    const answer = await ask('/operator', token)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain(OPERATOR)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const byCookie = await askApp('/operator', SETTINGS, { Cookie: `CF_Authorization=${token}` })
    expect(byCookie.status).toBe(200)
  })

  const REFUSED: [string, () => Promise<string> | string][] = [
    ['nothing', () => ''],
    ['no token at all', () => 'x.y.z'],
    ['a token for another application', () => tokenOf({ audience: 'another' })],
    ['a token of another team', () => tokenOf({ issuer: 'https://evil.example' })],
    ['a token that is over', () => tokenOf({ exp: Math.floor(Date.now() / 1000) - 60 })],
    ['a token signed by somebody else', () => tokenOf({ by: otherKeys })],
    ['a token of a program', () => tokenOf({ claims: { email: undefined, common_name: 'bot' } })],
    ['a token of another kind', () => tokenOf({ claims: { type: 'org' } })],
    [
      'a token without a signature',
      () =>
        new UnsecuredJWT({ email: OPERATOR, type: 'app' })
          .setIssuer(TEAM)
          .setAudience('desk-audience')
          .setIssuedAt()
          .setExpirationTime('5m')
          .encode(),
    ],
    [
      'a token signed with the public key as a secret',
      async () => {
        const { n } = await exportJWK(keys.publicKey)
        return new SignJWT({ email: OPERATOR, type: 'app' })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer(TEAM)
          .setAudience('desk-audience')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(n))
      },
    ],
    [
      'a token whose address was changed',
      async () => {
        const [head, , signature] = (await tokenOf()).split('.')
        const payload = { email: 'evil@example.com', type: 'app', iss: TEAM, aud: 'desk-audience' }
        return [head, btoa(JSON.stringify(payload)).replace(/=/g, ''), signature].join('.')
      },
    ],
  ]
  it.each(REFUSED)('stays shut for %s, on every page', async (_what, make) => {
    for (const path of ['', '/enter', '/letters', '/accounts', '/keys', '/keys.json', '/log']) {
      const answer = await ask(`/operator${path}`, await make())
      expect(answer.status).toBe(403)
      expect(await answer.text()).not.toContain('Log')
    }
  })

  it('takes no act from another site’s page', async () => {
    const answer = await press('/operator/keys/sweep', {}, 'https://evil.example')
    expect(answer.status).toBe(403)
  })

  it('asks for the public keys each time, so that a withdrawn one opens nothing', async () => {
    const before = asked
    await ask('/operator', await tokenOf())
    await ask('/operator', await tokenOf())
    expect(asked - before).toBe(2)
  })
})

/** An account whose owner asked to delete it so many days ago. */
async function aDeletion(daysAgo: number) {
  const { session, email } = await signUp()
  const { id } = session.account
  const before = { ...deps, clock: { now: () => Date.now() - daysAgo * DAY_MS } }
  const ordered: string[] = []
  const of = (accountId: string) => ({
    begin: async () => undefined,
    hurry: async () => void ordered.push(accountId),
    forget: async () => undefined,
  })
  const request = await startDeletion({ ...before, deletions: { of } }, await deps.db.account(id), {
    via: 'app',
    actor: 'system',
    waitMs: DAY_MS,
    origin: ORIGIN,
  })
  return { id, email, request }
}

describe('requests', () => {
  it('stand with their clock, and are an alarm after three days', async () => {
    const young = await aDeletion(1)
    expect(await pageOf('/operator')).toContain(young.request.code)
    const old = await aDeletion(4)
    const page = await pageOf('/operator')
    expect(page).toContain('role="alert"')
    const row = page.split('<tr>').find((one) => one.includes(old.request.code)) ?? ''
    expect(row).toMatch(/class="late">4 days/)
    const other = page.split('<tr>').find((one) => one.includes(young.request.code)) ?? ''
    expect(other).not.toContain('late')
  })

  it('that stand still show their cause, and are tried again with a line in the log', async () => {
    const { request } = await aDeletion(2)
    await deps.db.directory.run(
      `UPDATE deletion_requests SET trouble = '{"step":"access","cause":"meta_away","since":1,"attempts":7,"nextAt":2}'
       WHERE code = '${request.code}'`,
    )
    expect(await pageOf('/operator')).toContain('meta_away')
    const answer = await press(`/operator/requests/${request.code}/retry`)
    expect(answer.status).toBe(303)
    expect((await acts())[0]).toMatchObject({
      actor: OPERATOR,
      action: 'deletion.retried',
      target: `deletion:${request.code}`,
    })
    expect((await press(`/operator/requests/${randomId()}/retry`)).status).toBe(404)
  })

  it('of Meta that match nobody are settled here', async () => {
    const code = randomId()
    await deps.db.directory.run(`
      INSERT INTO deletion_requests (code, via, state, requested_at, starts_at, due_at, due_day, steps)
      VALUES ('${code}', 'meta', 'unmatched', ${Date.now()}, 0, 0, '2026-12-01', '[]')`)
    expect(await pageOf('/operator')).toContain(`/operator/requests/${code}/settle`)
    expect((await press(`/operator/requests/${code}/settle`)).status).toBe(303)
    expect(await pageOf('/operator')).not.toContain(`/operator/requests/${code}/settle`)
    // Twice is not settled twice.
    expect((await press(`/operator/requests/${code}/settle`)).status).toBe(404)
  })

  it('of people in contact lists are settled here', async () => {
    const asked = { phone: '+972 50 765 4321', email: '', note: 'please forget <me>' }
    await askForPerson(deps, null, asked)
    const { id = '' } = (await readCases(deps, 1))[0] ?? {}
    const page = await pageOf('/operator')
    expect(page).toContain(`/operator/cases/${id}/settle`)
    expect(page).toContain('+972507654321')
    expect(page).toContain('please forget &lt;me&gt;')
    await press(`/operator/cases/${id}/settle`)
    const row = await deps.db.directory.get<{ sealed: string | null; closed_at: number }>(
      `SELECT sealed, closed_at FROM privacy_cases WHERE id = '${id}'`,
    )
    expect(row.sealed).toBeNull()
    expect(await pageOf('/operator')).not.toContain('+972507654321')
    expect(row.closed_at).toBeGreaterThan(0)
  })
})

describe('a deletion that was asked for by mail', () => {
  const CHECKS = [
    'mail_from_owner_address',
    'answered_mail_to_owner_address',
    'named_workspace_and_number',
  ]

  it('begins with whose address it is', async () => {
    const { session, email } = await signUp({ businessName: 'Honey & Sons' })
    const page = await pageOf(`/operator/enter?email=${encodeURIComponent(email)}`)
    expect(page).toContain(session.account.id)
    expect(page).toContain('Honey &amp; Sons')
    for (const check of CHECKS) expect(page).toContain(check)
    expect(await pageOf('/operator/enter?email=nobody@example.com')).not.toContain('accountId')
  })

  it('is not entered before every check was made, nor for an address that owns nothing', async () => {
    const { session, email } = await signUp()
    const { id } = session.account
    const order = { ownerEmail: email, accountId: id }
    const missing = await press('/operator/enter', { ...order, checks: CHECKS.slice(1) })
    expect(missing.headers.get('location')).toContain('/operator/enter?missing')
    const foreign = { ...order, ownerEmail: 'nobody@example.com', checks: CHECKS }
    expect((await press('/operator/enter', foreign)).status).toBe(422)
    const { state } = await deps.db.directory.get<{ state: string }>(
      `SELECT state FROM accounts WHERE id = '${id}'`,
    )
    expect(state).toBe('active')
  })

  it('is entered with who checked what', async () => {
    const { session, email } = await signUp()
    const { id } = session.account
    const answer = await press('/operator/enter', {
      ownerEmail: email,
      accountId: id,
      checks: CHECKS,
    })
    expect(answer.status).toBe(303)
    const { state, checks } = await deps.db.directory.get<{ state: string; checks: string }>(
      `SELECT a.state, r.checks FROM accounts a JOIN deletion_requests r ON r.account_id = a.id
       WHERE a.id = '${id}'`,
    )
    expect({ state, checks: JSON.parse(checks) }).toEqual({ state: 'deleting', checks: CHECKS })
    expect(await acts()).toContainEqual({
      actor: OPERATOR,
      action: 'deletion.entered',
      target: `account:${id}`,
      after: CHECKS.join(','),
    })
  })
})

describe('what else the operator sees', () => {
  it('is failed work of all accounts, by its kind, done again with a line in both logs', async () => {
    const { session } = await signUp()
    const accountId = session.account.id
    const db = await deps.db.account(accountId)
    const job = { type: 'contacts.import', accountId, importId: 'import-canary' } as const
    const messageId = randomId()
    await keepDeadLetter(db, { messageId, queue: 'chores', job, at: Date.now() })
    const page = await pageOf('/operator/letters')
    expect(page).toContain(messageId)
    expect(page).not.toContain('import-canary')
    const answer = await press(`/operator/letters/${accountId}/${messageId}/replay`)
    expect(answer.status).toBe(303)
    expect(await pageOf('/operator/letters')).not.toContain(messageId)
    const own = await db.all<{ actor: string }>(
      `SELECT actor FROM audit WHERE account_id = '${accountId}' AND action = 'dead_letter.replayed'`,
    )
    // The account's own log has no e-mail address in it.
    expect(own).toEqual([{ actor: 'operator' }])
  })

  it('is that accounts are there, and nothing that is in them', async () => {
    const { session, browser } = await signUp({ businessName: 'Desk Bakery' })
    await browser.post('/api/v1/contacts', { phone: '+972501234567', name: 'Contact Canary' })
    const after = session.account.id.slice(0, -1)
    const page = await pageOf(`/operator/accounts?after=${after}`)
    expect(page).toContain(session.account.id)
    expect(page).toContain('Desk Bakery')
    expect(page).not.toMatch(/Contact Canary|972501234567|@example/)
  })

  it('is the state of keys, in a page and for programs', async () => {
    const { session } = await signUp()
    const db = await deps.db.account(session.account.id)
    await startKeyRotation(deps, db, 'operator')
    expect(await pageOf('/operator/keys')).toContain('KEK_1')
    const status = (await (await ask('/operator/keys.json', await tokenOf())).json()) as {
      current: string
      rotations: { accountId: string }[]
    }
    expect(status.current).toBe('1')
    expect(status.rotations.map(({ accountId }) => accountId)).toContain(session.account.id)
    for (const path of ['sweep', 'renew']) {
      expect((await press(`/operator/keys/${path}`)).status).toBe(303)
    }
    expect((await acts()).map(({ action }) => action).slice(0, 2)).toEqual([
      'keys.rotation_asked',
      'keys.sweep_asked',
    ])
    expect(await pageOf('/operator/log')).toContain('keys.rotation_asked')
  })

  it('is in Hebrew for who reads Hebrew', async () => {
    const answer = await askApp('/operator', SETTINGS, {
      'Cf-Access-Jwt-Assertion': await tokenOf(),
      'Accept-Language': 'he',
    })
    expect(await answer.text()).toContain('<html lang="he" dir="rtl">')
  })

  it('has no script, and takes nothing from elsewhere', async () => {
    const answer = await ask('/operator', await tokenOf())
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('script-src')
    expect(await answer.text()).not.toContain('<script')
  })
})
