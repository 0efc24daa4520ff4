import { describe, expect, it } from 'vitest'
import type { ConnectionView } from '../../../worker/contract/connections'
import { testDeps } from '../../support/deps'
import { newestCode, signUp } from '../../support/people'
import {
  chosen,
  connect,
  connectionsOf,
  finish,
  start,
  unregistered,
} from '../../support/signup-window'

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
