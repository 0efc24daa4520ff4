import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { finishedBroadcast } from '../../scripts/journey.mjs'
import type { UsageView } from '../../worker/contract/usage'
import { Watched } from '../support/broadcast-page'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const PEOPLE = 60
const LANGUAGES: Language[] = ['he', 'en']

let shop: Watched
let broadcastId: string
beforeAll(async () => {
  shop = await Watched.open(PEOPLE)
  await shop.turn({ latencyMs: 0, shares: { read: 1 } })
  const { id } = await shop.launch()
  broadcastId = id
  await finishedBroadcast(shop.browser, id)
  await until(
    async () => {
      const { counts } = await shop.progress(id)
      return counts.read === PEOPLE
    },
    { timeoutMs: 120_000, everyMs: 500, what: 'the last status' },
  )
}, 240_000)

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jerusalem' }).format()

/** The page of today, counted anew. */
async function openToday(language: Language, width: 'phone' | 'desktop' = 'desktop') {
  const { page } = await visit({ as: shop.browser.cookies(), language, width })
  await page.goto('/analytics?range=today')
  const say = wordsIn(language)
  await page.getByRole('button', { name: say('analytics_refresh') }).click()
  await page
    .locator('.tiles [data-stage="sent"]')
    .filter({ hasText: String(PEOPLE) })
    .first()
    .waitFor()
  return { page, say }
}

const tile = (page: Page, stage: string) => page.locator(`.tiles [data-stage="${stage}"]`).first()

/** The first line of a table's file, by its heads. */
async function csvLine(page: Page, table: string): Promise<Record<string, string>> {
  const range = `from=${today()}&to=${today()}`
  const response = await page.request.get(`/api/v1/usage/csv?${range}&table=${table}`)
  const [head = '', line = ''] = (await response.text()).replace('\uFEFF', '').split('\r\n')
  const cells = line.split(',')
  return Object.fromEntries(head.split(',').map((name, at) => [name, cells[at] ?? '']))
}

describe.each(LANGUAGES)('U20: analytics in %s', (language) => {
  it('shows tiles that equal the file and the messages that they lead to', async () => {
    const { page } = await openToday(language)
    const view: UsageView = await shop.browser.get(`/usage?from=${today()}&to=${today()}`)
    const line = await csvLine(page, 'days')
    expect(line.Sent).toBe(String(view.totals.sent))
    expect(line.Read).toBe(String(view.totals.read))
    expect(Number(line['Cost (USD)'])).toBeCloseTo(view.totals.costMicros / 1e6, 6)
    await expect.poll(() => tile(page, 'read').textContent()).toContain(String(view.totals.read))

    await tile(page, 'read').getByRole('link').click()
    await page.waitForURL(/\/analytics\/messages\?.*stage=read/)
    const rows = page.locator('main tbody tr')
    await rows.first().waitFor()
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(Math.min(50, view.totals.read))
  })

  it('leads from a cost to the messages that were priced so, and to their file', async () => {
    const { page, say } = await openToday(language)
    const view: UsageView = await shop.browser.get(`/usage?from=${today()}&to=${today()}`)
    const [cost] = view.costs
    const heading = page.getByRole('heading', { name: say('analytics_costs'), exact: true })
    const line = page.locator('.usage-panel').filter({ has: heading }).locator('tbody tr').first()
    await line.getByRole('link').last().click()
    await page.waitForURL(/\/analytics\/messages\?.*stage=charged/)
    await page.getByRole('columnheader', { name: say('analytics_rows_charged_at') }).waitFor()
    const shown = Math.min(50, cost?.messages ?? 0)
    await expect.poll(() => page.locator('main tbody tr').count(), { timeout: 20_000 }).toBe(shown)
    const file = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
    const text = await (await page.request.get(file ?? '')).text()
    expect(text.trim().split('\r\n')).toHaveLength(1 + (cost?.messages ?? 0))
    expect(text).not.toContain('failed')
  })

  it('sets each line beside the days before, on the page and in its file', async () => {
    const { page, say } = await openToday(language)
    const line = await csvLine(page, 'countries')
    expect(line).toMatchObject({ Sent: String(PEOPLE), 'Sent before': '0' })
    const funnel = await page.request.get(
      `/api/v1/usage/csv?from=${today()}&to=${today()}&table=funnel`,
    )
    expect(await funnel.text()).toContain(`\r\nRead,${PEOPLE},0\r\n`)
    await page.getByText(say('analytics_sent_before')).waitFor()
    await page.getByRole('checkbox', { name: say('analytics_compare') }).uncheck()
    await page.waitForURL(/compare=no/)
    await page.getByText(say('analytics_sent_before')).waitFor({ state: 'detached' })
  })

  it('keeps range and filters in the address, and takes them from it', async () => {
    const { page, say } = await openToday(language)
    await page.getByRole('link', { name: say('analytics_range_7'), exact: true }).click()
    await page.waitForURL(/range=7/)
    await page.getByLabel(say('analytics_country'), { exact: true }).selectOption('IL')
    await page.waitForURL(/country=IL/)
    await page.reload()
    await tile(page, 'sent')
      .filter({ hasText: String(PEOPLE) })
      .waitFor()
    expect(await page.getByLabel(say('analytics_country'), { exact: true }).inputValue()).toBe('IL')
    await page.goto('/analytics?range=custom&from=2020-01-01&to=2020-01-02&country=IL')
    await tile(page, 'sent').getByText('0', { exact: true }).waitFor()
  })

  it('shows every chart as a table, too', async () => {
    const { page, say } = await openToday(language)
    const heading = page.getByRole('heading', { name: say('analytics_by_day'), exact: true })
    const panel = page.locator('.usage-panel').filter({ has: heading })
    await panel.getByRole('button', { name: say('analytics_as_table') }).click()
    await panel
      .getByRole('row')
      .nth(1)
      .getByRole('link', { name: String(PEOPLE) })
      .first()
      .waitFor()
  })

  it('draws how a number stood over time, with the same as a table and as a file', async () => {
    const { page, say } = await openToday(language)
    const panel = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: say('analytics_history_numbers') }) })
      .last()
    await panel.getByRole('img', { name: new RegExp(say('numbers_quality')) }).waitFor()
    await panel.getByRole('button', { name: say('analytics_as_table') }).click()
    const lines = panel.locator('tbody tr')
    await lines.first().waitFor()
    const file = await panel.getByRole('link', { name: 'CSV' }).getAttribute('href')
    const response = await page.request.get(file ?? '')
    expect((await response.text()).trim().split('\r\n')).toHaveLength(1 + (await lines.count()))
  })

  it('is accessible and fits a phone', async () => {
    for (const width of ['phone', 'desktop'] as const) {
      const { page } = await openToday(language, width)
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await page.goto(`/billing/${today().slice(0, 7)}`)
      await page.locator('.statement tbody tr').first().waitFor()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
  })

  it('prints the month as one clean page', async () => {
    const { page } = await openToday(language)
    await page.goto(`/billing/${today().slice(0, 7)}`)
    await page.locator('.statement tbody tr').first().waitFor()
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.topbar').isVisible()).toBe(false)
    expect(await page.locator('.billing-months').isVisible()).toBe(false)
    expect(await page.locator('.setup-card, .banner').filter({ visible: true }).count()).toBe(0)
  })
})

describe('U20: the figures of one broadcast', () => {
  it('are the same on its line and on its own page', async () => {
    const { page } = await openToday('en')
    const { counts } = await shop.progress(broadcastId)
    const line = await csvLine(page, 'broadcasts')
    expect(line.Broadcast).toBe(broadcastId)
    expect(line.Delivered).toBe(String((counts.delivered ?? 0) + (counts.read ?? 0)))
    expect(line.Read).toBe(String(counts.read ?? 0))
  })
})
