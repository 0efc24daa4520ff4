import { gzipSync } from 'node:zlib'
import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { connectNumber, syncedTemplates } from '../../scripts/journey.mjs'
import type { TemplateDraftView } from '../../worker/contract/template-drafts'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const MOST_EDITOR_KB = 30

/** A workspace of this file's own: other files count the demo's templates. */
const simulator = openSimulator(inject('simulatorUrl'))
const writer = openBrowser(inject('url'))
await signUp(writer, simulator, newPerson())
await connectNumber(writer, await simulator.post('/businesses', { templates: 'demo' }))
await syncedTemplates(writer)
let drafts = 0

/** A draft in both languages, from the library; its name is free. */
async function aDraft(key = 'appointment_confirmed'): Promise<TemplateDraftView> {
  const wish = { from: 'library', key, languages: ['en_US', 'he'] }
  const draft = await writer.post('/templates/drafts', wish)
  const name = `${key}_${++drafts}`
  return writer.patch(`/templates/drafts/${draft.id}`, { version: draft.version, name })
}

async function openEditor(language: Language, path: string, width?: number) {
  const { page } = await visit({ language, as: writer.cookies(), ...(width ? { width } : {}) })
  await page.goto(path)
  const say = wordsIn(language)
  await nameField(page, say).waitFor()
  return { page, say }
}
const body = (page: Page) => page.locator('.editor-text textarea')
const nameField = (page: Page, say: ReturnType<typeof wordsIn>) =>
  page.getByRole('textbox', { name: say('templates_editor_name'), exact: true })
const phone = (page: Page) => page.locator('.editor-preview .device')
const saved = async (id: string, check: (draft: TemplateDraftView) => boolean) => {
  await expect
    .poll(async () => check(await writer.get(`/templates/drafts/${id}`)), { timeout: 10_000 })
    .toBe(true)
}

describe.each([
  ['en', 'he', 'rtl', 'היי {{first_name}}, *מועד* חדש'],
  ['he', 'en_US', 'ltr', 'Hi {{first_name}}, a *new* time'],
] as const)('U10 in %s', (language, other, direction, text) => {
  it('the preview shows markup and samples in the template’s own direction, lints appear while typing', async () => {
    const { id } = await aDraft()
    const { page, say } = await openEditor(language, `/templates/drafts/${id}?lang=${other}`)
    await body(page).fill(`${text} {{date}}.`)
    const line = phone(page).locator('p').first()
    await expect.poll(() => line.evaluate((p) => getComputedStyle(p).direction)).toBe(direction)
    expect(await phone(page).locator('b').last().textContent()).toMatch(/מועד|new/)
    await page.locator('.sample-grid input').first().fill('Zelda')
    await expect.poll(() => phone(page).locator('mark').first().textContent()).toBe('Zelda')
    expect(await body(page).evaluate((box) => getComputedStyle(box).direction)).toBe(direction)

    await body(page).fill(text.replace(/^\S+ /, ''))
    await page
      .locator('.editor-text ~ .error')
      .getByText(language === 'he' ? /שמתחילה או מסתיימת במשתנה/ : /begins or ends with a variable/)
      .waitFor()
    await page
      .getByRole('button', { name: say('templates_editor_submit') })
      .first()
      .click()
    await page
      .getByText(say('templates_editor_mistakes', { count: 1 }))
      .first()
      .waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await saved(id, ({ versions }) => versions.some((one) => !one.body.startsWith('Hi ')))
  })

  it('can be used by everybody, at every width', async () => {
    const { id } = await aDraft('order_confirmed')
    const { page } = await openEditor(language, `/templates/drafts/${id}`)
    await expectAccessible(page)
    for (const width of [1280, 768, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await expectNoSidewaysScroll(page)
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page)
  })
})

describe('the editor', () => {
  it('writes a template from nothing and hands it to Meta', async () => {
    const { page, say } = await openEditor('en', '/templates/new')
    await nameField(page, say).fill('Order Left Today')
    expect(await nameField(page, say).inputValue()).toBe('order_left_today')
    await body(page).fill('Hi , your order left our warehouse today.')
    await body(page).evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(3, 3))
    await page.getByRole('button', { name: say('templates_editor_variable') }).click()
    await page.getByRole('menuitem', { name: '{{first_name}}' }).click()
    await expect
      .poll(() => body(page).inputValue())
      .toBe('Hi {{first_name}}, your order left our warehouse today.')
    await page.locator('.sample-grid input').fill('Maya')
    await body(page).selectText()
    await page.getByRole('button', { name: say('templates_editor_bold') }).click()
    await expect.poll(() => body(page).inputValue()).toMatch(/^\*.*\*$/)
    await page
      .getByRole('button', { name: say('templates_editor_submit') })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('templates_editor_submit_now', { count: 1 }) })
      .click()
    await page.getByText(say('templates_advice_pending')).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/templates\/\d+$/)
  })

  it('keeps what Meta refused, says why, and goes on from there', async () => {
    const { id } = await aDraft('payment_received')
    const draft = await writer.get(`/templates/drafts/${id}`)
    const taken = await writer.post('/templates/drafts', {
      from: 'library',
      key: 'payment_received',
      languages: ['he'],
    })
    const path = `/templates/drafts/${taken.id}`
    const named = await writer.patch(path, { version: taken.version, name: draft.name })
    const [he] = named.versions
    const other = { ...he, body: 'שלום {{first_name}}, משהו אחר לגמרי.', samples: he.samples }
    const { version } = await writer.patch(path, { version: named.version, versions: [other] })
    await writer.post(`${path}/submit`, { version })

    const { page, say } = await openEditor('en', `/templates/drafts/${id}`)
    await page
      .getByRole('button', { name: say('templates_editor_submit') })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('templates_editor_submit_now', { count: 2 }) })
      .click()
    await page.getByText(say('templates_editor_refused')).waitFor()
    expect(await page.getByRole('tab').count()).toBe(1)
    await nameField(page, say).fill(`${draft.name}_again`)
    await saved(id, ({ name }) => name === `${draft.name}_again`)
  })

  it('has every kind of header', async () => {
    const { id } = await aDraft()
    const { page, say } = await openEditor('en', `/templates/drafts/${id}`)
    const header = page.getByLabel(say('templates_editor_header'), { exact: true })
    for (const kind of ['text', 'IMAGE', 'VIDEO', 'DOCUMENT', 'location', 'none'] as const) {
      await header.selectOption(kind)
      if (kind === 'IMAGE') {
        const png = Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          'base64',
        )
        await page
          .locator('.file-field input[type=file]')
          .setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer: png })
        await phone(page).locator('img.device-media').waitFor()
      }
      const wanted = ['IMAGE', 'VIDEO', 'DOCUMENT'].includes(kind) ? 'media' : kind
      await saved(id, ({ versions }) => versions[0]?.header.kind === wanted)
    }
  })

  it('has every kind of button', async () => {
    const { id } = await aDraft('invoice_ready')
    const { page, say } = await openEditor('en', `/templates/drafts/${id}`)
    for (const name of [
      'templates_editor_button_reply',
      'templates_editor_button_phone',
      'templates_editor_button_code',
      'templates_editor_button_flow',
      'templates_editor_button_contact',
      'templates_editor_button_call',
      'templates_editor_button_link',
    ] as const) {
      await page.getByRole('button', { name: say('templates_editor_button_add') }).click()
      await page.getByRole('menuitem', { name: say(name), exact: true }).click()
      await page.locator('.editor-buttons b').getByText(say(name)).first().waitFor()
    }
    await saved(id, ({ versions }) => {
      const kinds = versions[0]?.buttons.map(({ type }) => type) ?? []
      return new Set(kinds).size === 7 && kinds.length === 8
    })
  })

  it('writes authentication, by name or by number, and adds a language with the same structure', async () => {
    const { id } = await aDraft('order_confirmed')
    const { page, say } = await openEditor('en', `/templates/drafts/${id}`)
    await page.getByText(say('templates_editor_more')).click()
    await page
      .getByRole('radio', { name: say('templates_editor_format_positional') })
      .check({ force: true })
    await expect.poll(() => body(page).inputValue()).toContain('{{1}}')
    await page.getByRole('button', { name: say('templates_editor_language_add') }).click()
    await page.getByRole('menuitem', { name: 'French', exact: true }).click()
    await saved(
      id,
      ({ versions, parameterFormat }) =>
        parameterFormat === 'POSITIONAL' &&
        versions.length === 3 &&
        versions[2]?.buttons.length === versions[0]?.buttons.length,
    )
    await page
      .getByRole('radio', { name: new RegExp(say('templates_category_authentication')) })
      .check()
    await page.getByRole('radio', { name: say('templates_editor_otp_one_tap') }).check()
    await page.getByLabel(say('templates_editor_otp_package')).fill('com.example.app')
    await saved(
      id,
      ({ category, versions }) =>
        category === 'AUTHENTICATION' &&
        versions.some(({ otp }) => otp.packageName === 'com.example.app'),
    )
  })

  it('is a chunk of its own that few bytes bring', async () => {
    const { id } = await aDraft()
    const { page } = await visit({ as: writer.cookies() })
    const sizes = new Map<string, number>()
    const reads: Promise<unknown>[] = []
    page.on('response', (response) => {
      const name = new URL(response.url()).pathname
      if (!name.endsWith('.js')) return
      reads.push(response.body().then((bytes) => sizes.set(name, gzipSync(bytes).length)))
    })
    await page.goto('/templates')
    await page.waitForLoadState('networkidle')
    await Promise.all(reads)
    const before = new Set(sizes.keys())
    await page.evaluate((path) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }, `/templates/drafts/${id}`)
    await body(page).waitFor()
    await Promise.all(reads)
    const added = [...sizes].filter(([name]) => !before.has(name))
    const kilobytes = added.reduce((sum, [, size]) => sum + size, 0) / 1000
    expect(kilobytes).toBeGreaterThan(5)
    expect(kilobytes, JSON.stringify(added)).toBeLessThanOrEqual(MOST_EDITOR_KB)
  })
})

describe('the library', () => {
  it('gives a draft in the language of the page and the other', async () => {
    const { page } = await visit({ language: 'he', as: writer.cookies() })
    const say = wordsIn('he')
    await page.goto('/templates/library')
    await page
      .getByRole('link', { name: say('templates_library_use') })
      .first()
      .click()
    await nameField(page, say).waitFor()
    expect(await page.getByRole('tab').count()).toBe(2)
    expect(await body(page).inputValue()).toMatch(/[א-ת]/)
  })
})
