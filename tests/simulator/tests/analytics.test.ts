import { afterAll, beforeAll, expect, it } from 'vitest'
import { example, shapeOf } from './examples'
import { type Running, startSimulator } from './running'
import { openStore, reminder } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const DAY = 86_400
const now = () => Math.floor(Date.now() / 1000)
const range = (days = 2) => ({ start: now() - days * DAY, end: now() + DAY })

const pricing = ({ start, end }: { start: number; end: number }, dimensions = '') =>
  `pricing_analytics.start(${start}).end(${end}).granularity(DAILY).metric_types([COST,VOLUME]).dimensions([${dimensions}])`

async function storeWith(people: number) {
  const store = await openStore(simulator, { timezone: '70' })
  for (let n = 0; n < people; n++) await store.send(reminder(`+97254555010${n}`))
  await store.told()
  return store
}

it('bills what was delivered, by the dimensions asked for, in the shape of the example', async () => {
  const store = await storeWith(3)
  const all = 'PRICING_CATEGORY,PRICING_TYPE,COUNTRY,PHONE,TIER'
  const { json } = await store.graph('GET', `${store.wabaId}?fields=${pricing(range(), all)}`)
  const [set] = (json.pricing_analytics as { data: { data_points: object[] }[] }).data
  const [point] = set?.data_points ?? []
  expect(set?.data_points).toHaveLength(1)
  expect(point).toMatchObject({
    country: 'IL',
    pricing_type: 'REGULAR',
    pricing_category: 'UTILITY',
    volume: 3,
    cost: 0.0159,
  })
  const { data } = example('response.pricing_analytics').pricing_analytics as {
    data: { data_points: object[] }[]
  }
  expect(shapeOf(point)).toEqual(shapeOf(data[0]?.data_points[0]))
})

it('counts sent and delivered messages by day', async () => {
  const store = await storeWith(2)
  const { start, end } = range()
  const field = `analytics.start(${start}).end(${end}).granularity(DAY)`
  const { json } = await store.graph('GET', `${store.wabaId}?fields=${field}`)
  expect(shapeOf(json)).toEqual(shapeOf(example('response.analytics')))
  expect(json).toMatchObject({ analytics: { data_points: [{ sent: 2, delivered: 2 }] } })
})

it('refuses ranges, dimensions and granularities that Meta refuses', async () => {
  const store = await storeWith(0)
  const refused = [
    pricing({ start: now(), end: now() - DAY }),
    pricing(range(400)),
    pricing(range(), 'COLOUR'),
    pricing(range()).replace('DAILY', 'YEARLY'),
  ]
  for (const fields of refused) {
    const { status, error } = await store.graph('GET', `${store.wabaId}?fields=${fields}`)
    expect([status, error.code]).toEqual([400, 100])
  }
})

it('tells clicks of ten templates at most, and only once a business agreed to insights', async () => {
  const store = await storeWith(1)
  const { json: list } = await store.graph('GET', `${store.wabaId}/message_templates?limit=250`)
  const ids = (list.data as { id: string }[]).map(({ id }) => id)
  const { start, end } = range()
  const asked = (some: string[]) =>
    `${store.wabaId}/template_analytics?start=${start}&end=${end}&granularity=DAILY&template_ids=[${some.join(',')}]`
  const { json } = await store.graph('GET', asked(ids.slice(0, 10)))
  expect(json.data).toMatchObject([{ granularity: 'DAILY', data_points: expect.any(Array) }])
  const many = Array.from({ length: 11 }, () => ids[0] ?? '')
  expect((await store.graph('GET', asked(many))).error.code).toBe(100)

  await store.admin('PUT', 'dials', { dials: { billing: { insights: false } } })
  expect((await store.graph('GET', asked(ids.slice(0, 1)))).error.code).toBe(200007)
  await store.admin('PUT', 'dials', { dials: { billing: { insights: true } } })
})
