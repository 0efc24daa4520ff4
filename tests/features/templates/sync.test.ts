import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { TemplateSyncView, TemplateView } from '../../../worker/contract/templates'
import { syncTemplatesJob } from '../../../worker/features/templates/jobs'
import { countCost } from '../../support/counted-database'
import { testEnv } from '../../support/lists'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { aTemplate } from '../../support/templates'

const many = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    aTemplate(`offer_${String(at).padStart(3, '0')}`, 'UTILITY'),
  )

async function connectionOf(shop: Shop): Promise<string> {
  const { items } = await shop.get<List<{ id: string }>>('/connections')
  return items[0]?.id ?? ''
}

async function sync(shop: Shop, deps = shop.deps): Promise<TemplateSyncView> {
  const connectionId = await connectionOf(shop)
  await syncTemplatesJob(deps, { type: 'templates.sync', accountId: shop.accountId, connectionId })
  return shop.get('/templates/sync')
}

async function listAll(shop: Shop, query = ''): Promise<TemplateView[]> {
  const all: TemplateView[] = []
  for (let after = ''; ; ) {
    const path = `/templates?limit=100${query}${after && `&after=${after}`}`
    const { items, next } = await shop.get<List<TemplateView>>(path)
    all.push(...items)
    if (next === null) return all
    after = next
  }
}

describe('a sync', () => {
  it('reads to the last page', async () => {
    const shop = await Shop.open({ templates: many(260) })
    const all = await listAll(shop)
    expect(all).toHaveLength(260)
    expect(new Set(all.map(({ name }) => name)).size).toBe(260)
    expect(await shop.get('/templates/sync')).toMatchObject({ state: 'done', added: 260 })
  })

  it('keeps of each what is needed to show, to fill and to send it', async () => {
    const shop = await Shop.open({
      templates: [
        aTemplate('named', 'MARKETING', {
          parameter_format: 'NAMED',
          quality_score: { score: 'GREEN' },
          rejected_reason: 'NONE',
          components: [
            { type: 'HEADER', format: 'IMAGE' },
            {
              type: 'BODY',
              text: 'Hi {{first_name}}, {{first_name}}! Code {{code}}',
              example: {
                body_text_named_params: [{ param_name: 'first_name', example: 'Noa' }],
              },
            },
            {
              type: 'BUTTONS',
              buttons: [
                { type: 'QUICK_REPLY', text: 'More' },
                { type: 'URL', text: 'Open', url: 'https://x.example/{{1}}', example: ['abc'] },
              ],
            },
          ],
        }),
        aTemplate('odd', 'MARKETING', {
          components: [{ type: 'BUTTONS', buttons: [{ type: 'SPM', text: 'View' }] }],
        }),
      ],
    })
    const byName = new Map((await listAll(shop)).map((one) => [one.name, one]))
    expect(byName.get('named')).toMatchObject({
      language: 'en_US',
      category: 'MARKETING',
      status: 'APPROVED',
      quality: 'GREEN',
      rejectedReason: null,
      unsupported: null,
    })
    expect(
      byName.get('named')?.parameters.map(({ key, kind, sample }) => [key, kind, sample]),
    ).toEqual([
      ['header.image', 'image', null],
      ['body.first_name', 'text', 'Noa'],
      ['body.code', 'text', null],
      ['button.1', 'text', 'abc'],
    ])
    expect(byName.get('odd')?.unsupported).toBe('SPM')
  })

  it('forgets what Meta no longer lists, and says what changed', async () => {
    const shop = await Shop.open({ templates: many(130) })
    const [first, second, ...rest] = shop.meta.templates
    shop.meta.templates = [
      { ...first, status: 'PAUSED' },
      ...rest.slice(0, 100),
      { ...second, id: `${shop.meta.wabaId}999`, name: 'brand_new' },
    ]

    expect(await sync(shop)).toMatchObject({ state: 'done', added: 1, changed: 1, removed: 29 })

    const all = await listAll(shop)
    expect(all).toHaveLength(102)
    expect(all.find(({ id }) => id === first?.id)?.status).toBe('PAUSED')
  })

  it('keeps what was handed in while the list was read', async () => {
    const shop = await Shop.open({ templates: many(1) })
    const { graph } = shop.deps
    const call: typeof graph.call = async (asked) => {
      const answer = await graph.call(asked)
      if (asked.path.endsWith('/message_templates')) {
        await shop.query(`
          INSERT INTO templates (account_id, id, connection_id, name, language, category, status,
            parameter_format, components)
          SELECT account_id, id || '7', connection_id, 'handed_in', language, category, 'PENDING',
            parameter_format, components
          FROM templates WHERE account_id = ?`)
      }
      return answer
    }
    expect(await sync(shop, { ...shop.deps, graph: { ...graph, call } })).toMatchObject({
      removed: 0,
    })
    const names = (await listAll(shop)).map(({ name }) => name)
    expect(names.sort()).toEqual(['handed_in', 'offer_000'])
  })

  it('writes nothing for what is as it was', async () => {
    const shop = await Shop.open({ templates: many(60) })
    const shards = { DATA_0: countCost(testEnv.DATA_0), DATA_1: countCost(testEnv.DATA_1) }
    const { DATA_0, DATA_1 } = shards
    const deps = shop.depsOn({ ...testEnv, DATA_0: DATA_0.database, DATA_1: DATA_1.database })
    expect(await sync(shop, deps)).toMatchObject({ added: 0, changed: 0, removed: 0 })
    // Two rows: that the sync runs, and that it has ended.
    expect(DATA_0.cost.rowsWritten + DATA_1.cost.rowsWritten).toBeLessThanOrEqual(2)
  })

  it('twice at once ends with the same templates', async () => {
    const shop = await Shop.open({ templates: many(20) })
    shop.meta.templates = shop.meta.templates.slice(5)
    await Promise.all([sync(shop), sync(shop), sync(shop)])
    expect(await listAll(shop)).toHaveLength(15)
  })

  it.each([
    ['Meta is away', () => new Response('', { status: 502 }), /did not answer/],
    [
      'Meta asks for patience',
      () => Response.json({ error: { code: 80008 } }, { status: 400 }),
      /did not answer/,
    ],
    [
      'Meta refuses',
      () => Response.json({ error: { code: 100 } }, { status: 400 }),
      /refused the list/,
    ],
  ])('on the second page of which %s keeps all that was known', async (_what, answer, problem) => {
    const shop = await Shop.open({ templates: many(150) })
    let pages = 0
    shop.meta.interrupt = (_method, path) =>
      path.endsWith('/message_templates') && ++pages === 2 ? answer() : null

    const view = await sync(shop)

    expect(view.state).toBe('failed')
    expect(view.problem).toMatch(problem)
    expect(await listAll(shop)).toHaveLength(150)
    expect(await sync(shop)).toMatchObject({ state: 'done', problem: null })
  })

  it('with a dead token says so, and the connection waits for another', async () => {
    const shop = await Shop.open()
    shop.meta.token.is_valid = false
    expect((await sync(shop)).state).toBe('failed')
    const { items } = await shop.get<List<{ state: string }>>('/connections')
    expect(items).toMatchObject([{ state: 'needs_reconnect' }])
    expect((await sync(shop)).state).toBe('failed')
    shop.meta.token.is_valid = true
    await shop.browser.read(shop.reconnect())
    expect((await sync(shop)).state).toBe('done')
  })
})

describe('the list', () => {
  it('can be narrowed by status, language, category and name', async () => {
    const shop = await Shop.open({
      templates: [
        aTemplate('summer_sale', 'MARKETING'),
        aTemplate('summer_sale', 'MARKETING', { language: 'he' }),
        aTemplate('order_update', 'UTILITY'),
        aTemplate('in_review', 'UTILITY', { status: 'PENDING' }),
      ],
    })
    const names = async (query: string) => (await listAll(shop, query)).map(({ name }) => name)
    expect(await names('&status=PENDING')).toEqual(['in_review'])
    expect(await names('&language=he')).toEqual(['summer_sale'])
    expect((await names('&category=UTILITY')).sort()).toEqual(['in_review', 'order_update'])
    expect(await names('&q=SUMMER')).toEqual(['summer_sale', 'summer_sale'])
    expect(await names('&q=%25')).toEqual([])
  })

  it('shows nothing of another account', async () => {
    const [mine, other] = [await Shop.open(), await Shop.open({ templates: many(3) })]
    const [foreign] = await listAll(other)
    expect((await listAll(mine)).map(({ name }) => name)).not.toContain('offer_000')
    const answer = await mine.browser.get(`/api/v1/templates/${foreign?.id}`)
    expect(answer.status).toBe(404)
    expect((await mine.browser.get('/api/v1/templates/nonsense')).status).toBe(404)
    // Meta's ids may be the same for two accounts that saw the same business.
    await mine.query(`UPDATE templates SET id = '${foreign?.id}' WHERE account_id = ?1 AND id = (
      SELECT min(id) FROM templates WHERE account_id = ?1)`)
    await sync(mine)
    expect(await listAll(other)).toHaveLength(3)
  })

  it('is synced on demand, by whoever may', async () => {
    const shop = await Shop.open()
    const viewer = await invite(shop.person, 'viewer')
    expect((await viewer.browser.post('/api/v1/templates/sync')).status).toBe(403)
    const answer = await shop.browser.post('/api/v1/templates/sync')
    expect(answer.status).toBe(202)
    expect(await answer.json()).toMatchObject({ state: 'running' })
  })
})
