import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import type { TestsView } from '../../worker/contract/broadcast-tests'
import { buttonOn, Watched } from '../support/broadcast-page'
import { shopDay } from '../support/shop-day'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  type Page,
  visit,
  type Width,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const PEOPLE = 120
const SAMPLE = 50
const LOOKS: [Language, Width][] = [
  ['en', 'desktop'],
  ['he', 'phone'],
]

let shop: Watched
beforeAll(async () => {
  shop = await Watched.open(PEOPLE)
})
beforeEach(() => shop.turn({ latencyMs: 10, shares: { refusedByCode: {} } }))

describe.each(LOOKS)('in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  async function review(id: string): Promise<Page> {
    const { page } = await visit({ language, width, as: shop.browser.cookies() })
    await page.goto(`/broadcasts/${id}/edit?step=review`)
    await page.getByRole('heading', { name: say('composer_test'), exact: true }).waitFor()
    return page
  }

  const expectGoodLook = async (page: Page) => {
    await expectLanguage(page, language)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }

  it('U11: a test send goes to testers only, once, and shows what became of it', async () => {
    const before = await shop.accepted()
    const { id } = await shop.draft()
    const page = await review(id)
    const isFirst = (await shop.browser.get('/testers')).items.length === 0
    if (!isFirst) await buttonOn(page, say('composer_tester_add')).click()
    const name = `Dana ${language}`
    await page.getByLabel(say('composer_tester_name'), { exact: true }).fill(name)
    await page
      .getByLabel(say('contacts_phone'), { exact: true })
      .fill(language === 'en' ? '052-555-7701' : '052-555-7702')
    await page
      .locator('form')
      .getByRole('button', { name: say('composer_tester_add') })
      .click()
    await page.getByRole('checkbox', { name }).waitFor()
    await expectGoodLook(page)

    const testers = (await shop.browser.get('/testers')).items.length
    await buttonOn(page, say('composer_test_send', { count: testers })).dblclick()
    const results = page.getByRole('status', { name: say('composer_test_results') })
    await results.getByText(say('composer_test_delivered')).first().waitFor()
    await until(async () => {
      const { items }: TestsView = await shop.browser.get(`/broadcasts/${id}/tests`)
      return items.length === testers && items.every(({ state }) => state === 'delivered')
    })
    expect(await shop.accepted()).toBe(before + testers)
    await page.reload()
    await results.getByText(name).first().waitFor()
    await expectGoodLook(page)
    expect((await shop.browser.get(`/broadcasts/${id}`)).state).toBe('draft')
  })

  it('testers stand in the settings, and a budget that stops marketing on the statement', async () => {
    const { page } = await visit({ language, width, as: shop.browser.cookies() })
    await shop.browser.post('/testers', { name: 'Dana en', phone: '052-555-7701' })
    await page.goto('/settings/consent')
    await page.getByRole('heading', { name: say('composer_testers') }).waitFor()
    await page.locator('.testers li').first().waitFor()
    await expectGoodLook(page)

    await page.goto('/billing')
    const month = shopDay().slice(0, 7)
    await page.locator(`input[name=amount]`).fill('50')
    await page.getByRole('checkbox', { name: say('billing_budget_stops') }).check()
    await page.getByRole('button', { name: say('common_save'), exact: true }).click()
    await page.getByText(say('billing_budget_stop_note')).waitFor()
    expect((await shop.browser.get(`/billing?month=${month}`)).budget).toMatchObject({
      micros: 50_000_000,
      stops: true,
    })
    await expectGoodLook(page)
  })

  it('a sample that goes badly stops the broadcast by itself, and the page says by which figures', async () => {
    const { id } = await shop.draft()
    const page = await review(id)
    await page.getByRole('checkbox', { name: say('composer_canary_on', { count: SAMPLE }) }).check()
    await page.getByLabel(say('composer_canary_wait')).waitFor()
    await until(async () => (await shop.browser.get(`/broadcasts/${id}`)).canary !== null)
    await expectGoodLook(page)

    const before = await shop.accepted()
    // Each of several reasons, so that no breaker for one and the same is faster.
    await shop.turn({
      latencyMs: 10,
      shares: { refusedByCode: { 131026: 0.15, 131049: 0.15, 130472: 0.15 } },
    })
    await shop.confirm(id)
    await page.goto(`/broadcasts/${id}`)
    await page.getByText(say('broadcast_canary_is_stopped')).waitFor({ timeout: 90_000 })
    await expectGoodLook(page)
    const { state, stateReason, canary, counts, total } = await shop.progress(id)
    expect({ state, stateReason }).toEqual({ state: 'paused', stateReason: 'canary_failed' })
    expect(counts.queued).toBe(total - SAMPLE)
    expect((await shop.accepted()) - before + (canary?.failed.count ?? 0)).toBe(SAMPLE)
    const { count, of } = canary?.failed ?? {}
    await page
      .getByText(say('broadcast_canary_count', { count: `${count}`, of: `${of}` }))
      .first()
      .waitFor()
  })
})
