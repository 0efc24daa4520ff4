import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP, type Running, startSimulator } from './running'
import { openStore } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const choose = async (choice: Record<string, string>) => {
  const answer = await fetch(`${simulator.url}/dialog`, {
    method: 'POST',
    body: new URLSearchParams(choice),
  })
  return answer.text()
}
const codeIn = (page: string) => /"code":"([\w+=/]+)"/.exec(page)?.[1] ?? ''
const exchange = async (code: string, secret = APP.META_APP_SECRET) => {
  const query = new URLSearchParams({ client_id: APP.META_APP_ID, client_secret: secret, code })
  const answer = await fetch(`${simulator.url}/v26.0/oauth/access_token?${query}`)
  return { status: answer.status, json: await answer.json() }
}

describe('the sign-up window', () => {
  it('tells ids and code apart, in either order', async () => {
    const ids = await choose({ end: 'finish', order: 'ids_first' })
    expect(ids.indexOf('WA_EMBEDDED_SIGNUP')).toBeLessThan(ids.indexOf('"code"'))
    const code = await choose({ end: 'finish', order: 'code_first' })
    expect(code.indexOf('"code"')).toBeLessThan(code.indexOf('WA_EMBEDDED_SIGNUP'))
  })

  it('gives a code that is good once, to the app only', async () => {
    const code = codeIn(await choose({ end: 'finish' }))
    expect((await exchange(code, 'not-our-secret')).status).toBe(400)
    expect((await exchange(code)).json).toMatchObject({ token_type: 'bearer' })
    expect((await exchange(code)).json).toMatchObject({
      error: { code: 100, error_subcode: 36009 },
    })
    expect((await exchange('AQnever')).status).toBe(400)
  })

  it('gives nothing when it is cancelled or closed', async () => {
    const cancelled = await choose({ end: 'cancel' })
    expect(cancelled).toContain('PHONE_NUMBER_SETUP')
    expect(codeIn(cancelled)).toBe('')
    expect(codeIn(await choose({ end: 'close' }))).toBe('')
  })
})

describe('registering a number', () => {
  it('takes six digits; a number of the phone app is never registered', async () => {
    const store = await openStore(simulator, { numbers: [{}, { isOnBizApp: true }] })
    const [first, shared] = store.numbers
    const register = (id: string | undefined, pin: string) =>
      store.graph('POST', `${id}/register`, { messaging_product: 'whatsapp', pin })
    expect((await register(first?.id, '12')).error.code).toBe(100)
    expect((await register(first?.id, '481516')).status).toBe(200)
    expect((await register(first?.id, '000000')).error.code).toBe(133005)
    expect((await register(shared?.id, '481516')).error.code).toBe(133000)
  })

  it('takes no PIN any more after five wrong ones', async () => {
    const store = await openStore(simulator)
    const register = (pin: string) =>
      store.graph('POST', `${store.phoneNumberId}/register`, { messaging_product: 'whatsapp', pin })
    await register('481516')
    for (let tries = 0; tries < 5; tries++) await register('000000')
    expect((await register('481516')).error.code).toBe(133008)
  })
})
