import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  type Page,
  visit,
  type Width,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

type Key = Parameters<ReturnType<typeof wordsIn>>[0]
type Told = [words: Key, field: string, value: Record<string, unknown>]

const inAWeek = Math.floor(Date.now() / 1000) + 7 * 24 * 60 * 60
const restriction = (restriction_type: string) => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: [{ restriction_type, expiration: inAWeek }],
})
const ban = (waba_ban_state: string) => ({
  event: 'DISABLED_UPDATE',
  ban_info: { waba_ban_state, waba_ban_date: 'November 30, 2026' },
})

/** The mildest first: each is worse than all before it, and so takes the banner over. */
const TOLD: Told[] = [
  [
    'health_alert',
    'account_alerts',
    { alert_info: { alert_status: 'ACTIVE', alert_type: 'OBA_REJECTED' } },
  ],
  ['health_pin_changed', 'security', { event: 'PIN_CHANGED' }],
  [
    'health_name_rejected',
    'phone_number_name_update',
    { decision: 'REJECTED', rejection_reason: 'NAME_TOO_LONG' },
  ],
  [
    'health_violation',
    'account_update',
    { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } },
  ],
  ['health_ban_scheduled', 'account_update', ban('SCHEDULE_FOR_DISABLE')],
  ['health_pin_reset_requested', 'security', { event: 'PIN_RESET_REQUEST' }],
  ['health_review_rejected', 'account_review_update', { decision: 'REJECTED' }],
  ['health_offboarded', 'account_update', { event: 'ACCOUNT_OFFBOARDED' }],
  ['health_restricted', 'account_update', restriction('RESTRICTED_BIZ_INITIATED_MESSAGING')],
  [
    'health_restricted_all',
    'account_update',
    restriction('RESTRICTED_CUSTOMER_INITIATED_MESSAGING'),
  ],
  ['health_banned', 'account_update', ban('DISABLE')],
]

/** A connected number, whose page somebody looks at all the while. */
async function watched(language: Language, width: Width) {
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const business = await simulator.post('/businesses', {})
  const { wabaId, accessToken } = business
  const phoneNumberId: string = business.numbers[0]?.id
  const { id } = await browser.post('/connections', { wabaId, accessToken, phoneNumberId })
  const { page } = await visit({ language, width, as: browser.cookies() })
  await page.goto('/settings/numbers')
  await page.getByRole('button', { name: wordsIn(language)('numbers_look') }).waitFor()
  const openedAt = await page.evaluate(() => performance.timeOrigin)
  const tell = (field: string, value: object) =>
    simulator.post('/accounts/news', {
      wabaId,
      field,
      value: { display_phone_number: business.numbers[0]?.displayPhoneNumber, ...value },
    })
  /** As the daily check does, asked for by somebody else. */
  const check = () => browser.post(`/connections/${id}/health`, {})
  const isStillOpen = async () =>
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(openedAt)
  return { page, tell, check, isStillOpen, wabaId, accessToken, phoneNumberId }
}

/** The words before what is filled in: a date, a reason of Meta's. */
const beginning = (language: Language, words: Key) =>
  wordsIn(language)(words).split('{')[0]?.trim() ?? ''

const onPage = (page: Page, language: Language, words: Key) =>
  page
    .getByRole('list', { name: wordsIn(language)('health_title') })
    .getByText(beginning(language, words))
const inBanner = (page: Page, language: Language, words: Key) =>
  page.locator('.banner').getByText(beginning(language, words))

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as const)(
  'health moves the page and the banner without a reload, in %s on a %s',
  (language, width) => {
    it('at each event that Meta tells of, and back again', async () => {
      const { page, tell, isStillOpen } = await watched(language, width)
      for (const [words, field, value] of TOLD) {
        await tell(field, value)
        await inBanner(page, language, words).waitFor()
        await onPage(page, language, words).waitFor()
      }
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await tell('account_update', ban('REINSTATE'))
      await onPage(page, language, 'health_banned').waitFor({ state: 'detached' })
      await onPage(page, language, 'health_restricted_all').waitFor({ state: 'detached' })
      await tell('account_update', { event: 'ACCOUNT_RECONNECTED' })
      await onPage(page, language, 'health_offboarded').waitFor({ state: 'detached' })
      await tell('account_review_update', { decision: 'APPROVED' })
      await onPage(page, language, 'health_review_rejected').waitFor({ state: 'detached' })
      // The worst of what is left.
      await inBanner(page, language, 'health_pin_reset_requested').waitFor()
      await isStillOpen()
    })

    it('at what a check finds, and when it is over', async () => {
      const { page, check, isStillOpen, ...meta } = await watched(language, width)
      const { wabaId, accessToken, phoneNumberId } = meta
      const found = async (words: Key) => {
        await check()
        await inBanner(page, language, words).waitFor()
        await onPage(page, language, words).waitFor()
      }
      await simulator.post('/tokens/expire', { accessToken, at: inAWeek })
      await found('health_token_expiring')
      // The banner shows the worst; each of these is worse than the one before.
      await simulator.post('/accounts/redirect', { wabaId, to: 'https://elsewhere.example/hook' })
      await found('health_webhook_redirected')
      await simulator.post('/numbers/block', { phoneNumberId, blocked: true })
      await found('health_number_blocked')
      await simulator.post('/accounts/redirect', { wabaId, to: null })
      await simulator.post('/numbers/block', { phoneNumberId, blocked: false })
      await found('health_token_expiring')
      await onPage(page, language, 'health_webhook_redirected').waitFor({ state: 'detached' })
      await simulator.post('/numbers/quality', { phoneNumberId, quality: 'RED' })
      await found('health_quality_low')
      await simulator.post('/tokens/scopes', {
        accessToken,
        remove: ['whatsapp_business_messaging'],
      })
      await found('health_scopes_lost')
      await simulator.post('/numbers/status', { phoneNumberId, status: 'RESTRICTED' })
      await found('health_number_not_connected')
      await simulator.post('/accounts/payment', { wabaId, missing: true })
      await found('health_payment_missing')
      await simulator.post('/accounts/payment', { wabaId, missing: false })
      await found('health_number_not_connected')
      await onPage(page, language, 'health_payment_missing').waitFor({ state: 'detached' })
      await simulator.post('/tokens/kill', { accessToken })
      await found('health_token_dead')
      await isStillOpen()
    })
  },
)

describe('also', () => {
  const say = wordsIn('en')

  it('another limit and another speed are on the page, and a yellow number is no banner', async () => {
    const { page, isStillOpen, wabaId, phoneNumberId } = await watched('en', 'desktop')
    await simulator.post('/accounts/limit', { wabaId, limit: 'TIER_10K' })
    await page.getByRole('cell', { name: '10,000', exact: true }).waitFor()
    await simulator.post('/numbers/quality', { phoneNumberId, quality: 'YELLOW' })
    await simulator.post('/numbers/throughput', { phoneNumberId, level: 'HIGH' })
    await onPage(page, 'en', 'health_quality_medium').waitFor()
    expect(await page.locator('.banner').count()).toBe(0)
    await isStillOpen()
  })

  it('whoever connects an account for which nobody pays hears so soon after', async () => {
    const browser = openBrowser(inject('url'))
    await signUp(browser, simulator, newPerson())
    const { wabaId, accessToken, numbers } = await simulator.post('/businesses', {})
    await simulator.post('/accounts/payment', { wabaId, missing: true })
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/numbers')
    await page.getByRole('heading', { name: say('numbers_empty') }).waitFor()
    await browser.post('/connections', { wabaId, accessToken, phoneNumberId: numbers[0]?.id })
    await page.reload()
    await onPage(page, 'en', 'health_payment_missing').waitFor()
    await inBanner(page, 'en', 'health_payment_missing').waitFor()
  })

  it('Meta’s side taking the app off leaves nothing connected on the page', async () => {
    const { page, isStillOpen, wabaId } = await watched('en', 'desktop')
    await simulator.post('/accounts/remove', { wabaId })
    await page.getByRole('heading', { name: say('numbers_empty') }).waitFor()
    await isStillOpen()
  })
})
