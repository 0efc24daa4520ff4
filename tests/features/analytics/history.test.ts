import { expect, it } from 'vitest'
import { checkConnectionJob } from '../../../worker/consumer/account-news'
import type { ConnectionView } from '../../../worker/contract/connections'
import type { HealthHistory } from '../../../worker/contract/usage-health'
import { HOUR_MS } from '../../../worker/lib/time'
import { Shop } from '../../support/shop'

/** What a daily check finds, some time later. */
async function checkAfter(shop: Shop, ms: number, change: object): Promise<void> {
  Object.assign(shop.meta.numbers[0] ?? {}, change)
  shop.wait(ms)
  const { items } = await shop.get<{ items: ConnectionView[] }>('/connections')
  const connectionId = items[0]?.id ?? ''
  const { accountId } = shop
  await checkConnectionJob(shop.deps, { type: 'connection.check', accountId, connectionId })
}

const historyOf = (shop: Shop) => shop.get<HealthHistory>('/usage/history')

it('keeps each change of quality, limit and pace, and no line where nothing changed', async () => {
  const shop = await Shop.open()
  await checkAfter(shop, HOUR_MS, {})
  await checkAfter(shop, HOUR_MS, { quality_rating: 'YELLOW' })
  await checkAfter(shop, HOUR_MS, {})
  await checkAfter(shop, HOUR_MS, { whatsapp_business_manager_messaging_limit: 'TIER_2K' })
  await checkAfter(shop, HOUR_MS, { quality_rating: 'GREEN', throughput: { level: 'STANDARD' } })

  const { numbers } = await historyOf(shop)
  expect(numbers).toHaveLength(1)
  const changes = numbers[0]?.changes ?? []
  expect(changes.map(({ quality, limit, perSecond }) => [quality, limit, perSecond])).toEqual([
    ['GREEN', null, 1000],
    ['YELLOW', null, 1000],
    ['YELLOW', 2000, 1000],
    ['GREEN', 2000, 80],
  ])
  const times = changes.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

it('is a file, too, with the same lines', async () => {
  const shop = await Shop.open()
  await checkAfter(shop, HOUR_MS, { quality_rating: 'RED' })
  const { numbers } = await historyOf(shop)
  const answer = await shop.browser.get('/api/v1/usage/history/csv?table=numbers')
  const [head, ...lines] = (await answer.text()).replace('\uFEFF', '').trim().split('\r\n')
  expect(head).toBe('Number,Phone,From,Quality,State,People in 24 h,Messages a second')
  expect(lines).toHaveLength(numbers[0]?.changes.length ?? 0)
  expect(lines.at(-1)).toMatch(/,RED,CONNECTED,,1000$/)
})

it('shows how the quality of a template went', async () => {
  const shop = await Shop.open()
  const template = shop.meta.templates[0] as { id: string; name: string; language: string }
  for (const [before, after] of [
    ['GREEN', 'YELLOW'],
    ['YELLOW', 'RED'],
  ]) {
    await shop.webhooks({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: shop.meta.wabaId,
          time: Math.floor(shop.now() / 1000),
          changes: [
            {
              field: 'message_template_quality_update',
              value: {
                previous_quality_score: before,
                new_quality_score: after,
                message_template_id: Number(template.id),
                message_template_name: template.name,
                message_template_language: template.language,
              },
            },
          ],
        },
      ],
    })
    shop.wait(HOUR_MS)
  }
  const { templates } = await historyOf(shop)
  expect(templates.map(({ name, changes }) => [name, changes.map(({ to }) => to)])).toEqual([
    [template.name, ['YELLOW', 'RED']],
  ])
})
