import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { connectNumber, importContacts, syncedTemplates } from '../../scripts/journey.mjs'
import { type Business, newPerson } from '../support/runtime'
import { type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')
const simulator = openSimulator(inject('simulatorUrl'))

/** Nothing that changes something arrives any more. */
const cutChanges = (page: Page) =>
  page.route('**/api/v1/**', (route) =>
    route.request().method() === 'GET' ? route.continue() : route.abort('internetdisconnected'),
  )

const notice = (page: Page, text: string) =>
  page.getByRole('region', { name: say('common_notices') }).getByText(text)

describe('what goes wrong is said', () => {
  it('where the code of a page can’t be fetched; the page comes once it can', async () => {
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto('/contacts')
    await page.getByRole('heading', { level: 1, name: say('contacts_title') }).waitFor()
    await page.route(/\/assets\/templates-page/, (route) => route.abort('internetdisconnected'))
    await page.getByRole('link', { name: say('nav_templates') }).click()
    await page.getByText(say('error_unreachable')).waitFor()

    await page.unroute(/\/assets\/templates-page/)
    await page.getByRole('button', { name: say('error_retry') }).click()
    await page.getByRole('heading', { level: 1, name: say('templates_title') }).waitFor()
  })

  it('in a notice, where the line broke before a conversation was given to somebody', async () => {
    const browser = openBrowser(inject('url'), inject('demoOwner'))
    const { items } = await browser.get('/conversations')
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto(`/inbox?c=${items[0].id}`)
    await page.getByRole('button', { name: say('inbox_assign'), exact: true }).click()
    await cutChanges(page)
    await page.getByRole('menuitem', { name: say('inbox_assign_me') }).click()
    await notice(page, say('error_unreachable')).waitFor()
  })

  it('in a notice, where a label was not made; what was typed is still there', async () => {
    const browser = openBrowser(inject('url'), inject('demoOwner'))
    const { items } = await browser.get('/conversations')
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto(`/inbox?c=${items[0].id}`)
    await page.getByRole('button', { name: say('inbox_labels'), exact: true }).click()
    await cutChanges(page)
    await page.getByRole('menuitem', { name: say('inbox_label_new') }).click()
    const field = page.getByRole('textbox', { name: say('inbox_label_new') })
    await field.fill('Wholesale')
    await field.press('Enter')
    await notice(page, say('error_unreachable')).waitFor()
    expect(await field.inputValue()).toBe('Wholesale')
  })

  it('in a notice, where templates were not synced or a person is still signed in', async () => {
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto('/templates')
    const sync = page.getByRole('button', { name: say('templates_sync'), exact: true })
    await sync.waitFor()
    await cutChanges(page)
    await sync.click()
    await notice(page, say('error_unreachable')).waitFor()
    await page.getByRole('button', { name: say('common_close') }).click()

    await page.getByRole('button', { name: say('shell_user_menu', { name: '' }) }).click()
    await page.getByRole('menuitem', { name: say('shell_sign_out') }).click()
    await notice(page, say('error_unreachable')).waitFor()
    await page.getByRole('heading', { level: 1, name: say('templates_title') }).waitFor()
  })

  it('in the dialog, where a template’s draft was not discarded; what was typed is saved later', async () => {
    const browser = openBrowser(inject('url'), inject('demoOwner'))
    const draft = await browser.post('/templates/drafts', { from: 'blank', language: 'en_US' })
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto(`/templates/drafts/${draft.id}`)
    const name = page.getByRole('textbox', { name: say('templates_editor_name'), exact: true })
    await name.waitFor()
    await cutChanges(page)
    await name.fill('still_here')
    const discard = page.getByRole('button', { name: say('templates_editor_discard') })
    await discard.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: say('templates_editor_discard') }).click()
    await dialog.getByText(say('error_unreachable')).waitFor()
    await dialog.getByRole('button', { name: say('common_cancel') }).click()
    await page.unroute('**/api/v1/**')
    const saved = async () => (await browser.get(`/templates/drafts/${draft.id}`)).name
    await expect.poll(saved, { timeout: 10_000 }).toBe('still_here')
    await browser.delete(`/templates/drafts/${draft.id}`)
  })
})

describe('a dialog', () => {
  it('whose code can’t be fetched says so, each time it is called', async () => {
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto('/contacts')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.route(/\/assets\/palette/, (route) => route.abort('internetdisconnected'))
    for (const _ of [1, 2]) {
      await page.keyboard.press('Control+k')
      await notice(page, say('error_part_missing')).waitFor()
      await page.getByRole('button', { name: say('common_close') }).click()
    }
    await page.unroute(/\/assets\/palette/)
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
  })

  it('stays with what was typed, whoever lets go of the pointer where, until its backdrop is pressed', async () => {
    const browser = openBrowser(inject('url'), inject('demoOwner'))
    const { items } = await browser.get('/contacts')
    const { page } = await visit({ as: inject('demoOwner') })
    await page.goto(`/contacts/${items[0].id}`)
    await page.getByRole('button', { name: say('contacts_edit'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    const field = dialog.getByLabel(say('contacts_last_name'))
    await field.fill('Half a name')

    // On its own edge, between two of its parts.
    await dialog.click({ position: { x: 8, y: 8 } })
    expect(await field.inputValue()).toBe('Half a name')

    // Text is selected with a long pull to the side.
    const box = await field.boundingBox()
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 10)
    await page.mouse.down()
    await page.mouse.move(20, (box?.y ?? 0) + 10)
    await page.mouse.up()
    expect(await field.inputValue()).toBe('Half a name')

    await page.mouse.click(20, 400)
    await dialog.waitFor({ state: 'detached' })
  })
})

describe('a draft that can’t be sent yet', () => {
  const owner = openBrowser(inject('url'))
  let draft: { id: string }

  beforeAll(async () => {
    await signUp(owner, simulator, newPerson())
    const business: Business = await simulator.post('/businesses', { templates: 2 })
    await connectNumber(owner, business)
    const [template] = await syncedTemplates(owner)
    const list = Buffer.from('First name,Phone,Opted in at\r\nMaya,+972545650001,2025-03-10')
    await importContacts(owner, 'p.csv', list, { consent: 'column', consentSource: 'Club' })
    const { id, version } = await owner.post('/broadcasts', { name: 'Nobody yet' })
    const fixed = { from: 'fixed', value: 'friend' }
    draft = await owner.patch(`/broadcasts/${id}`, {
      version,
      numberId: business.numbers[0]?.id,
      templateId: template.id,
      mapping: Object.fromEntries(
        template.parameters.map(({ key }: { key: string }) => [key, fixed]),
      ),
    })
  })

  it('does not ask to be confirmed by itself once it can, after its key was pressed too early', async () => {
    const { page } = await visit({ as: owner.cookies() })
    await page.goto(`/broadcasts/${draft.id}/edit?step=review`)
    await page.getByText(say('composer_check_audience_bad')).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('link', { name: say('composer_mend_audience') }).click()
    await page.getByRole('radio', { name: say('composer_audience_everyone') }).check()
    await page
      .getByText(say('composer_equation', { chosen: '1', leftOut: '0', people: '1' }))
      .waitFor()
    await page.waitForTimeout(300)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})
