import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { type Running, startSimulator } from './running'
import { openStore, proofOf } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const NUMBER_FIELDS =
  'verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput,name_status,status,is_on_biz_app'

describe('accounts and numbers', () => {
  it('answers the fields asked for, and a field that does not exist with code 100', async () => {
    const store = await openStore(simulator, { name: 'Blue Shop', currency: 'ILS', timezone: '70' })

    const { json } = await store.graph('GET', `${store.wabaId}?fields=name,currency,timezone_id`)
    expect(json).toEqual({
      name: 'Blue Shop',
      currency: 'ILS',
      timezone_id: '70',
      id: store.wabaId,
    })

    const odd = await store.graph('GET', `${store.wabaId}?fields=name,colour`)
    expect([odd.status, odd.error.code]).toEqual([400, 100])
    expect(odd.error.message).toContain('colour')
  })

  it('lists the numbers of an account in the shape of the example, page by page', async () => {
    const store = await openStore(simulator, { numbers: [{}, { isOnBizApp: true }, {}] })
    const list = `${store.wabaId}/phone_numbers?fields=${NUMBER_FIELDS}`

    const first = await store.graph('GET', `${list}&limit=1`)
    expect(shapeOf({ ...first.json, paging: pagingOf(first.json, 'cursors') })).toEqual(
      shapeOf(example('response.phone_numbers.list')),
    )
    const { cursors } = first.json.paging as { cursors: { after: string } }
    const rest = await store.graph('GET', `${list}&after=${cursors.after}`)
    const ids = [first, rest].flatMap(({ json }) =>
      (json.data as { id: string }[]).map(({ id }) => id),
    )
    expect(ids).toEqual(store.numbers.map(({ id }) => id))
  })

  it('shows the portfolio limit and the health of a number', async () => {
    const store = await openStore(simulator, { messagingLimit: 'TIER_2K' })
    const { phoneNumberId } = store

    const limit = await store.graph(
      'GET',
      `${phoneNumberId}?fields=whatsapp_business_manager_messaging_limit`,
    )
    expect(limit.json).toEqual({
      ...example('response.phone_number.messaging_limit'),
      id: phoneNumberId,
    })

    await store.admin('POST', 'accounts/payment', { wabaId: store.wabaId, missing: true })
    const { json } = await store.graph('GET', `${phoneNumberId}?fields=health_status`)
    expect(json.health_status).toMatchObject({
      can_send_message: 'BLOCKED',
      entities: [
        { entity_type: 'PHONE_NUMBER', id: phoneNumberId, can_send_message: 'AVAILABLE' },
        { entity_type: 'WABA', errors: [{ error_code: 131042 }] },
        { entity_type: 'BUSINESS' },
        { entity_type: 'APP' },
      ],
    })
  })

  it('subscribes the app and lists it until it is taken off again', async () => {
    const store = await openStore(simulator, { subscribed: false })
    const path = `${store.wabaId}/subscribed_apps`
    expect((await store.graph('GET', path)).json).toEqual({ data: [] })

    expect((await store.graph('POST', path)).json).toEqual({ success: true })
    const { json } = await store.graph('GET', path)
    const [expected] = example('response.subscribed_apps.list').data as Record<string, unknown>[]
    const { override_callback_uri: _none, ...app } = expected ?? {}
    expect(shapeOf(json)).toEqual(shapeOf({ data: [app] }))

    await store.graph('DELETE', path)
    expect((await store.graph('GET', path)).json).toEqual({ data: [] })
  })
})

describe('templates', () => {
  it('have six names in Hebrew and English for the demo, one in review and one rejected', async () => {
    const store = await openStore(simulator)
    const { json } = await store.graph('GET', `${store.wabaId}/message_templates?limit=100`)
    const templates = json.data as { name: string; language: string; status: string }[]

    const approved = templates.filter(({ status }) => status === 'APPROVED')
    expect(new Set(approved.map(({ name }) => name)).size).toBe(6)
    expect(approved.map(({ language }) => language).sort()).toEqual([
      ...Array(6).fill('en_US'),
      ...Array(6).fill('he'),
    ])
    const others = templates.filter(({ status }) => status !== 'APPROVED')
    expect(others.map(({ status }) => status).sort()).toEqual(['PENDING', 'REJECTED'])
  })

  it('are listed to the last page by cursors, each once', async () => {
    const store = await openStore(simulator, { templates: 620 })
    const fields = 'id,name,status,category,language,components,parameter_format,quality_score'
    const seen: string[] = []
    let after = ''
    for (;;) {
      const { json } = await store.graph(
        'GET',
        `${store.wabaId}/message_templates?fields=${fields}&limit=250&after=${after}`,
      )
      seen.push(...(json.data as { id: string }[]).map(({ id }) => id))
      const { cursors, next } = json.paging as { cursors: { after: string }; next?: string }
      if (!next) break
      expect(next).not.toContain(proofOf(store.accessToken))
      after = cursors.after
    }
    expect(seen.length).toBe(620)
    expect(new Set(seen).size).toBe(620)
  })

  it('look like the example, and twenty-five come without a limit', async () => {
    const components = [(example('response.templates.list').data as Body[])[0]?.components[0]]
    const store = await openStore(simulator, {
      templates: Array.from({ length: 30 }, (_, i) => ({
        name: `order_update_v${i}`,
        language: 'en_US',
        category: 'UTILITY',
        parameter_format: 'NAMED',
        components,
      })),
    })
    const { json } = await store.graph(
      'GET',
      `${store.wabaId}/message_templates?fields=name,parameter_format,components,language,status,category,quality_score`,
    )
    const data = json.data as unknown[]
    expect(data.length).toBe(25)
    expect(shapeOf({ ...json, data: data.slice(0, 1) })).toEqual(
      shapeOf(example('response.templates.list')),
    )
  })

  it('are filtered by name, status, category and language', async () => {
    const store = await openStore(simulator)
    const names = async (query: string) => {
      const { json } = await store.graph('GET', `${store.wabaId}/message_templates?${query}`)
      return (json.data as { name: string }[]).map(({ name }) => name)
    }
    expect(await names('status=pending')).toEqual(['new_branch_opening'])
    expect(await names('name=order_update&language=he')).toEqual(['order_update'])
    expect((await names('category=MARKETING&status=APPROVED&language=he')).length).toBe(3)
    expect(await names('name_or_content=prize')).toEqual(['prize_winner'])
  })
})

type Body = { components: unknown[] }

const pagingOf = (json: Record<string, unknown>, name: string) => ({
  [name]: (json.paging as Record<string, unknown>)[name],
})

describe('management calls', () => {
  it('are counted in the headers, and refused with 80007 when the hour is used up', async () => {
    const store = await openStore(simulator)
    await store.admin('PUT', 'dials', { dials: { managementCallsPerHour: 4 } })
    try {
      const answers = []
      for (let i = 0; i < 5; i++) answers.push(await store.graph('GET', store.wabaId))

      const usage = answers.map(({ headers }) =>
        JSON.parse(headers.get('X-Business-Use-Case-Usage') ?? '{}'),
      )
      expect(usage.map((each) => each[store.wabaId]?.[0].call_count)).toEqual([
        25, 50, 75, 100, 100,
      ])
      expect(usage[4][store.wabaId][0].estimated_time_to_regain_access).toBeGreaterThan(0)
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400])
      expect(shapeOf(answers[4]?.json)).toEqual(shapeOf(example('response.error.80007')))
    } finally {
      await store.admin('PUT', 'dials', { dials: { managementCallsPerHour: 5000 } })
    }
  })
})

describe('media', () => {
  const upload = async (
    store: Awaited<ReturnType<typeof openStore>>,
    bytes: Uint8Array,
    type: string,
  ) => {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('type', type)
    form.set('file', new File([bytes as BlobPart], 'winter', { type }))
    const response = await fetch(
      `${store.url}/v26.0/${store.phoneNumberId}/media?appsecret_proof=${proofOf(store.accessToken)}`,
      { method: 'POST', headers: { Authorization: `Bearer ${store.accessToken}` }, body: form },
    )
    return (await response.json()) as { id: string; error?: { code: number } }
  }
  const picture = Uint8Array.from({ length: 2_500_000 }, (_, i) => i % 251)

  it('is uploaded, described, downloaded with the token, and deleted', async () => {
    const store = await openStore(simulator)
    const headers = { Authorization: `Bearer ${store.accessToken}` }

    const uploaded = await upload(store, picture, 'image/jpeg')
    expect(shapeOf(uploaded)).toEqual(shapeOf(example('response.media.upload')))

    const { json } = await store.graph('GET', uploaded.id)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.media.get')))
    expect(json).toMatchObject({ mime_type: 'image/jpeg', file_size: '2500000' })

    expect((await fetch(String(json.url))).status).toBe(401)
    const download = await fetch(String(json.url), { headers })
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(picture)

    expect((await store.graph('DELETE', uploaded.id)).json).toEqual({ success: true })
    expect((await store.graph('GET', uploaded.id)).error.error_subcode).toBe(33)
  })

  it('is a voice message as Ogg only; another sound is taken, and fails afterwards', async () => {
    const store = await openStore(simulator)
    const from = '+12025550143'
    await store.admin('POST', 'inbound', { phoneNumberId: store.phoneNumberId, text: 'Hi', from })
    const request = example('request.messages.audio.voice')
    for (const type of ['audio/ogg', 'audio/mp4']) {
      const { id } = await upload(store, picture, type)
      const sent = await store.send({ ...request, to: from, audio: { id, voice: true } })
      expect(sent.status).toBe(200)
    }
    await store.told()
    const failed = store.statuses().filter(({ status }) => status === 'failed')
    expect(failed.map(({ errors }) => errors?.[0]?.code)).toEqual([131053])
  })

  it('is not shown to another business, and not taken when too large or of a strange kind', async () => {
    const [mine, other] = [await openStore(simulator), await openStore(simulator)]
    const { id } = await upload(mine, picture, 'image/png')

    expect((await other.graph('GET', id)).error.error_subcode).toBe(33)
    expect((await upload(mine, new Uint8Array(6_000_000), 'image/png')).error?.code).toBe(100)
    expect((await upload(mine, picture, 'application/x-evil')).error?.code).toBe(100)
  })
})
