import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { TemplateUseView, TemplateView } from '../../../worker/contract/templates'
import { useOfTemplates } from '../../../worker/features/broadcasts/template-use-operations'
import { countCost } from '../../support/counted-database'
import { testEnv } from '../../support/lists'
import { type Row, Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'
import { aTemplate } from '../../support/templates'

const shopOf = () =>
  Shop.open({
    templates: [
      aTemplate('sale', 'MARKETING'),
      aTemplate('sale', 'MARKETING', { language: 'he' }),
      aTemplate('other', 'MARKETING'),
    ],
  })

const idOf = async (shop: Shop, name: string, language = 'en_US') => {
  const { items } = await shop.get<List<TemplateView>>('/templates')
  return items.find((one) => one.name === name && one.language === language)?.id ?? ''
}

const statusOf = ({ broadcastId, no, token }: Row, status: string) =>
  aStatus(
    { status, timestamp: Math.floor(Date.now() / 1000) },
    { broadcastId, no, token: token ?? '' },
  )

describe('what a template did', () => {
  it('is counted from its messages, beside the other languages of its name', async () => {
    const shop = await shopOf()
    const [first, second] = await shop.addMany(4)
    const broadcastId = await shop.send({ templateId: await idOf(shop, 'sale') })
    const rows = await shop.rows(broadcastId)
    await shop.statuses(...rows.map((row) => statusOf(row, 'delivered')))
    await shop.statuses(...rows.slice(0, 2).map((row) => statusOf(row, 'read')))
    await shop.reply(first ?? '', 'How much is it?')
    await shop.reply(second ?? '', 'STOP')
    await shop.send({ templateId: await idOf(shop, 'other') })

    const { items } = await shop.get<TemplateUseView>(
      `/templates/${await idOf(shop, 'sale', 'he')}/use`,
    )
    expect(items).toMatchObject([
      { broadcasts: 1, used: 4, delivered: 4, read: 2, replied: 2, optedOut: 1 },
    ])
    expect(items[0]?.costMicros).toBeGreaterThan(0)
    const all = await shop.get<TemplateUseView>('/templates/use')
    expect(all.items).toHaveLength(2)
    expect(all.isPartial).toBe(false)
  })

  it('is nothing to another account, and for a template that is not there', async () => {
    const [mine, other] = [await shopOf(), await shopOf()]
    await mine.addMany(1)
    const templateId = await idOf(mine, 'sale')
    await mine.send({ templateId })
    expect((await other.browser.get(`/api/v1/templates/${templateId}/use`)).status).toBe(404)
    expect((await other.get<TemplateUseView>('/templates/use')).items).toEqual([])
  })

  it('costs few rows to ask, however many messages there were', async () => {
    const shop = await shopOf()
    await shop.addMany(120)
    await shop.send({ templateId: await idOf(shop, 'sale') })
    await useOfTemplates(shop.deps, await shop.db())
    const shards = { DATA_0: countCost(testEnv.DATA_0), DATA_1: countCost(testEnv.DATA_1) }
    const { DATA_0, DATA_1 } = shards
    const deps = shop.depsOn({ ...testEnv, DATA_0: DATA_0.database, DATA_1: DATA_1.database })
    const view = await useOfTemplates(deps, await deps.db.account(shop.accountId))
    expect(view.items).toMatchObject([{ used: 120 }])
    expect(DATA_0.cost.rowsRead + DATA_1.cost.rowsRead).toBeLessThan(20)
  })
})
