import { describe, expect, it } from 'vitest'
import type { ErrorBody } from '../../../worker/contract/common'
import type { CheckView, ConnectionView } from '../../../worker/contract/connections'
import type { SignupSettings } from '../../../worker/contract/signup'
import { testDeps } from '../../support/deps'
import { invite } from '../../support/members'
import { MetaBusiness } from '../../support/meta'
import { newestCode, type SignedIn, signIn, signUp } from '../../support/people'

const MANAGEMENT = 'whatsapp_business_management'

/** A business whose owner chose it, and nothing else, in Meta's window. */
function chosen(): MetaBusiness {
  const meta = new MetaBusiness()
  meta.token.granular_scopes = [{ scope: MANAGEMENT, target_ids: [meta.wabaId] }]
  meta.waba = { owner_business_info: { id: `9${meta.wabaId.slice(1)}` } }
  return meta
}

/** As a number is that was just verified: not registered for the API, without a PIN. */
const unregistered = (meta: MetaBusiness, change: object = {}) => {
  const [number] = meta.numbers
  Object.assign(number ?? {}, { platform_type: 'NOT_APPLICABLE', status: 'PENDING', ...change })
}

const start = ({ browser }: SignedIn, body: object = {}) =>
  browser.read<SignupSettings>(browser.post('/api/v1/connections/signup', body))

const idsOf = ({ wabaId, numberId }: MetaBusiness) => ({ wabaId, phoneNumberId: numberId })

const finish = (person: SignedIn, state: string, meta: MetaBusiness, change: object = {}) =>
  person.browser.post('/api/v1/connections/signup/finish', {
    state,
    code: meta.giveCode(),
    ...idsOf(meta),
    ...change,
  })

async function connect(person: SignedIn, meta: MetaBusiness, change: object = {}) {
  const { state } = await start(person)
  return person.browser.read<ConnectionView>(finish(person, state, meta, change))
}

const connectionsOf = async ({ browser }: SignedIn) =>
  (await browser.read<{ items: ConnectionView[] }>(browser.get('/api/v1/connections'))).items

/** The refusal's code, the check that failed, and that nothing stayed behind. */
async function refusal(person: SignedIn, meta: MetaBusiness, answer: Response) {
  const text = await answer.text()
  expect(text).not.toContain(meta.accessToken)
  expect(await connectionsOf(person)).toEqual([])
  const { error } = JSON.parse(text) as ErrorBody
  // The details of this refusal are its checks.
  const checks = (error.details as { checks: CheckView[] } | undefined)?.checks ?? []
  return {
    status: answer.status,
    code: error.code,
    failed: checks.find(({ state }) => state === 'failed')?.name,
    message: error.message,
  }
}

describe('what Meta’s window answers is connected', () => {
  it('with the WABA and the number that were chosen, and its webhooks', async () => {
    const person = await signUp()
    const meta = chosen()
    const connection = await connect(person, meta)
    expect(connection).toMatchObject({
      wabaId: meta.wabaId,
      state: 'active',
      numbers: [{ id: meta.numberId, registration: 'registered' }],
      problems: [],
    })
    expect(connection.checks.every(({ state }) => state === 'ok')).toBe(true)
    expect(meta.subscribed).toBe(true)
    expect(meta.calls).not.toContain(`POST /${meta.numberId}/register`)
  })

  it('also when only the code came: a grant of one WABA names it', async () => {
    const person = await signUp()
    const meta = chosen()
    const ids = { wabaId: undefined, phoneNumberId: undefined }
    const connection = await connect(person, meta, ids)
    expect(connection).toMatchObject({ wabaId: meta.wabaId, numbers: [{ id: meta.numberId }] })
  })

  it('without a number, which is gone on with later', async () => {
    const person = await signUp()
    const meta = chosen()
    const later = meta.numbers
    meta.numbers = []
    const connection = await connect(person, meta, { phoneNumberId: undefined })
    expect(connection.numbers).toEqual([])
    expect(connection.problems.map(({ kind }) => kind)).toEqual(['number_missing'])

    meta.numbers = later
    const again = await connect(person, meta)
    expect(again).toMatchObject({ id: connection.id, numbers: [{ id: meta.numberId }] })
  })

  it('registers a new number with a PIN that lies sealed', async () => {
    const person = await signUp()
    const meta = chosen()
    unregistered(meta)
    const connection = await connect(person, meta)
    const pin = meta.pins.get(meta.numberId)
    expect(pin).toMatch(/^\d{6}$/)
    expect(connection.numbers).toMatchObject([{ registration: 'registered', status: 'CONNECTED' }])

    const db = await testDeps().db.account(person.session.account.id)
    const [row] = await db.all<{ pin: string }>(
      `SELECT pin FROM numbers WHERE account_id = '${db.accountId}'`,
    )
    expect(row?.pin).not.toContain(pin)
    const keys = await testDeps().keys.open(db)
    expect(await keys.open('numbers.pin', meta.numberId, row?.pin ?? '')).toBe(pin)
  })

  it('asks for the PIN of a number that has one, and explains a wrong one', async () => {
    const person = await signUp()
    const meta = chosen()
    meta.pins.set(meta.numberId, '481516')
    unregistered(meta, { is_pin_enabled: true })
    const connection = await connect(person, meta)
    expect(connection.problems.map(({ kind }) => kind)).toEqual(['number_unregistered'])
    expect(connection.numbers).toMatchObject([{ registration: 'needs_pin' }])
    expect(meta.calls).not.toContain(`POST /${meta.numberId}/register`)

    const register = (pin: string) =>
      person.browser.post(`/api/v1/numbers/${meta.numberId}/register`, { pin })
    const wrong = await register('000000')
    expect(wrong.status).toBe(422)
    expect(await wrong.json()).toMatchObject({
      error: { code: 'number.pin_wrong', message: expect.stringMatching(/locks the number/) },
    })
    expect((await register('481516')).status).toBe(204)
    expect((await connectionsOf(person))[0]).toMatchObject({
      problems: [],
      numbers: [{ registration: 'registered' }],
    })
  })

  it.each([
    [133008, 'number.pin_too_many'],
    [133009, 'number.pin_too_fast'],
    [133015, 'number.pin_wait'],
    [133016, 'number.pin_limit'],
  ])('says what Meta’s %d to a PIN means', async (code, expected) => {
    const person = await signUp()
    const meta = chosen()
    await connect(person, meta)
    meta.interrupt = (_method, path) =>
      path.endsWith('/register')
        ? Response.json({ error: { code, message: 'no' } }, { status: 400 })
        : null
    const answer = await person.browser.post(`/api/v1/numbers/${meta.numberId}/register`, {
      pin: '123456',
    })
    expect(await answer.json()).toMatchObject({ error: { code: expected } })
  })

  it.each([
    ['register', { pin: '123456' }],
    ['pin', { pin: '123456' }],
    ['links', { message: 'Hello' }],
  ])(
    'says that access has ended where it was neither the PIN nor the wish: %s',
    async (path, wish) => {
      const person = await signUp()
      const meta = chosen()
      await connect(person, meta)
      meta.token.is_valid = false
      const answer = await person.browser.post(`/api/v1/numbers/${meta.numberId}/${path}`, wish)
      expect(await answer.json()).toMatchObject({ error: { code: 'connection.needs_reconnect' } })
      expect((await connectionsOf(person))[0]?.problems.map(({ kind }) => kind)).toEqual([
        'token_dead',
      ])
    },
  )

  it('never registers a number of the phone app', async () => {
    const person = await signUp()
    const meta = chosen()
    unregistered(meta, { is_on_biz_app: true, status: 'CONNECTED' })
    const connection = await connect(person, meta)
    expect(connection.numbers).toMatchObject([
      {
        registration: 'registered',
        isOnBizApp: true,
        throughputPerSecond: 20,
        coexistence: { state: 'joined', history: 'waiting', contacts: 'waiting' },
      },
    ])
    expect(meta.calls).not.toContain(`POST /${meta.numberId}/register`)
  })
})

describe('a state is good once, for ten minutes, in the session and account that got it', () => {
  it.each([
    ['made up', () => 'A'.repeat(43)],
    ['missing', () => undefined],
  ])('one that is %s is refused', async (_what, make) => {
    const person = await signUp()
    const meta = chosen()
    const { status } = await finish(person, '', meta, { state: make() })
    expect([409, 422, 400]).toContain(status)
    expect(await connectionsOf(person)).toEqual([])
    expect(meta.calls).toEqual([])
  })

  it('one of another account is refused, and stays good for its owner', async () => {
    const [owner, other] = [await signUp(), await signUp()]
    const meta = chosen()
    const { state } = await start(owner)
    const answer = await refusal(other, meta, await finish(other, state, meta))
    expect(answer).toMatchObject({ status: 409, code: 'connection.signup_gone' })
    expect(meta.calls).toEqual([])
    expect((await finish(owner, state, meta)).status).toBe(201)
  })

  it('one of another session of the same person is refused', async () => {
    const person = await signUp()
    const elsewhere = await signIn(person.email)
    const meta = chosen()
    const { state } = await start(person)
    const answer = await refusal(elsewhere, meta, await finish(elsewhere, state, meta))
    expect(answer.code).toBe('connection.signup_gone')
  })

  it('a used one is refused', async () => {
    const person = await signUp()
    const [first, second] = [chosen(), chosen()]
    const { state } = await start(person)
    expect((await finish(person, state, first)).status).toBe(201)
    const answer = await finish(person, state, second)
    expect(answer.status).toBe(409)
    expect(second.calls).toEqual([])
  })

  it('one that is eleven minutes old is refused', async () => {
    const person = await signUp()
    const meta = chosen()
    const { state } = await start(person)
    await testDeps().db.directory.run(
      `UPDATE signup_states SET expires_at = expires_at - ${11 * 60_000}`,
    )
    const answer = await refusal(person, meta, await finish(person, state, meta))
    expect(answer.code).toBe('connection.signup_gone')
  })

  it('it is stored as a hash only', async () => {
    const person = await signUp()
    const { state } = await start(person)
    const rows = await testDeps().db.directory.all('SELECT * FROM signup_states')
    expect(JSON.stringify(rows)).not.toContain(state)
  })

  it('is given to those who may change connections only', async () => {
    const owner = await signUp()
    const { browser } = await invite(owner, 'marketer')
    expect((await browser.post('/api/v1/connections/signup', {})).status).toBe(403)
  })
})

describe('nothing is half connected', () => {
  it('by a code that was used before', async () => {
    const person = await signUp()
    const meta = chosen()
    const code = meta.giveCode()
    await fetch(`http://graph.test/v26.0/oauth/access_token?code=${code}`)
    const { state } = await start(person)
    const answer = await refusal(person, meta, await finish(person, state, meta, { code }))
    expect(answer).toMatchObject({ status: 422, failed: 'token_valid' })
  })

  it('by a code that is 31 seconds old', async () => {
    const person = await signUp()
    const meta = chosen()
    const code = meta.giveCode()
    meta.age(31)
    const { state } = await start(person)
    const answer = await refusal(person, meta, await finish(person, state, meta, { code }))
    expect(answer).toMatchObject({ status: 422, failed: 'token_valid' })
  })

  it('by the id of a WABA that was not granted', async () => {
    const person = await signUp()
    const [meta, foreign] = [chosen(), chosen()]
    const { state } = await start(person)
    const change = { wabaId: foreign.wabaId }
    const answer = await refusal(person, meta, await finish(person, state, meta, change))
    expect(answer).toMatchObject({ status: 422, failed: 'waba' })
  })

  it('by the id of somebody else’s number', async () => {
    const person = await signUp()
    const [meta, foreign] = [chosen(), chosen()]
    const { state } = await start(person)
    const change = { phoneNumberId: foreign.numberId }
    const answer = await refusal(person, meta, await finish(person, state, meta, change))
    expect(answer).toMatchObject({ status: 422, failed: 'number' })
  })

  it('by a token of another app, or with too few rights', async () => {
    for (const [spoilt, failed] of [
      [{ app_id: '999999999999999' }, 'token_app'],
      [{ scopes: [MANAGEMENT] }, 'token_scopes'],
    ] as const) {
      const person = await signUp()
      const meta = chosen()
      Object.assign(meta.token, spoilt)
      const { state } = await start(person)
      const answer = await refusal(person, meta, await finish(person, state, meta))
      expect(answer).toMatchObject({ status: 422, failed })
    }
  })
})

describe('a portfolio belongs to one account', () => {
  it('another that tries hears so, and nothing of who has it', async () => {
    const [owner, other] = [await signUp({ businessName: 'Secret Owner' }), await signUp()]
    const [first, second] = [chosen(), chosen()]
    second.waba = first.waba
    await connect(owner, first)
    const { state } = await start(other)
    const answer = await refusal(other, second, await finish(other, state, second))
    expect(answer).toMatchObject({ status: 422, failed: 'unclaimed' })
    expect(answer.message).not.toContain('Secret Owner')
    expect(second.subscribed).toBe(false)
  })

  it('the owner connects several of its WABAs, and other portfolios', async () => {
    const person = await signUp()
    const [first, second, third] = [chosen(), chosen(), chosen()]
    second.waba = first.waba
    for (const meta of [first, second, third]) await connect(person, meta)
    expect((await connectionsOf(person)).map(({ wabaId }) => wabaId).sort()).toEqual(
      [first, second, third].map(({ wabaId }) => wabaId).sort(),
    )
  })

  it('it is free again when its last connection ended; what was known of the number stays behind', async () => {
    const [before, after] = [await signUp(), await signUp()]
    const meta = chosen()
    unregistered(meta)
    const { id } = await connect(before, meta)
    await before.browser.read(before.browser.delete(`/api/v1/connections/${id}`))
    meta.grantAgain()
    const connection = await connect(after, meta)
    expect(connection.id).not.toBe(id)
    const db = await testDeps().db.account(after.session.account.id)
    const rows = await db.all(`SELECT pin FROM numbers WHERE account_id = '${db.accountId}'`)
    expect(rows).toEqual([{ pin: null }])
  })

  it('two accounts at once: one gets it', async () => {
    const people = [await signUp(), await signUp()]
    const meta = chosen()
    const states = await Promise.all(people.map((person) => start(person)))
    const answers = await Promise.all(
      people.map((person, at) => finish(person, states[at]?.state ?? '', meta)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
  })
})

describe('renewing what is connected', () => {
  it('by the window alone is refused with a clear word, in a second tab as well', async () => {
    const person = await signUp()
    const meta = chosen()
    const [one, two] = [await start(person), await start(person)]
    expect((await finish(person, one.state, meta)).status).toBe(201)
    const second = await finish(person, two.state, meta)
    expect(second.status).toBe(409)
    expect(await second.json()).toMatchObject({ error: { code: 'connection.connected_already' } })
    expect(await connectionsOf(person)).toHaveLength(1)
  })

  it('goes with the mailed code, and owners are told', async () => {
    const person = await signUp()
    const meta = chosen()
    const { id: connectionId } = await connect(person, meta)
    await person.browser.read(person.browser.post('/api/v1/connections/code'))
    const renews = { connectionId, code: await newestCode(person.email) }
    const { state } = await start(person, { renews })
    const connection = await person.browser.read<ConnectionView>(finish(person, state, meta))
    expect(connection.id).toBe(connectionId)
  })

  it('never with a wrong code', async () => {
    const person = await signUp()
    const { id: connectionId } = await connect(person, chosen())
    const renews = { connectionId, code: 'ABCD2345' }
    const answer = await person.browser.post('/api/v1/connections/signup', { renews })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })
})

describe('further numbers', () => {
  it('of a connected WABA are taken into use, and no others', async () => {
    const person = await signUp()
    const meta = chosen()
    const { id } = await connect(person, meta)
    const another = `${meta.numberId.slice(1)}7`
    meta.numbers.push({ id: another, display_phone_number: '+972 55-555-0188' })
    const add = (phoneNumberId: string) =>
      person.browser.post(`/api/v1/connections/${id}/numbers`, { phoneNumberId })
    expect((await add(chosen().numberId)).status).toBe(404)
    expect((await add(another)).status).toBe(204)
    const [connection] = await connectionsOf(person)
    expect(connection?.numbers.map((one) => one.id).sort()).toEqual([another, meta.numberId].sort())
  })
})
