import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { PlanView } from '../../worker/contract/broadcast-plan'
import type { BroadcastView, ProgressView } from '../../worker/contract/broadcasts'
import type { TemplateView } from '../../worker/contract/templates'
import { type Browser, type Business, newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  type Page,
  visit,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

/** Some get it by name, some by the fall-back, some nothing: no consent was given. */
const [NAMED, NAMELESS, SILENT] = [6, 2, 3]
const CHOSEN = NAMED + NAMELESS + SILENT
const PEOPLE = NAMED + NAMELESS
const LIST = [
  'First name,Phone,Opted in at',
  ...Array.from({ length: NAMED }, (_, n) => `Zoe${n},+97254550010${n},2025-03-10`),
  ...Array.from({ length: NAMELESS }, (_, n) => `,+4915112345${n}00,2025-03-10`),
  ...Array.from({ length: SILENT }, (_, n) => `Quiet${n},+97254550020${n},`),
].join('\r\n')
const FALLBACK = 'neighbour'
const STEPS = ['message', 'audience', 'personalise', 'review'] as const

type Sender = { browser: Browser; accountId: string; numberId: string; template: TemplateView }

/** A business of its own for each language: what one sends is nothing to the other. */
async function openSender(): Promise<Sender> {
  const simulator = openSimulator(inject('simulatorUrl'))
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const business: Business = await simulator.post('/businesses', {})
  const numberId = business.numbers[0]?.id ?? ''
  await connectNumber(browser, business)
  await simulator.put('/dials', {
    phoneNumberId: numberId,
    dials: {
      shares: { delivered: 1, read: 0, replied: 0, tapped: 0, stop: 0, failedByCode: {} },
      statusDelaysMs: { sent: 50, delivered: 100 },
    },
  })
  const templates: TemplateView[] = await syncedTemplates(browser)
  const template = templates.find(({ name }) => name === 'weekend_offer')
  if (!template) throw new Error('the demo has no such template')
  const settings = { consent: 'column', consentSource: 'Club' }
  await importContacts(browser, 'p.csv', Buffer.from(LIST), settings)
  const { account } = await browser.get('/session')
  return { browser, accountId: account.id, numberId, template }
}

const draftOf = ({ browser, numberId, template }: Sender): Promise<BroadcastView> =>
  composeBroadcast(browser, {
    name: 'Flight',
    numberId,
    template,
    mapping: Object.fromEntries(
      template.parameters.map(({ key }, at) => [
        key,
        at === 0
          ? { from: 'contact', column: 'first_name', fallback: FALLBACK }
          : { from: 'fixed', value: '7' },
      ]),
    ),
  })

const numbersIn = (texts: string[]) =>
  texts.map((text) => Number(/[\d,]+(?:\.\d+)?/.exec(text)?.[0]?.replaceAll(',', '')))
const sum = (values: number[]) => values.reduce((all, one) => all + one, 0)

describe.each<[Language, 'desktop' | 'phone']>([
  ['en', 'desktop'],
  ['he', 'desktop'],
])('U11: the flight plan in %s', (language, width) => {
  const say = wordsIn(language)
  let sender: Sender
  let draft: BroadcastView
  beforeAll(async () => {
    sender = await openSender()
    draft = await draftOf(sender)
  })
  const at = (step: string) => `/broadcasts/${draft.id}/edit?step=${step}`
  const open = async () => (await visit({ language, width, as: sender.browser.cookies() })).page
  const getsIt = (page: Page) =>
    page
      .getByRole('complementary', { name: say('composer_summary') })
      .getByText(say('common_people', { count: PEOPLE }), { exact: true })
      .waitFor()

  it('left out and included are the audience; a reload at each step loses nothing', async () => {
    const page = await open()
    await page.goto(at('audience'))
    const equation = say('composer_equation', {
      chosen: CHOSEN,
      leftOut: SILENT,
      people: PEOPLE,
    })
    await page.getByText(equation).waitFor({ state: 'attached' })
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH')
    await page.getByLabel(say('composer_rest')).selectOption('24')
    await saved
    for (const step of STEPS) {
      await page.goto(at(step))
      await getsIt(page)
      await page.reload()
      await getsIt(page)
      await expectLanguage(page, language)
    }
    await page.goto(at('audience'))
    await getsIt(page)
    expect(await page.getByLabel(say('composer_rest')).inputValue()).toBe('24')
    const left = numbersIn(await page.locator('.left-out .count').allTextContents())
    expect(sum(left) + PEOPLE).toBe(CHOSEN)
    const kept: BroadcastView = await sender.browser.get(`/broadcasts/${draft.id}`)
    expect(kept).toMatchObject({ restHours: 24, audience: { everyone: true } })
    expect(kept.mapping).toEqual(draft.mapping)
  })

  it('the review adds up its costs, opens every list, and shows the message of whom one names', async () => {
    const page = await open()
    await page.goto(at('review'))
    await page.getByText(say('composer_check_payment')).waitFor()
    const plan: PlanView = await sender.browser.get(`/broadcasts/${draft.id}/plan`)
    const costs = page.locator('.table.costs')
    const lines = numbersIn(await costs.locator('tbody tr td:last-child').allTextContents())
    expect(lines).toHaveLength(2)
    const cents = Math.round(plan.highMicros / 10_000)
    // Each line is rounded to whole cents.
    expect(Math.abs(Math.round(sum(lines) * 100) - cents)).toBeLessThanOrEqual(lines.length)
    expect(sum(plan.cost.map(({ totalMicros }) => totalMicros))).toBe(plan.highMicros)
    expect(sum(plan.cost.map(({ people }) => people))).toBe(PEOPLE)
    await page.getByText(say('composer_ends'), { exact: true }).waitFor()

    await page.getByRole('button', { name: say('composer_skip_no_consent') }).click()
    await page.getByRole('link', { name: 'Quiet0' }).waitFor()
    const filled = page.getByRole('button', {
      name: say('composer_filling_fallback', { text: '' }).split(/[“״]/)[0] ?? '',
    })
    await filled.first().click()
    await page
      .getByRole('link', { name: say('contacts_no_name') })
      .first()
      .waitFor()

    const preview = page.getByRole('complementary', { name: say('composer_summary') })
    await preview.getByRole('searchbox').fill('Zoe4')
    await preview.getByText('Zoe4').first().waitFor()
    await preview.getByRole('searchbox').fill('Quiet1')
    const why = say('composer_preview_left_out', { reason: say('composer_skip_no_consent') })
    await preview.getByText(why).waitFor()
    await expectAccessible(page)
    for (const pixels of [320, 390]) {
      await page.setViewportSize({ width: pixels, height: 844 })
      await expectNoSidewaysScroll(page)
    }
  })

  it('a double click on Send makes one broadcast, and its plan stands beside what it became', async () => {
    const page = await open()
    await page.goto(at('review'))
    const label = say('composer_send', { count: PEOPLE })
    await page.getByRole('button', { name: label }).first().click()
    const dialog = page.getByRole('dialog', { name: say('composer_confirm', { count: PEOPLE }) })
    await dialog.getByRole('button', { name: label }).dblclick()
    await page.getByText(say('broadcast_hold_text')).waitFor()
    await finishedBroadcast(sender.browser, draft.id)
    await until(
      async () => {
        const progress: ProgressView = await sender.browser.get(`/broadcasts/${draft.id}/progress`)
        return progress.counts.delivered === PEOPLE
      },
      { what: 'the last delivery' },
    )
    const { items } = await sender.browser.get('/broadcasts')
    expect(items).toHaveLength(1)

    await page.goto(`/broadcasts/${draft.id}`)
    const outcome = page.locator('.table.outcome')
    await outcome.waitFor()
    const rows = await outcome
      .locator('tbody tr')
      .evaluateAll((found) =>
        found.map((row) =>
          [...row.querySelectorAll('td')].map((cell) =>
            Number(cell.textContent?.replace(/\D/g, '')),
          ),
        ),
      )
    expect(rows.slice(0, 3)).toEqual([
      [CHOSEN, CHOSEN],
      [SILENT, SILENT],
      [PEOPLE, PEOPLE],
    ])
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 844 })
    await expectNoSidewaysScroll(page)
  })

  it('who did not read it is an audience in one click, counted first', async () => {
    const page = await open()
    await page.goto(`/broadcasts/${draft.id}`)
    await page.getByRole('button', { name: say('broadcast_follow_unread') }).click()
    const dialog = page.getByRole('dialog', { name: say('broadcast_follow_unread') })
    await dialog.getByText(say('common_people', { count: PEOPLE }), { exact: true }).waitFor()
    await expectAccessible(page)
    await dialog
      .getByRole('button', { name: say('broadcast_follow_draft', { count: PEOPLE }) })
      .click()
    await page.waitForURL(/\/broadcasts\/\w+\/edit/)
    await page.getByText(say('composer_message_lead')).waitFor()
  })

  it('a duplicate is a draft of its own, from the list too', async () => {
    const page = await open()
    await page.goto('/broadcasts?state=sent')
    await page
      .getByRole('button', { name: say('composer_more') })
      .filter({ visible: true })
      .click()
    await page.getByRole('menuitem', { name: say('broadcast_duplicate') }).click()
    await page.waitForURL(/\/broadcasts\/\w+\/edit/)
    await page
      .getByText(say('broadcast_copy_name', { name: 'Flight' }))
      .first()
      .waitFor()
    const id = /broadcasts\/(\w+)\//.exec(page.url())?.[1]
    const copy: BroadcastView = await sender.browser.get(`/broadcasts/${id}`)
    expect(copy).toMatchObject({ state: 'draft', restHours: 24, mapping: draft.mapping })
  })

  it('its link opens for members wherever they work, and for nobody else', async () => {
    const page = await open()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`/broadcasts/${draft.id}`)
    await page
      .getByRole('button', { name: say('composer_more') })
      .filter({ visible: true })
      .click()
    await page.getByRole('menuitem', { name: say('broadcast_copy_link') }).click()
    await page.getByText(say('broadcast_link_copied')).first().waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(new URL(link).pathname).toBe(`/open/${sender.accountId}/broadcasts/${draft.id}`)

    const member = openBrowser(inject('url'), sender.browser.cookies())
    const second = await member.post('/session/accounts', {
      businessName: 'Second',
      timeZone: 'Europe/London',
      country: 'GB',
    })
    await member.post('/session/account', { accountId: second.id })
    const elsewhere = await visit({ language, as: member.cookies() })
    await elsewhere.page.goto(link)
    await elsewhere.page.getByRole('heading', { level: 1, name: 'Flight' }).waitFor()

    const stranger = openBrowser(inject('url'))
    await signUp(stranger, openSimulator(inject('simulatorUrl')), newPerson())
    const foreign = await visit({ language, as: stranger.cookies() })
    await foreign.page.goto(link)
    await foreign.page.getByText(say('error_no_page')).waitFor()
    expect(await foreign.page.content()).not.toContain('Flight')
  })
})
