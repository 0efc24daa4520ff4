import { describe, expect, it } from 'vitest'
import { testDeps } from '../../support/deps'
import { invite } from '../../support/members'
import { signIn, signUp } from '../../support/people'
import {
  chosen,
  connect,
  connectionsOf,
  finish,
  MANAGEMENT,
  refusal,
  start,
  unregistered,
} from '../../support/signup-window'

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
