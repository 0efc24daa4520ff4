import { describe, expect, it } from 'vitest'
import { broadcastRoutes } from '../../../worker/features/broadcasts/routes'
import { randomId } from '../../../worker/lib/ids'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

const TABLES = ['broadcasts', 'recipients', 'chunks', 'active_broadcasts', 'suppressions', 'audit']

/** Everything about an account's broadcasts, for comparing before and after. */
const contentsOf = (shop: Shop) =>
  Promise.all(TABLES.map((table) => shop.query(`SELECT * FROM ${table} WHERE account_id = ?`)))

/** Two accounts; one has a broadcast that is being sent, under a name that must not leak. */
async function two() {
  const [owner, stranger] = [await Shop.open(), await Shop.open()]
  await owner.add([{ firstName: 'Canary', phone: '+972541111111' }, {}])
  const id = await owner.running({ name: 'Canary sale' })
  await owner.sendAll()
  return { owner, stranger, id }
}

const routes = [
  ...new Map(
    broadcastRoutes.routes
      .filter(({ method, path }) => method !== 'ALL' && path.includes(':broadcastId'))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  ).values(),
]
const BODIES: Record<string, object> = {
  PATCH: { version: 1, name: 'Mine now' },
  launch: { version: 1, people: 9, maxCostMicros: 1e9 },
  retry: { what: 'failed' },
  duplicate: { name: 'Mine too' },
  'follow-ups': { who: 'missed', name: 'Mine too' },
  tests: {
    version: 1,
    like: null,
    messages: [{ id: 'a'.repeat(26), contactId: 'b'.repeat(26) }],
  },
}
const QUERIES: Record<string, string> = {
  'left-out': '?reason=opted_out',
  fallbacks: '?key=body.1',
  'follow-ups': '?who=missed',
  export: '?format=csv',
}

describe('a broadcast of another account', () => {
  it('is as if it were not there, on every route, and stays as it is', async () => {
    const { owner, stranger, id } = await two()
    const before = await contentsOf(owner)
    expect(routes.length).toBeGreaterThan(10)
    for (const { method, path } of routes) {
      const ask = async (broadcastId: string) => {
        const filled = path.replace(':broadcastId', broadcastId).replace(/:no\{[^}]*\}|:no/, '1')
        const query = QUERIES[path.split('/').at(-1) ?? ''] ?? ''
        const body = BODIES[method] ?? BODIES[path.split('/').at(-1) ?? ''] ?? {}
        const answer = await stranger.browser.send(
          method,
          `/api/v1/broadcasts${filled}${query}`,
          method === 'GET' || method === 'DELETE' ? {} : { body },
        )
        const text = await answer.text()
        return { status: answer.status, text: text.replace(/"requestId":"[^"]*"/, '') }
      }
      const foreign = await ask(id)
      expect(foreign.status, `${method} ${path}`).toBe(404)
      expect(foreign, `${method} ${path}`).toEqual(await ask(randomId()))
      expect(foreign.text).not.toMatch(/Canary|972541111111/)
    }
    expect(await contentsOf(owner)).toEqual(before)
  })

  it('is in no list', async () => {
    const { stranger } = await two()
    for (const state of ['', '?state=sent', '?state=draft']) {
      expect(await stranger.get(`/broadcasts${state}`)).toEqual({ items: [], next: null })
    }
  })

  it('hears nothing from webhooks about a number of somebody else', async () => {
    const { owner, stranger, id } = await two()
    const before = await owner.rows(id)
    const tagged = before.map(({ no, token }) =>
      aStatus({ status: 'read' }, { broadcastId: id, no, token: token ?? '' }),
    )
    // Signed by Meta, with the right tags, but about the stranger's number.
    await stranger.statuses(...tagged)
    await stranger.inbound({
      id: 'wamid.stop',
      from: '972541111111',
      type: 'text',
      timestamp: '1800000000',
      text: { body: 'STOP' },
    })
    expect(await owner.rows(id)).toEqual(before)
    expect((await owner.plan((await owner.draft()).id)).people).toBe(2)
  })
})

it('a draft that names what belongs to another account finds nothing there', async () => {
  const { owner, stranger } = await two()
  await stranger.addMany(1)
  const theirs = await owner.draft({ template: 'sale' })
  const tag = await owner.tagId('canary')
  await owner.add([{ tags: ['canary'] }])
  const draft = await stranger.draft({
    numberId: owner.meta.numberId,
    audience: { everyone: false, tags: [tag], withoutTags: [tag] },
  })
  const { version } = draft
  const named = { version, templateId: theirs.templateId }
  await stranger.browser.patch(`/api/v1/broadcasts/${draft.id}`, named)

  const plan = await stranger.plan(draft.id)

  expect(plan).toMatchObject({ chosen: 0, people: 0, perSecond: 80, messagingLimit: null })
  expect(plan.problems.map(({ code }) => code)).toEqual(['number_missing', 'template_missing'])
  expect(await stranger.get(`/broadcasts/${draft.id}/preview`)).toEqual({ items: [] })
})

it('two accounts that write to the same person do not share their stops', async () => {
  const [first, second] = [await Shop.open(), await Shop.open()]
  const [person = ''] = await first.add([{ phone: '+972541111112' }])
  await second.add([{ phone: '+972541111112' }])
  await first.reply(person, 'STOP')
  expect((await first.plan((await first.draft()).id)).people).toBe(0)
  expect((await second.plan((await second.draft()).id)).people).toBe(1)
})
