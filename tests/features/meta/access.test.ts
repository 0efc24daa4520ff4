import { describe, expect, it } from 'vitest'
import type { AccessCheck, AccessView } from '../../../worker/contract/access'
import type { ConnectionView } from '../../../worker/contract/connections'
import {
  disconnect,
  giveBackTakenAlong,
  takeAccessAlong,
} from '../../../worker/features/meta/disconnect-operations'
import { sweepConnections } from '../../../worker/features/meta/jobs'
import { withToken } from '../../../worker/features/meta/token-operations'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import type { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { invite } from '../../support/members'
import { MetaBusiness } from '../../support/meta'
import { mailsTo, newestCode, type SignedIn, signUp } from '../../support/people'
import { Shop } from '../../support/shop'

const connect = (browser: Browser, meta: MetaBusiness) =>
  browser.read<ConnectionView>(
    browser.post('/api/v1/connections', {
      wabaId: meta.wabaId,
      phoneNumberId: meta.numberId,
      accessToken: meta.accessToken,
    }),
  )

/** A person with one connected business, and what tests look at. */
async function connected() {
  const person = await signUp()
  const meta = new MetaBusiness()
  const { id } = await connect(person.browser, meta)
  return { ...see(person, id), person, meta, id }
}

function see({ browser, session }: SignedIn, id: string) {
  const db = () => testDeps().db.account(session.account.id)
  return {
    browser,
    db,
    access: () => browser.read<AccessView>(browser.get(`/api/v1/connections/${id}/access`)),
    check: () => browser.read<AccessCheck>(browser.post(`/api/v1/connections/${id}/check`)),
    token: async () =>
      (
        await (
          await db()
        ).get<{ token: string | null }>(
          `SELECT token FROM connections WHERE account_id = '${session.account.id}' AND id = '${id}'`,
        )
      ).token,
    audit: async () =>
      (await db()).all<{ actor: string; action: string; after: string | null }>(
        `SELECT actor, action, after FROM audit WHERE account_id = '${session.account.id}' ORDER BY id`,
      ),
  }
}

const away = () => new Response('', { status: 503 })

describe('what we can do with an access', () => {
  it('is shown with permissions, what is reached, its end and its last use', async () => {
    const { meta, access } = await connected()
    expect(await access()).toMatchObject({
      wabaId: meta.wabaId,
      hasToken: true,
      isWider: false,
      scopes: [
        { name: 'whatsapp_business_management', isNeeded: true },
        { name: 'whatsapp_business_messaging', isNeeded: true },
      ],
      numbers: [{ id: meta.numberId, isConnected: true }],
      expiresAt: null,
      proofs: [],
    })
  })

  it('tells what was granted wider than needed, once Meta is asked again', async () => {
    const { meta, check } = await connected()
    meta.token.scopes = [...meta.token.scopes, 'business_management', 'ads_management']
    const scope = 'whatsapp_business_management'
    meta.token.granular_scopes = [{ scope, target_ids: [meta.wabaId, '102290129340398'] }]
    const { access, checks } = await check()
    expect(checks.map(({ state }) => state)).toEqual(Array(7).fill('ok'))
    expect(access.isWider).toBe(true)
    expect(access.scopes.filter(({ isNeeded }) => !isNeeded).map(({ name }) => name)).toEqual([
      'business_management',
      'ads_management',
    ])
    expect(access.wabaIds).toEqual([
      { id: meta.wabaId, isConnected: true },
      { id: '102290129340398', isConnected: false },
    ])
    // Narrowed at Meta, it is narrow here after the next look.
    meta.token.scopes = meta.token.scopes.slice(0, 2)
    meta.token.granular_scopes = [{ scope, target_ids: [meta.wabaId] }]
    expect((await check()).access.isWider).toBe(false)
  })

  it('shows which check fails, and that a dead token is dead', async () => {
    const { meta, check, access } = await connected()
    meta.token.is_valid = false
    const { checks } = await check()
    expect(checks[0]).toMatchObject({ name: 'token_valid', state: 'failed' })
    expect((await access()).state).toBe('needs_reconnect')
  })

  it('says nothing of the token while Meta does not answer', async () => {
    const { meta, check, access } = await connected()
    const before = await access()
    meta.interrupt = away
    const { checks } = await check()
    expect(checks[0]?.problem).toMatch(/did not answer/)
    expect(await access()).toMatchObject({ state: 'active', scopes: before.scopes })
  })

  it('is for every member to see, and for owners and admins to change', async () => {
    const { person, id, meta } = await connected()
    const { browser } = await invite(person, 'viewer')
    const path = `/api/v1/connections/${id}`
    expect((await browser.get(`${path}/access`)).status).toBe(200)
    expect((await browser.post(`${path}/check`)).status).toBe(403)
    const change = { accessToken: meta.accessToken, revokeOld: true, code: 'ABCD2345' }
    expect((await browser.post(`${path}/token`, change)).status).toBe(403)
    const stranger = await signUp()
    expect((await stranger.browser.get(`${path}/access`)).status).toBe(404)
    expect((await stranger.browser.post(`${path}/token`, change)).status).toBe(404)
    expect(meta.token.is_valid).toBe(true)
  })

  it('has its last use noted once an hour at most', async () => {
    const { db, id, access } = await connected()
    const now = Date.now()
    const use = async (at: number) =>
      withToken(testDeps({ at }), await db(), id, async () => undefined)
    const noted = async () => (await access()).lastUsedAt
    const first = await noted()
    await use(now + 50 * MINUTE_MS)
    expect(await noted()).toBe(first)
    await use(now + 70 * MINUTE_MS)
    expect(await noted()).toBe(now + 70 * MINUTE_MS)
  })
})

describe('replacing a token', () => {
  /** As the page asks for it. */
  async function codeFor(browser: Browser, { email }: SignedIn) {
    await browser.read(browser.post('/api/v1/connections/code'))
    return newestCode(email)
  }

  /** Another token of the same business, as Meta makes one. */
  function another(meta: MetaBusiness) {
    const next = new MetaBusiness()
    return Object.assign(next, {
      wabaId: meta.wabaId,
      numberId: meta.numberId,
      numbers: meta.numbers,
    })
  }

  it('checks the new one, and ends only the old one, with Meta’s word on it', async () => {
    const { browser, person, meta, id, access, token, audit } = await connected()
    const before = await token()
    const next = another(meta)
    const answer = await browser.post(`/api/v1/connections/${id}/token`, {
      accessToken: next.accessToken,
      revokeOld: true,
      code: await codeFor(browser, person),
    })
    expect(answer.status).toBe(200)
    expect(await token()).not.toBe(before)
    expect(meta.token.is_valid).toBe(false)
    // Taking the permissions back would have ended the new one too, and webhooks go on.
    expect(meta.calls.filter((call) => call.startsWith('DELETE'))).toEqual([])
    expect(next.token.is_valid).toBe(true)
    expect((await access()).proofs).toMatchObject([
      { cause: 'replaced', unsubscribed: 'not_needed', revoked: 'done', token: 'invalid' },
    ])
    expect((await audit()).map(({ action }) => action)).toContain('connection.token_replaced')
  })

  it('leaves the old one in force when nobody asked for its end', async () => {
    const { browser, person, meta, id, access } = await connected()
    const next = another(meta)
    await browser.post(`/api/v1/connections/${id}/token`, {
      accessToken: next.accessToken,
      revokeOld: false,
      code: await codeFor(browser, person),
    })
    expect(meta.token.is_valid).toBe(true)
    expect((await access()).proofs).toEqual([])
  })

  it('by a bad one changes nothing', async () => {
    const { browser, person, meta, id, token } = await connected()
    const before = await token()
    const next = another(meta)
    next.token.scopes = []
    const answer = await browser.post(`/api/v1/connections/${id}/token`, {
      accessToken: next.accessToken,
      revokeOld: true,
      code: await codeFor(browser, person),
    })
    expect(answer.status).toBe(422)
    expect(await token()).toBe(before)
    expect(meta.token.is_valid).toBe(true)
  })

  it('by itself ends nothing', async () => {
    const { browser, person, meta, id } = await connected()
    await browser.post(`/api/v1/connections/${id}/token`, {
      accessToken: meta.accessToken,
      revokeOld: true,
      code: await codeFor(browser, person),
    })
    expect(meta.token.is_valid).toBe(true)
  })

  it('wants the code that was mailed for it, each time, and owners are told', async () => {
    const { browser, person, meta, id, token } = await connected()
    const before = await token()
    const next = another(meta)
    const path = `/api/v1/connections/${id}/token`
    const change = { accessToken: next.accessToken, revokeOld: true }
    expect((await browser.post(path, change)).status).toBe(400)
    expect((await browser.post(path, { ...change, code: 'ABCD2345' })).ok).toBe(false)
    expect(await token()).toBe(before)

    const code = await codeFor(browser, person)
    expect((await browser.post(path, { ...change, code })).status).toBe(200)
    expect((await mailsTo(person.email)).at(-1)?.subject).toContain('was replaced')
    expect((await browser.post(path, { ...change, code })).ok).toBe(false)
  })

  it('by connecting once more wants it too, while a first connection does not', async () => {
    const { browser, person, meta, token } = await connected()
    const before = await token()
    const input = {
      wabaId: meta.wabaId,
      phoneNumberId: meta.numberId,
      accessToken: another(meta).accessToken,
    }
    const refused = await browser.post('/api/v1/connections', input)
    expect(await refused.json()).toMatchObject({ error: { code: 'connection.code_needed' } })
    expect(await token()).toBe(before)
    const code = await codeFor(browser, person)
    expect((await browser.post('/api/v1/connections', { ...input, code })).status).toBe(201)
    expect(await token()).not.toBe(before)
    expect((await mailsTo(person.email)).at(-1)?.subject).toContain('was replaced')
  })
})

describe('disconnecting', () => {
  it('takes our access away, asks Meta whether it is gone, and destroys the token', async () => {
    const { browser, meta, id, access, token, audit } = await connected()
    expect((await browser.delete(`/api/v1/connections/${id}`)).status).toBe(204)

    expect(meta.subscribed).toBe(false)
    expect(meta.token.is_valid).toBe(false)
    expect(await token()).toBeNull()
    const shown = await access()
    expect(shown).toMatchObject({ state: 'disconnected', hasToken: false })
    expect(shown.proofs).toMatchObject([
      { cause: 'disconnected', unsubscribed: 'done', revoked: 'done', token: 'invalid' },
    ])
    expect((await audit()).slice(-2)).toMatchObject([
      { action: 'connection.disconnected', after: 'disconnected' },
      { actor: 'meta', action: 'connection.access_given_back', after: 'done,done,invalid' },
    ])
    // Again, it finds nothing to do and keeps the proof.
    await browser.delete(`/api/v1/connections/${id}`)
    expect((await access()).proofs).toHaveLength(1)
  })

  it('with a dead token says that there was nothing left to end', async () => {
    const { browser, meta, id, access, token } = await connected()
    meta.token.is_valid = false
    await browser.delete(`/api/v1/connections/${id}`)
    expect((await access()).proofs).toMatchObject([
      { unsubscribed: 'already', revoked: 'already', token: 'invalid' },
    ])
    expect(await token()).toBeNull()
  })

  it('while Meta is away frees the number at once, and gives back as soon as Meta answers', async () => {
    const { browser, meta, id, access, token, db } = await connected()
    meta.interrupt = away
    expect((await browser.delete(`/api/v1/connections/${id}`)).status).toBe(204)
    expect(await access()).toMatchObject({ state: 'disconnected', hasToken: true })
    expect((await access()).proofs).toMatchObject([{ revoked: 'unreachable', token: 'unknown' }])
    // Kept for one thing only.
    await expect(withToken(testDeps(), await db(), id, async () => 'used')).rejects.toMatchObject({
      code: 'connection.needs_reconnect',
    })

    await sweepConnections(testDeps(), { type: 'connections.sweep' })
    expect(await token()).not.toBeNull()
    meta.interrupt = () => null
    await sweepConnections(testDeps(), { type: 'connections.sweep' })
    expect(meta.token.is_valid).toBe(false)
    expect(await token()).toBeNull()
    expect((await access()).proofs[0]).toMatchObject({ token: 'invalid' })
  })

  it('destroys the token after thirty days, whatever Meta says', async () => {
    const { browser, meta, id, token } = await connected()
    meta.interrupt = (_method, path) => (path === '/debug_token' ? null : away())
    await browser.delete(`/api/v1/connections/${id}`)
    await sweepConnections(testDeps({ at: Date.now() + HOUR_MS }), { type: 'connections.sweep' })
    expect(await token()).not.toBeNull()
    await sweepConnections(testDeps({ at: Date.now() + 31 * DAY_MS }), {
      type: 'connections.sweep',
    })
    expect(await token()).toBeNull()
  })

  it('tries a second way where Meta refuses the first', async () => {
    const { browser, meta, id, access } = await connected()
    meta.interrupt = (_method, path) =>
      path.endsWith('/permissions')
        ? Response.json({ error: { code: 100, message: 'no' } }, { status: 400 })
        : null
    await browser.delete(`/api/v1/connections/${id}`)
    expect(meta.calls).toContain('GET /oauth/revoke')
    expect((await access()).proofs).toMatchObject([{ revoked: 'done', token: 'invalid' }])
  })

  it('leaves the grant to another connection of the same system user', async () => {
    const person = await signUp()
    const [one, two] = [new MetaBusiness(), new MetaBusiness()]
    for (const meta of [one, two]) Object.assign(meta.token, { user_id: '1234567' })
    const { id } = await connect(person.browser, one)
    await connect(person.browser, two)
    await person.browser.delete(`/api/v1/connections/${id}`)
    const { access, token } = see(person, id)
    expect((await access()).proofs).toMatchObject([{ unsubscribed: 'done', revoked: 'shared' }])
    expect(one.calls.filter((call) => call.includes('permissions'))).toEqual([])
    expect(await token()).toBeNull()
  })
})

describe('for the deletion of an account', () => {
  it('access is given back although the account is closed', async () => {
    const { meta, id, db, person } = await connected()
    const mine = await db()
    await mine.run(
      `UPDATE tenants SET state = 'deleting' WHERE account_id = '${person.session.account.id}'`,
    )
    const proof = await disconnect(testDeps(), mine, id, { actor: 'system', cause: 'deleted' })
    expect(proof).toMatchObject({ cause: 'deleted', token: 'invalid' })
    expect(meta.token.is_valid).toBe(false)
  })

  it('a token travels sealed past the end of its key, bound to the deletion', async () => {
    const { meta, id, db, person } = await connected()
    const mine = await db()
    const deps = testDeps()
    const taken = await takeAccessAlong(deps, mine, id, 'code-1')
    expect(JSON.stringify(taken)).not.toContain(meta.accessToken)
    await mine.run(`DELETE FROM data_keys WHERE account_id = '${person.session.account.id}'`)
    if (!taken) throw new Error('nothing was taken along')
    await expect(giveBackTakenAlong(deps, 'code-2', taken)).rejects.toThrow('cannot be opened')
    expect(await giveBackTakenAlong(deps, 'code-1', taken)).toMatchObject({ token: 'invalid' })
    expect(meta.token.is_valid).toBe(false)
  })
})

describe('a connection that a person ends', () => {
  it('is told to every owner, once', async () => {
    const shop = await Shop.open()
    const admin = await invite(shop.person, 'admin')
    const { items } = await shop.get<{ items: { id: string }[] }>('/connections')
    const path = `/api/v1/connections/${items[0]?.id}`
    expect((await admin.browser.delete(path)).status).toBe(204)
    expect((await admin.browser.delete(path)).status).toBe(204)
    const told = async (email: string) =>
      (await mailsTo(email)).filter(({ subject }) => /WhatsApp connection was ended/.test(subject))
    expect(await told(shop.person.email)).toHaveLength(1)
    expect(await told(admin.email)).toEqual([])
  })
})
