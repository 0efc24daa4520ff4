import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { APP, type Running, startSimulator } from './running'
import { openStore, proofOf, reminder, type Store } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const asApp = { Authorization: `Bearer ${APP.META_APP_ID}|${APP.META_APP_SECRET}` }

async function debug(store: Store) {
  const response = await fetch(
    `${simulator.url}/v26.0/debug_token?input_token=${store.accessToken}`,
    { headers: asApp },
  )
  return (await response.json()) as { data: Record<string, unknown> }
}

describe('debug_token', () => {
  it('tells the app what a token is good for, in the shape of the example', async () => {
    const store = await openStore(simulator)

    const answer = await debug(store)

    expect(shapeOf(answer)).toEqual(shapeOf(example('response.debug_token')))
    expect(answer.data).toMatchObject({
      app_id: APP.META_APP_ID,
      is_valid: true,
      granular_scopes: [
        { scope: 'whatsapp_business_management', target_ids: [store.wabaId] },
        { scope: 'whatsapp_business_messaging', target_ids: [store.wabaId] },
      ],
      user_id: store.systemUserId,
    })
  })

  it('names the other app of a token that was made for one', async () => {
    const store = await openStore(simulator, { token: { appId: '123' } })
    expect((await debug(store)).data.app_id).toBe('123')
  })

  it('says that a token is unknown, expired or without its scopes', async () => {
    const unknown = await openStore(simulator)
    unknown.accessToken = 'EAAnonsense'
    expect((await debug(unknown)).data).toMatchObject({ is_valid: false, scopes: [] })

    const expired = await openStore(simulator, { token: { expiresAt: 1_700_000_000 } })
    const { data } = await debug(expired)
    expect(data).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } })

    const narrow = await openStore(simulator, { token: { scopes: ['public_profile'] } })
    expect((await debug(narrow)).data).toMatchObject({ is_valid: true, granular_scopes: [] })
  })
})

describe('a call to Graph', () => {
  it('is refused without a token, with an unknown one and with a dead one', async () => {
    const store = await openStore(simulator)
    const bare = await fetch(`${simulator.url}/v26.0/${store.wabaId}`)
    expect([bare.status, ((await bare.json()) as { error: { code: number } }).error.code]).toEqual([
      401, 104,
    ])

    await store.admin('POST', 'tokens/expire', { accessToken: store.accessToken })
    const { status, json } = await store.graph('GET', store.wabaId)
    expect(status).toBe(401)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.error.190')))
    expect(json.error).toMatchObject({ code: 190, error_subcode: 463 })
  })

  it('needs the proof that belongs to the token and the app', async () => {
    const store = await openStore(simulator)
    const call = async (query: string) => {
      const response = await fetch(`${simulator.url}/v26.0/${store.wabaId}${query}`, {
        headers: { Authorization: `Bearer ${store.accessToken}` },
      })
      return [
        response.status,
        ((await response.json()) as { error?: { code: number } }).error?.code,
      ]
    }
    const vector = example('request.appsecret_proof_vector')
    expect(proofOf(String(vector.access_token), String(vector.app_secret))).toBe(
      vector.appsecret_proof,
    )

    expect(await call('')).toEqual([400, 100])
    expect(await call(`?appsecret_proof=${proofOf(store.accessToken, 'another')}`)).toEqual([
      400, 100,
    ])
    expect(await call(`?appsecret_proof=${proofOf(store.accessToken)}`)).toEqual([200, undefined])
  })

  it('needs no proof where the app does not require it', async () => {
    const store = await openStore(simulator, { requireProof: false })
    const response = await fetch(`${simulator.url}/v26.0/${store.wabaId}`, {
      headers: { Authorization: `Bearer ${store.accessToken}` },
    })
    expect(response.status).toBe(200)
  })

  it('is refused for want of a scope, by the kind of call', async () => {
    const store = await openStore(simulator)
    const { accessToken } = store
    const scopes = ['whatsapp_business_messaging', 'whatsapp_business_management']
    for (const scope of scopes) {
      await store.admin('POST', 'tokens/scopes', { accessToken, remove: [scope] })
    }

    const sent = await store.send(reminder('+972501234567'))
    const asked = await store.graph('GET', `${store.wabaId}/message_templates`)

    expect([sent.status, sent.error.code]).toEqual([403, 10])
    expect([asked.status, asked.error.code]).toEqual([403, 200])
  })

  it('sees nothing of another business', async () => {
    const [mine, other] = [await openStore(simulator), await openStore(simulator)]

    for (const id of [other.wabaId, other.phoneNumberId, '1234567']) {
      const { status, json } = await mine.graph('GET', id)
      expect(status).toBe(400)
      expect(shapeOf(json)).toEqual(shapeOf(example('response.error.100_subcode33')))
    }
    const sent = await mine.graph('POST', `${other.phoneNumberId}/messages`, {})
    expect(sent.error).toMatchObject({ code: 100, error_subcode: 33 })
  })
})

describe('giving access back', () => {
  it('ends the token and says by which call', async () => {
    for (const path of ['me/permissions', undefined]) {
      const store = await openStore(simulator)
      const answer = await store.graph('DELETE', path ?? `${store.systemUserId}/permissions`)
      expect(answer.json).toEqual({ success: true })

      const after = await store.graph('GET', store.wabaId)
      expect(after.error).toMatchObject({ code: 190, error_subcode: 458 })
      const state = await store.admin('GET', `token-state?accessToken=${store.accessToken}`)
      expect(state).toMatchObject({ isValid: false, revokedBy: 'permissions' })
    }
  })

  it('works with the secret of the app as well, and with nothing less', async () => {
    const store = await openStore(simulator)
    const revoke = (secret: string) =>
      fetch(
        `${simulator.url}/v26.0/oauth/revoke?client_id=${APP.META_APP_ID}&client_secret=${secret}&revoke_token=${store.accessToken}`,
      )
    expect((await revoke('guess')).status).toBe(400)
    expect((await store.graph('GET', store.wabaId)).status).toBe(200)

    expect((await revoke(APP.META_APP_SECRET)).status).toBe(200)
    expect((await store.graph('GET', store.wabaId)).status).toBe(401)
  })

  it('can give back one permission only', async () => {
    const store = await openStore(simulator)
    await store.graph('DELETE', 'me/permissions/whatsapp_business_messaging')

    expect((await store.graph('GET', store.wabaId)).status).toBe(200)
    expect((await store.send(reminder('+972501234567'))).error.code).toBe(10)
  })
})
