import { describe, expect, it, vi } from 'vitest'
import type { ErrorBody } from '../../../worker/contract/common'
import type { CheckView, ConnectionView } from '../../../worker/contract/connections'
import { randomId } from '../../../worker/lib/ids'
import type { Browser } from '../../support/browser'
import { openTestDeps } from '../../support/lists'
import { invite } from '../../support/members'
import { MetaBusiness } from '../../support/meta'
import { signUp } from '../../support/people'
import { Shop } from '../../support/shop'

const credentials = ({ wabaId, numberId, accessToken }: MetaBusiness) => ({
  wabaId,
  phoneNumberId: numberId,
  accessToken,
})
const connect = (browser: Browser, meta: MetaBusiness, change: object = {}) =>
  browser.post('/api/v1/connections', { ...credentials(meta), ...change })

/** Which checks passed, failed and were not made; and the words for the one that failed. */
async function outcome(answer: Response) {
  const text = await answer.text()
  const body = JSON.parse(text) as Partial<ErrorBody> & Partial<ConnectionView>
  // The details of this refusal are its checks.
  const details = body.error?.details as { checks: CheckView[] } | undefined
  const checks = body.checks ?? details?.checks ?? []
  const failed = checks.find(({ state }) => state === 'failed')
  return {
    text,
    status: answer.status,
    states: checks.map(({ state }) => state).join(' '),
    failed: failed?.name ?? null,
    problem: failed?.problem ?? '',
    fix: failed?.fix ?? '',
  }
}

const NUMBER = { display_phone_number: '+972 55-555-0100', status: 'CONNECTED' }
const problemAt = (path: RegExp, answer: () => Response) => (meta: MetaBusiness) => {
  meta.interrupt = (_method, asked) => (path.test(asked) ? answer() : null)
}
const error = (code: number, status: number) => () =>
  Response.json({ error: { code, message: 'no' } }, { status })

describe('connecting asks Meta about everything, and says which check failed', () => {
  const FAILURES: [string, (meta: MetaBusiness) => unknown, string, RegExp][] = [
    [
      'a token of another app',
      (meta) => Object.assign(meta.token, { app_id: '999999999999999' }),
      'token_app',
      /another Meta app/,
    ],
    [
      'a token that has expired',
      (meta) => Object.assign(meta.token, { is_valid: false, expires_at: 1_700_000_000 }),
      'token_valid',
      /expired/,
    ],
    [
      'a token that was revoked',
      (meta) => Object.assign(meta.token, { is_valid: false }),
      'token_valid',
      /not valid/,
    ],
    [
      'a token that may not send',
      (meta) => Object.assign(meta.token, { scopes: ['whatsapp_business_management'] }),
      'token_scopes',
      /lacks permissions: whatsapp_business_messaging/,
    ],
    [
      'a token for another business account',
      (meta) => {
        const scope = 'whatsapp_business_management'
        meta.token.granular_scopes = [{ scope, target_ids: ['102290129340398'] }]
      },
      'waba',
      /./,
    ],
    [
      'a business account that the token does not see',
      problemAt(/^\/\d+$/, error(100, 400)),
      'waba',
      /./,
    ],
    [
      'a number of another business account',
      (meta) => {
        meta.numbers = [{ ...NUMBER, id: '106540352242922' }]
      },
      'number',
      /not in the WhatsApp Business account/,
    ],
    [
      'a number that cannot send',
      (meta) => {
        meta.numbers = [{ ...NUMBER, id: meta.numberId, status: 'DISCONNECTED' }]
      },
      'number',
      /DISCONNECTED/,
    ],
    [
      'webhooks that Meta refuses',
      problemAt(/subscribed_apps/, error(200, 403)),
      'webhook',
      /refused to send us news/,
    ],
    [
      'Meta being away',
      problemAt(/debug_token/, () => new Response('', { status: 502 })),
      'token_valid',
      /did not answer/,
    ],
    [
      'Meta having trouble of its own',
      problemAt(/debug_token/, error(2, 503)),
      'token_valid',
      /did not answer/,
    ],
    ['Meta asking for patience', problemAt(/^\/\d+$/, error(80008, 400)), 'waba', /did not answer/],
  ]

  it.each(FAILURES)('%s', async (_what, spoil, name, problem) => {
    const { browser, session } = await signUp()
    const meta = new MetaBusiness()
    spoil(meta)

    const answer = await outcome(await connect(browser, meta))

    expect(answer).toMatchObject({ status: 422, failed: name })
    expect(answer.states).toMatch(/^(ok )*failed( skipped)*$/)
    expect(answer.problem).toMatch(problem)
    expect(answer.fix.length).toBeGreaterThan(10)
    expect(answer.text).not.toContain(meta.accessToken)
    // Nothing stays behind: whoever mends it, or owns it, can connect it.
    const { items } = await browser.read<{ items: object[] }>(browser.get('/api/v1/connections'))
    expect(items).toEqual([])
    meta.interrupt = () => null
    const healthy = new MetaBusiness()
    Object.assign(meta, { token: healthy.token })
    meta.numbers = [{ ...NUMBER, id: meta.numberId }]
    expect((await connect((await signUp()).browser, meta)).status).toBe(201)
    expect(session.account.id).toBeTruthy()
  })

  it('that all pass, and the number as it is', async () => {
    const { browser } = await signUp()
    const meta = new MetaBusiness()
    const answer = await outcome(await connect(browser, meta))

    expect(answer).toMatchObject({ status: 201, states: 'ok ok ok ok ok ok ok', failed: null })
    expect(meta.subscribed).toBe(true)
    const { items } = await browser.read<{ items: object[] }>(browser.get('/api/v1/numbers'))
    expect(items).toMatchObject([
      { id: meta.numberId, qualityRating: 'GREEN', throughputPerSecond: 1000 },
    ])
  })

  it.each([
    [{ wabaId: '1022901293403x8' }],
    [{ phoneNumberId: '' }],
    [{ accessToken: 'short' }],
    [{ accessToken: 'EAAG token with spaces in it' }],
    [{ state: 'active' }],
  ])('but not with a body that is none: %o', async (change) => {
    const { browser } = await signUp()
    const meta = new MetaBusiness()
    expect((await connect(browser, meta, change)).status).toBe(400)
    expect(meta.calls).toEqual([])
  })
})

describe('a number that another account has connected', () => {
  it('is refused, without saying whose it is', async () => {
    const meta = new MetaBusiness()
    const owner = await signUp({ businessName: 'Secret Bakery', name: 'Secret Owner' })
    await connect(owner.browser, meta)
    const { browser } = await signUp()

    const answer = await outcome(await connect(browser, meta))

    expect(answer).toMatchObject({ status: 422, failed: 'unclaimed' })
    expect(answer.text).not.toMatch(/Secret|@example/)
    expect(answer.text).not.toContain(owner.session.account.id)
  })

  it('is refused also as a number of a business account of one’s own, which stays free', async () => {
    const [owner, thief] = [await signUp(), await signUp()]
    const [theirs, mine] = [new MetaBusiness(), new MetaBusiness()]
    await connect(owner.browser, theirs)
    mine.numbers.push({ ...NUMBER, id: theirs.numberId })
    const stolen = { phoneNumberId: theirs.numberId }
    expect((await outcome(await connect(thief.browser, mine, stolen))).failed).toBe('unclaimed')
    expect((await connect((await signUp()).browser, mine)).status).toBe(201)
  })

  it('by the race of two accounts belongs to one of them', async () => {
    const meta = new MetaBusiness()
    const people = await Promise.all([signUp(), signUp(), signUp()])
    const answers = await Promise.all(people.map(({ browser }) => connect(browser, meta)))

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422])
    const lists = await Promise.all(
      people.map(({ browser }) =>
        browser.read<{ items: object[] }>(browser.get('/api/v1/connections')),
      ),
    )
    expect(lists.flatMap(({ items }) => items)).toHaveLength(1)
  })

  it('is free again after they disconnected it', async () => {
    const meta = new MetaBusiness()
    const owner = await signUp()
    const { id } = await owner.browser.read<ConnectionView>(connect(owner.browser, meta))
    expect((await owner.browser.delete(`/api/v1/connections/${id}`)).status).toBe(204)
    expect(meta.subscribed).toBe(false)
    meta.grantAgain()
    expect((await connect((await signUp()).browser, meta)).status).toBe(201)
    // What was theirs shows nothing of it.
    const { items } = await owner.browser.read<{ items: ConnectionView[] }>(
      owner.browser.get('/api/v1/connections'),
    )
    expect(items).toMatchObject([{ id, state: 'disconnected' }])
  })
})

describe('the token', () => {
  it('is sealed, and in no answer, no log, no other table', async () => {
    const log = vi.spyOn(console, 'log')
    const person = await signUp()
    const meta = new MetaBusiness()
    const answer = await connect(person.browser, meta)
    const answers = [await answer.text()]
    for (const path of ['connections', 'numbers', 'templates/sync', 'session']) {
      answers.push(await (await person.browser.get(`/api/v1/${path}`)).text())
    }
    const said = log.mock.calls.flat().map(String).join('\n')
    log.mockRestore()
    expect(answers.join()).toContain(meta.wabaId)
    expect(`${answers.join()}${said}`).not.toContain(meta.accessToken)

    const { db } = openTestDeps()
    const mine = await db.account(person.session.account.id)
    // Drizzle has it, and tells it in no type of its own.
    const { $client } = mine as unknown as { $client: D1Database }
    const list = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`
    for (const { name } of (await $client.prepare(list).all<{ name: string }>()).results) {
      const { results } = await $client.prepare(`SELECT * FROM ${name}`).all()
      expect(JSON.stringify(results), name).not.toContain(meta.accessToken)
    }
    const row = await $client
      .prepare('SELECT token FROM connections WHERE account_id = ?')
      .bind(person.session.account.id)
      .first<{ token: string }>()
    expect(row?.token).toMatch(/^v1\./)
  })

  it('goes to Meta in a header, with the proof that we hold the app’s secret', async () => {
    const requests: Request[] = []
    const inner = globalThis.fetch
    vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
      requests.push(new Request(input, init))
      return inner(input, init)
    })
    const meta = new MetaBusiness()
    await connect((await signUp()).browser, meta)
    vi.unstubAllGlobals()
    const own = requests.filter(({ url }) => url.includes(meta.wabaId))
    expect(own.length).toBeGreaterThan(2)
    for (const { url, headers } of own) {
      expect(url).not.toContain(meta.accessToken)
      expect(headers.get('authorization')).toBe(`Bearer ${meta.accessToken}`)
      expect(new URL(url).searchParams.get('appsecret_proof')).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('is replaced by pasting another, and what was connected stays connected', async () => {
    const shop = await Shop.open()
    const before = await shop.get<{ items: ConnectionView[] }>('/connections')
    await shop.query(`UPDATE connections SET state = 'needs_reconnect' WHERE account_id = ?`)
    await shop.browser.read(shop.reconnect())
    const after = await shop.get<{ items: ConnectionView[] }>('/connections')
    expect(after.items.map(({ id, state }) => ({ id, state }))).toEqual([
      { id: before.items[0]?.id, state: 'active' },
    ])
    // The templates that were synced are still there, and still dated.
    const sync = await shop.get<{ state: string; syncedAt: number }>('/templates/sync')
    expect(sync.state).toBe('done')
    expect(sync.syncedAt).toBeGreaterThan(0)
  })

  it('that is gone stops the sending, and another one goes on, also after a disconnect', async () => {
    const shop = await Shop.open()
    await shop.addMany(3)
    const id = await shop.running()
    const [{ id: connectionId } = { id: '' }] = (
      await shop.get<{ items: ConnectionView[] }>('/connections')
    ).items
    await shop.browser.delete(`/api/v1/connections/${connectionId}`)
    await shop.sendAll()
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: 'connection_dead' })
    expect(shop.meta.posts).toEqual([])

    shop.meta.grantAgain()
    await shop.browser.read(shop.reconnect())
    await shop.resume(id)
    expect(await shop.groupBy(id)).toEqual({ accepted: 3 })
  })
})

describe('disconnecting', () => {
  it('works with a dead token and while Meta is away, and twice', async () => {
    const { browser } = await signUp()
    const meta = new MetaBusiness()
    const { id } = await browser.read<ConnectionView>(connect(browser, meta))
    meta.interrupt = () => new Response('', { status: 503 })
    for (let again = 0; again < 2; again++) {
      expect((await browser.delete(`/api/v1/connections/${id}`)).status).toBe(204)
    }
  })

  it('is for owners and admins, of their own connections only', async () => {
    const owner = await signUp()
    const meta = new MetaBusiness()
    const { id } = await owner.browser.read<ConnectionView>(connect(owner.browser, meta))
    const stranger = await signUp()
    const marketer = await invite(owner, 'marketer')
    expect((await stranger.browser.delete(`/api/v1/connections/${id}`)).status).toBe(404)
    expect((await stranger.browser.delete(`/api/v1/connections/${randomId()}`)).status).toBe(404)
    expect((await marketer.browser.delete(`/api/v1/connections/${id}`)).status).toBe(403)
    expect(meta.subscribed).toBe(true)
  })
})
