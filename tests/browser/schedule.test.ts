import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { composeBroadcast } from '../../scripts/journey.mjs'
import type { BroadcastView } from '../../worker/contract/broadcasts'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../worker/contract/schedule'
import { openZone } from '../../worker/lib/zones'
import { Watched } from '../support/broadcast-page'
import { dayOfChange } from '../support/clock-changes'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const PEOPLE = 3
const zone = openZone('Asia/Jerusalem')

let shop: Watched
beforeAll(async () => {
  shop = await Watched.open(PEOPLE)
})

const draft = (): Promise<BroadcastView> =>
  composeBroadcast(shop.browser, {
    name: 'Spring',
    numberId: shop.numberId,
    template: shop.template,
    mapping: {
      'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
      'body.2': { from: 'fixed', value: '7' },
    },
  })

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as [Language, 'desktop' | 'phone'][])('U16 in %s on a %s', (language, width) => {
  const say = wordsIn(language)
  const open = (timeZone = 'Asia/Jerusalem') =>
    visit({ language, width, timeZone, as: shop.browser.cookies() })
  const starts = (page: Page) =>
    page.getByRole('status').filter({ hasText: say('composer_when_starts', { time: '' }).trim() })

  async function choose(page: Page, day: string, clock: string) {
    await page.getByLabel(say('composer_when_date'), { exact: true }).fill(day)
    await page.getByLabel(say('composer_when_time'), { exact: true }).fill(clock)
  }

  it('shows zone and offset, explains a skipped and a doubled hour, and both clocks', async () => {
    const forward = dayOfChange(zone, 60)
    const back = dayOfChange(zone, -60)
    const { id } = await draft()
    const { page } = await open('America/New_York')
    await page.goto(`/broadcasts/${id}/edit?step=when`)
    await page.getByRole('radio', { name: say('composer_when_at') }).check()

    await choose(page, forward, '02:30')
    const skipped = say('composer_when_skipped', { time: '02:30', at: '03:30' })
    await page.getByText(plain(skipped), { exact: false }).waitFor()
    await starts(page)
      .filter({ hasText: '03:30' })
      .filter({ hasText: offset(3) })
      .waitFor()
    // New York is hours behind: its clock stands beside.
    await page.getByText(say('composer_when_here', { time: '' }).trim()).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    await choose(page, back, '01:30')
    const second = page.getByRole('radio', {
      name: say('composer_when_second', { time: '' }).trim(),
    })
    await second.waitFor()
    await starts(page)
      .filter({ hasText: offset(3) })
      .waitFor()
    await second.check()
    await starts(page)
      .filter({ hasText: offset(2) })
      .waitFor()
    await expectAccessible(page)

    const saved: BroadcastView = await until(async () => {
      const view = await shop.browser.get(`/broadcasts/${id}`)
      return view.start.isSecond && view
    })
    expect(saved.start).toEqual({ kind: 'at', wallTime: `${back}T01:30`, isSecond: true })
  })

  it('schedules, shows it in the calendar, lets it be changed, and nothing is sent', async () => {
    const before = await shop.accepted()
    const rules: QuietHours = await shop.browser.get('/quiet-hours')
    // Whatever day that will be: the reason is the hour.
    const nights = { isOn: true, appliesTo: 'everything', shabbat: false, holidays: false }
    await shop.browser.patch('/quiet-hours', { ...rules, ...nights })
    const { id } = await draft()
    const { page } = await open()
    await page.goto(`/broadcasts/${id}/edit?step=when`)
    await page.getByRole('radio', { name: say('composer_when_at') }).check()
    const day = zone.dayAt(Date.now() + 40 * 86_400_000)
    // At night: the plan says that it will wait for the morning.
    await choose(page, day, '22:15')
    await starts(page).filter({ hasText: '22:15' }).waitFor()
    await page
      .getByText(`: ${say('quiet_reason_hours')}`)
      .first()
      .waitFor()
    await expectAccessible(page)
    await page
      .getByRole('button', { name: say('common_continue'), exact: true })
      .filter({ visible: true })
      .click()

    const label = say('composer_schedule', { count: PEOPLE })
    await page.getByRole('button', { name: label }).filter({ visible: true }).click()
    const dialog = page.getByRole('dialog', {
      name: say('composer_schedule_confirm', { count: PEOPLE }),
    })
    await dialog.getByText(say('composer_schedule_hold')).waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: label }).click()
    await page.getByText(say('broadcast_scheduled_lead')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    await page.goto(`/broadcasts?view=calendar&month=${day.slice(0, 7)}`)
    const entry = page.getByRole('link', { name: /22:15/ }).filter({ visible: true }).first()
    await entry.waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await entry.click()

    await page
      .getByRole('button', { name: say('broadcast_edit'), exact: true })
      .filter({ visible: true })
      .click()
    await page.waitForURL(/\/edit\?step=when$/)
    await page.getByLabel(say('composer_when_time'), { exact: true }).waitFor()
    expect((await shop.browser.get(`/broadcasts/${id}`)).state).toBe('draft')
    expect(await shop.accepted()).toBe(before)
  })

  it('asks to confirm what was typed the moment before the press', async () => {
    const rules: QuietHours = await shop.browser.get('/quiet-hours')
    await shop.browser.patch('/quiet-hours', { ...rules, isOn: false })
    const { id } = await draft()
    const { page } = await open()
    await page.goto(`/broadcasts/${id}/edit?step=review`)
    const send = page
      .getByRole('button', { name: say('composer_send', { count: PEOPLE }) })
      .filter({ visible: true })
    await send.waitFor()
    await page.getByLabel(say('composer_name'), { exact: true }).fill('Autumn')
    await send.click()
    await page.getByRole('dialog', { name: say('composer_confirm', { count: PEOPLE }) }).waitFor()
    expect((await shop.browser.get(`/broadcasts/${id}`)).name).toBe('Autumn')
  })

  it('keeps quiet hours that are set, and refuses a week without an open day', async () => {
    await shop.browser.patch('/quiet-hours', USUAL_QUIET_HOURS)
    const { page } = await open()
    await page.goto('/settings/quiet-hours')
    const toggle = page.getByRole('checkbox', { name: say('quiet_on') })
    await toggle.waitFor()
    if (!(await toggle.isChecked())) await toggle.check()
    await page.getByLabel(say('quiet_rest_from')).fill('14:30')
    await page.getByRole('button', { name: say('common_save') }).click()
    await until(async () => (await shop.browser.get('/quiet-hours')).restFrom === '14:30')
    for (const one of await page.locator('.quiet-week input[type=checkbox]').all()) {
      await one.uncheck()
    }
    await page.getByText(say('quiet_wrong')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
})

/** Hebrew keeps `GMT+3` together by marks that nobody sees. */
const offset = (hours: number) => new RegExp(`GMT\\W*\\+${hours}`)

/** What a page shows of a sentence whose slots are isolated: the words before the first slot. */
const plain = (sentence: string) => sentence.split(',')[0] ?? sentence
