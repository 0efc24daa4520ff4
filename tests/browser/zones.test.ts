import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { composeBroadcast, importContacts } from '../../scripts/journey.mjs'
import type { BroadcastView } from '../../worker/contract/broadcasts'
import type { QuietHours } from '../../worker/contract/schedule'
import { openZone } from '../../worker/lib/zones'
import { Watched } from '../support/broadcast-page'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const jerusalem = openZone('Asia/Jerusalem')
const ABROAD = ['+4915112345601', '+4915112345602', '+5511987654301']
const PEOPLE = 3 + ABROAD.length

let shop: Watched
beforeAll(async () => {
  shop = await Watched.open(3)
  const rows = ABROAD.map((phone) => `Lena,${phone}\r\n`)
  await importContacts(
    shop.browser,
    'abroad.csv',
    Buffer.from(`First name,Phone\r\n${rows.join('')}`),
  )
})

const draft = (name: string): Promise<BroadcastView> =>
  composeBroadcast(shop.browser, {
    name,
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
] as [Language, 'desktop' | 'phone'][])(
  'U16 by recipients’ clocks, in %s on a %s',
  (language, width) => {
    const say = wordsIn(language)
    const open = () => visit({ language, width, as: shop.browser.cookies() })
    const country = (code: string) =>
      new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? ''
    const rowOf = (page: Page, place: string) =>
      page.locator('.zones li').filter({ hasText: place }).filter({ visible: true }).first()
    const button = (page: Page, name: string) =>
      page.getByRole('button', { name, exact: true }).filter({ visible: true })

    async function chooseLocal(page: Page, id: string, wallTime: string) {
      const [day = '', clock = ''] = wallTime.split('T')
      await page.goto(`/broadcasts/${id}/edit?step=when`)
      await page.getByRole('radio', { name: say('composer_when_local') }).check()
      await page.getByLabel(say('composer_when_date'), { exact: true }).fill(day)
      await page.getByLabel(say('composer_when_time'), { exact: true }).fill(clock)
    }

    it('shows each country’s time before it is scheduled, after it, and in the calendar', async () => {
      const { id } = await draft(`Autumn ${language}`)
      const day = jerusalem.dayAt(Date.now() + 6 * 86_400_000)
      const { page } = await open()
      await chooseLocal(page, id, `${day}T10:00`)
      for (const code of ['IL', 'DE', 'BR']) {
        await rowOf(page, country(code)).filter({ hasText: '10:00' }).waitFor()
      }
      const utc = (zone: string) =>
        new Date(openZone(zone).resolve(`${day}T10:00`).at).toISOString().slice(11, 16)
      await rowOf(page, country('IL'))
        .filter({ hasText: utc('Asia/Jerusalem') })
        .waitFor()
      await rowOf(page, country('BR'))
        .filter({ hasText: utc('America/Sao_Paulo') })
        .waitFor()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await button(page, say('common_continue')).click()

      await button(page, say('composer_schedule', { count: PEOPLE })).click()
      const dialog = page.getByRole('dialog')
      await dialog.locator('.zones li').nth(2).waitFor()
      await expectAccessible(page)
      await dialog
        .getByRole('button', { name: say('composer_schedule', { count: PEOPLE }) })
        .click()
      await page.getByText(say('broadcast_zones_scheduled')).waitFor()
      await rowOf(page, country('BR')).waitFor()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)

      await page.goto(`/broadcasts?view=calendar&month=${day.slice(0, 7)}`)
      const entry = page.getByRole('link', { name: `Autumn ${language}` }).filter({ visible: true })
      await entry.getByText(say('calendar_last', { when: '' }).trim()).waitFor()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    })

    it('asks what becomes of people whose time has passed; they get it at once, and the others wait', async () => {
      const { id } = await draft(`Now ${language}`)
      const { page } = await open()
      await chooseLocal(page, id, jerusalem.wallTimeAt(Date.now() - 20 * 60_000))
      await page.getByRole('radio', { name: say('composer_zones_now') }).check()
      await rowOf(page, country('IL'))
        .filter({ hasText: say('waves_at_once') })
        .waitFor()
      await expectAccessible(page)
      await button(page, say('common_continue')).click()
      await button(page, say('composer_send', { count: PEOPLE })).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: say('composer_send', { count: PEOPLE }) }).click()

      const panel = page.getByRole('heading', { name: say('broadcast_zones') })
      await panel.waitFor({ timeout: 60_000 })
      await page
        .locator('.zones li')
        .first()
        .getByText(say('waves_over'))
        .waitFor({ timeout: 60_000 })
      const last = page.locator('.zones li').last()
      await last.getByText(say('waves_starts', { when: '' }).trim()).waitFor()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      const { state, parts } = await shop.progress(id)
      expect(state).toBe('running')
      expect(parts.at(-1)).toMatchObject({ zone: 'America/Sao_Paulo', left: 1, waitsFor: 'zone' })
    })

    it('lets quiet hours go by each recipient’s clock, and says that days of rest are Israel’s', async () => {
      const { page } = await open()
      await page.goto('/settings/quiet-hours')
      const toggle = page.getByRole('checkbox', { name: say('quiet_on') })
      await toggle.waitFor()
      if (!(await toggle.isChecked())) await toggle.check()
      await page.getByRole('radio', { name: say('quiet_clock_recipient') }).check()
      await page.getByText(say('quiet_rest_israel')).waitFor()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await button(page, say('common_save')).click()
      const rules: QuietHours = await until(async () => {
        const kept: QuietHours = await shop.browser.get('/quiet-hours')
        return kept.clock === 'recipient' && kept
      })
      await shop.browser.patch('/quiet-hours', { ...rules, isOn: false, clock: 'workspace' })
    })
  },
)
