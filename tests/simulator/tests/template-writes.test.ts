import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { APP, type Running, startSimulator } from './running'
import { openStore, proofOf, type Store } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const created = () => example('request.templates.create')
const plain = (more: object = {}) => ({
  name: 'hello_there',
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Your order is on its way to you.' }],
  ...more,
})
const add = (store: Store, body: object) =>
  store.graph('POST', `${store.wabaId}/message_templates`, body)
const list = async (store: Store, query = '') => {
  const { json } = await store.graph('GET', `${store.wabaId}/message_templates?limit=100${query}`)
  // Graph answers a list.
  return json.data as { id: string; name: string; status: string; category: string }[]
}

describe('a template that is handed in', () => {
  it('is taken for review as Meta words it, and stands in the list', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    const { status, json } = await add(store, created())
    expect(status, JSON.stringify(json)).toBe(200)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.templates.create')))
    expect(await list(store)).toMatchObject([{ name: 'order_update_v2', status: 'PENDING' }])
    const fields = 'id,components,message_send_ttl_seconds'
    const read = await store.graph('GET', `${String(json.id)}?fields=${fields}`)
    expect(read.json).toMatchObject({ message_send_ttl_seconds: 3600 })
  })

  it('becomes marketing when it sells, whatever it is declared as', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    const components = [{ type: 'BODY', text: 'Our big sale begins today, come and see it.' }]
    const { json } = await add(store, plain({ components }))
    expect(json.category).toBe('MARKETING')
  })

  it('needs a name that is free, and for a month not one that was deleted', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    await add(store, plain())
    expect((await add(store, plain())).error.error_subcode).toBe(2388024)
    const { wabaId } = store
    await store.admin('POST', 'templates/status', {
      wabaId,
      name: 'hello_there',
      status: 'APPROVED',
    })
    await store.graph('DELETE', `${wabaId}/message_templates?name=hello_there`)
    expect(await list(store)).toEqual([])
    expect((await add(store, plain())).error.error_subcode).toBe(2388023)
  })

  it('is one of a hundred in an hour at most', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    for (let n = 0; n < 100; n++) await add(store, plain({ name: `hello_${n}` }))
    expect((await add(store, plain({ name: 'one_more' }))).error.error_subcode).toBe(2388019)
  })

  it('is approved after a while when the dial says so, with the webhook', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    await store.admin('PUT', 'dials', { dials: { templateReviewMs: 60_000 } })
    await add(store, plain())
    expect(await list(store)).toMatchObject([{ status: 'PENDING' }])
    await store.told()
    expect(await list(store)).toMatchObject([{ status: 'APPROVED' }])
    const news = store.changes().map(({ field, value }) => [field, value])
    expect(news).toMatchObject([
      ['message_template_status_update', { event: 'APPROVED', reason: 'NONE' }],
    ])
    await store.admin('PUT', 'dials', { dials: { templateReviewMs: 0 } })
  })
})

describe('an edit', () => {
  it('replaces the components and goes to review again, once a day for what is approved', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    const { json } = await add(store, plain())
    const id = String(json.id)
    const edit = (body: object) => store.graph('POST', id, body)
    const components = [{ type: 'BODY', text: 'Your order will be with you tomorrow.' }]
    expect((await edit({ components })).error.error_subcode).toBe(2388039)
    const { wabaId } = store
    const name = 'hello_there'
    const approve = () =>
      store.admin('POST', 'templates/status', { wabaId, name, status: 'APPROVED' })
    await approve()
    expect((await edit({ category: 'MARKETING' })).status).toBe(400)
    expect((await edit({ components })).json).toEqual({ success: true })
    expect(await list(store)).toMatchObject([{ status: 'PENDING' }])
    await approve()
    expect((await edit({ components })).error.error_subcode).toBe(2388039)
  })
})

describe('a deletion', () => {
  it('takes one language by its id, or all of a name', async () => {
    const store = await openStore(simulator)
    const [first] = await list(store, '&name=order_update')
    const one = `${store.wabaId}/message_templates?name=order_update&hsm_id=${first?.id}`
    expect((await store.graph('DELETE', one)).json).toEqual({ success: true })
    expect(await list(store, '&name=order_update')).toHaveLength(1)
    await store.graph('DELETE', `${store.wabaId}/message_templates?name=weekend_offer`)
    expect(await list(store, '&name=weekend_offer')).toEqual([])
  })

  it('is refused for what Meta disabled', async () => {
    const store = await openStore(simulator)
    const { wabaId } = store
    const name = 'weekend_offer'
    await store.admin('POST', 'templates/status', { wabaId, name, status: 'DISABLED' })
    const answer = await store.graph('DELETE', `${wabaId}/message_templates?name=${name}`)
    expect(answer.error.error_subcode).toBe(2388039)
  })
})

describe('the sample of a header', () => {
  const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, ...Array.from({ length: 96 }, () => 7)])

  async function send(store: Store, path: string, method = 'POST', bytes?: Uint8Array, from = 0) {
    const link = new URL(`${simulator.url}/v26.0/${path}`)
    link.searchParams.set('appsecret_proof', proofOf(store.accessToken))
    const response = await fetch(link, {
      method,
      headers: { Authorization: `OAuth ${store.accessToken}`, file_offset: String(from) },
      ...(bytes && { body: bytes as BodyInit }),
    })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }
  const begin = (store: Store, type = 'image/png', length = PNG.length) =>
    send(
      store,
      `${APP.META_APP_ID}/uploads?file_name=a.png&file_length=${length}&file_type=${type}`,
    )

  it('goes up in a session and comes back as a handle that a template can show', async () => {
    const store = await openStore(simulator, { templates: 'none' })
    const session = await begin(store)
    expect(shapeOf(session.json)).toEqual(shapeOf(example('response.upload_session.create')))
    const { json } = await send(store, String(session.json.id), 'POST', PNG)
    expect(shapeOf(json)).toEqual(shapeOf(example('response.upload_session.finish')))
    const withHeader = (handle: unknown) =>
      plain({
        components: [
          { type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } },
          { type: 'BODY', text: 'Your order is on its way to you.' },
        ],
      })
    expect((await add(store, withHeader('4::made:up'))).status).toBe(400)
    expect((await add(store, withHeader(json.h))).status).toBe(200)
  })

  it('goes on where it broke off', async () => {
    const store = await openStore(simulator)
    await store.admin('PUT', 'dials', { dials: { uploadBreaksAfter: 40 } })
    const { json } = await begin(store)
    const id = String(json.id)
    expect((await send(store, id, 'POST', PNG)).status).toBe(503)
    await store.admin('PUT', 'dials', { dials: { uploadBreaksAfter: 0 } })
    expect((await send(store, id, 'GET')).json).toMatchObject({ file_offset: 40 })
    expect((await send(store, id, 'POST', PNG.slice(50), 50)).status).toBe(400)
    expect((await send(store, id, 'POST', PNG.slice(40), 40)).json).toHaveProperty('h')
  })

  it('is refused when it is of a wrong kind, or not what it says', async () => {
    const store = await openStore(simulator)
    expect((await begin(store, 'text/html')).status).toBe(400)
    const { json } = await begin(store, 'application/pdf')
    expect((await send(store, String(json.id), 'POST', PNG)).status).toBe(400)
  })
})

describe('news of a template', () => {
  it.each([
    ['ahead', true, 'webhook.template_category_update.announced'],
    ['done', false, 'webhook.template_category_update.done'],
  ])('about its category, %s, has the shape of Meta’s', async (_name, ahead, name) => {
    const store = await openStore(simulator)
    const wish = { name: 'order_update', language: 'he', category: 'MARKETING', ahead }
    await store.admin('POST', 'templates/category', { wabaId: store.wabaId, ...wish })
    await store.told()
    const { entry } = example(name) as { entry: { changes: { value: object }[] }[] }
    const [change] = store.changes()
    expect(shapeOf(change?.value)).toEqual(shapeOf(entry[0]?.changes[0]?.value))
  })

  it('about its words names it', async () => {
    const store = await openStore(simulator)
    const wish = { name: 'order_update', language: 'he', body: 'טקסט חדש לגמרי של התבנית' }
    await store.admin('POST', 'templates/words', { wabaId: store.wabaId, ...wish })
    await store.told()
    expect(store.changes()).toMatchObject([
      { field: 'message_template_components_update', value: { message_template_language: 'he' } },
    ])
  })
})
