import { beforeAll, describe, expect, inject, it } from 'vitest'
import { newestCode, openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { BroadcastView, ProgressView } from '../../worker/contract/broadcasts'
import type { QuietHours } from '../../worker/contract/schedule'
import type { TemplateView } from '../../worker/contract/templates'
import { buttonOn } from '../support/broadcast-page'
import { type Browser, type Business, newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  type Page,
  visit,
  type Width,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const PEOPLE = 60
const simulator = openSimulator(inject('simulatorUrl'))

type Sender = { browser: Browser; accountId: string; numberId: string; templates: TemplateView[] }

/** A business of its own: what holds back one language's broadcasts is nothing to the other's. */
async function open(): Promise<Sender> {
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const business: Business = await simulator.post('/businesses', { templates: 2 })
  await connectNumber(browser, business)
  const templates: TemplateView[] = await syncedTemplates(browser)
  const rows = Array.from({ length: PEOPLE }, (_, n) => `Maya${n},+9725456${50_000 + n},2025-03-10`)
  const list = Buffer.from(['First name,Phone,Opted in at', ...rows].join('\r\n'))
  await importContacts(browser, 'p.csv', list, { consent: 'column', consentSource: 'Club' })
  const { account } = await browser.get('/session')
  return { browser, accountId: account.id, numberId: business.numbers[0]?.id ?? '', templates }
}

describe.each<[Language, Width]>([
  ['en', 'desktop'],
  ['he', 'phone'],
])('what holds a broadcast back, in %s on a %s', (language, width) => {
  const say = wordsIn(language)
  let shop: Sender
  beforeAll(async () => {
    shop = await open()
  })

  /** Meta answers so slowly that the broadcast is watched, or at once. */
  const answersIn = (latencyMs: number) =>
    simulator.put('/dials', {
      phoneNumberId: shop.numberId,
      dials: {
        latencyMs,
        shares: { delivered: 1, read: 0, replied: 0, tapped: 0, stop: 0, failedByCode: {} },
        statusDelaysMs: { sent: 50, delivered: 100 },
      },
    })
  const accepted = async (): Promise<number> =>
    (await simulator.get(`/summary?phoneNumberId=${shop.numberId}`)).accepted
  const progress = (id: string): Promise<ProgressView> =>
    shop.browser.get(`/broadcasts/${id}/progress`)

  const draft = (category: 'MARKETING' | 'UTILITY'): Promise<BroadcastView> =>
    composeBroadcast(shop.browser, {
      name: 'Held',
      numberId: shop.numberId,
      template: shop.templates.find((one) => one.category === category),
      mapping: {
        'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
        'body.2': { from: 'fixed', value: '7' },
      },
    })
  async function launch(category: 'MARKETING' | 'UTILITY'): Promise<string> {
    const broadcast = await draft(category)
    await launchBroadcast(shop.browser, broadcast)
    return broadcast.id
  }
  const isBeingSent = (id: string) =>
    until(async () => ((await progress(id)).counts.delivered ?? 0) > 0, { timeoutMs: 60_000 })

  const look = async (path: string, as = shop.browser.cookies()): Promise<Page> => {
    const { page } = await visit({ language, width, as })
    await page.goto(path)
    return page
  }
  async function expectGoodLook(page: Page) {
    await expectLanguage(page, language)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }

  it('quiet hours that begin in the middle let nothing more leave, and the page says until when', async () => {
    await answersIn(3000)
    const id = await launch('UTILITY')
    const page = await look(`/broadcasts/${id}`)
    await isBeingSent(id)
    const rules: QuietHours = await shop.browser.get('/quiet-hours')
    // Of each day only a quarter of an hour is open, and that is half a day away.
    const clock = new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 13)
    await shop.browser.patch('/quiet-hours', {
      ...rules,
      ...{ isOn: true, appliesTo: 'everything', shabbat: false, holidays: false },
      hours: rules.hours.map(() => ({ from: `${clock}:00`, to: `${clock}:15` })),
    })
    await page
      .getByText(say('quiet_reason_hours'), { exact: false })
      .first()
      .waitFor({ timeout: 60_000 })
    await expectGoodLook(page)
    const { state, counts, rests, total } = await progress(id)
    expect({ state, reason: rests?.reason }).toEqual({ state: 'running', reason: 'hours' })
    expect(counts.queued).toBeGreaterThan(0)
    expect(await accepted()).toBe(total - (counts.queued ?? 0))

    // What rests can be given up: nobody of those who wait gets it.
    await shop.browser.post(`/broadcasts/${id}/cancel`)
    await until(async () => (await progress(id)).state === 'cancelled')
    expect(await accepted()).toBe(total - (counts.queued ?? 0))
    await shop.browser.patch('/quiet-hours', { ...rules, isOn: false })
  })

  it('a budget that is used up stops marketing by itself, and utility goes on', async () => {
    await answersIn(3000)
    const before = await accepted()
    const id = await launch('MARKETING')
    const page = await look(`/broadcasts/${id}`)
    await isBeingSent(id)
    const budget = { micros: 1_000_000, currency: 'USD', stops: true }
    await shop.browser.post('/billing/budget', budget)
    await until(async () => (await progress(id)).state === 'paused', { timeoutMs: 60_000 })
    const { stateReason, stateText, counts, total } = await progress(id)
    expect(stateReason).toBe('budget_used')
    const waiting = counts.queued ?? 0
    expect(waiting).toBeGreaterThan(0)
    await page.getByText(say('broadcast_waiting', { count: waiting }), { exact: false }).waitFor()
    expect(stateText).toBeTruthy()
    await expectGoodLook(page)
    expect((await accepted()) - before).toBe(total - waiting)

    await answersIn(10)
    const utility = await launch('UTILITY')
    expect((await finishedBroadcast(shop.browser, utility)).state).toBe('done')
    expect((await accepted()) - before).toBe(total - waiting + PEOPLE)

    // More money, and it goes on where it stopped.
    await shop.browser.post('/billing/budget', { ...budget, micros: 900_000_000 })
    await buttonOn(page, say('broadcast_resume')).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('broadcast_resume_confirm', { count: waiting }) })
      .click()
    await until(async () => (await progress(id)).state === 'done', { timeoutMs: 60_000 })
    expect((await accepted()) - before).toBe(2 * PEOPLE)
  })

  it('a cap is set by hand, and leaves out whoever heard enough; hours of rest whom any wrote to', async () => {
    const settings = await look('/settings/consent')
    await settings.getByLabel(say('broadcast_cap_messages_label')).fill('1')
    await settings.getByLabel(say('broadcast_cap_days_label')).fill('7')
    const section = settings.locator('section').filter({ hasText: say('broadcast_cap_title') })
    await section.getByRole('button', { name: say('common_save') }).click()
    await section.getByRole('button', { name: say('broadcast_cap_remove') }).waitFor()
    await expectGoodLook(settings)

    const { id } = await draft('MARKETING')
    const page = await look(`/broadcasts/${id}/edit?step=review`)
    await page.getByText(say('composer_skip_too_often')).first().waitFor()
    await expectGoodLook(page)
    const { leftOut, people } = await shop.browser.get(`/broadcasts/${id}/plan`)
    expect({ leftOut, people }).toEqual({
      leftOut: [{ reason: 'too_often', count: PEOPLE }],
      people: 0,
    })

    // Utility is under no cap, but may spare whom anything was sent to today.
    const utility = await draft('UTILITY')
    await page.goto(`/broadcasts/${utility.id}/edit?step=audience`)
    await page.getByLabel(say('composer_rest')).selectOption('24')
    await until(async () => {
      const plan = await shop.browser.get(`/broadcasts/${utility.id}/plan`)
      return plan.leftOut.some(({ reason }: { reason: string }) => reason === 'recently_written')
    })
    await page.goto(`/broadcasts/${utility.id}/edit?step=review`)
    await page.getByText(say('composer_skip_recent')).first().waitFor()
    await expectGoodLook(page)
    await shop.browser.patch('/frequency-cap', { cap: null })
  })

  it('a report is opened by its link after signing in, with numbers masked, and saved person by person', async () => {
    await answersIn(10)
    const id = await launch('UTILITY')
    await finishedBroadcast(shop.browser, id)
    const email = newPerson().email
    const { link } = await shop.browser.post('/members/invitations', {
      email,
      name: 'Avi Cohen',
      role: 'viewer',
    })
    const viewer = openBrowser(inject('url'))
    const token = new URL(link).hash.slice(1)
    const known = (await simulator.mails(email)).length
    await viewer.post('/auth/invitation/code', { token })
    const code = await newestCode(simulator, email, known)
    await viewer.post('/auth/invitation/accept', { token, code })
    await viewer.post('/auth/sign-out')

    // Whoever is signed out signs in, and stands where the link leads.
    const page = await look(`/open/${shop.accountId}/broadcasts/${id}`, {})
    await page.getByLabel(say('auth_email')).fill(email)
    const mails = (await simulator.mails(email)).length
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: say('auth_code') })
    await field.fill(await newestCode(simulator, email, mails))
    await field.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Held' }).waitFor()
    await page.getByText(/•{3,}/).filter({ visible: true }).first().waitFor()
    await expectGoodLook(page)
    expect(await page.content()).not.toMatch(/54-?565-?00\d\d|9725456500/)

    const saved = async (as: Page) => {
      await as
        .getByRole('button', { name: say('composer_more') })
        .filter({ visible: true })
        .click()
      const [download] = await Promise.all([
        as.waitForEvent('download'),
        as.getByRole('menuitem', { name: say('broadcast_export_csv') }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8').trim().split('\r\n')
    }
    const masked = await saved(page)
    expect(masked).toHaveLength(PEOPLE + 1)
    expect(masked.join()).toContain('•••')
    expect(masked.join()).not.toContain('5456500')
    const whole = await saved(await look(`/broadcasts/${id}`))
    expect(whole).toHaveLength(PEOPLE + 1)
    expect(whole.filter((line) => line.includes('9725456500')).length).toBeGreaterThan(9)
  })
})
