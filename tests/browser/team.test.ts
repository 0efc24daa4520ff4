import { describe, expect, inject, it } from 'vitest'
import { newestCode, openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))
type Say = ReturnType<typeof wordsIn>

/** Somebody new with a workspace, signed in over HTTP. */
async function somebody(language: Language) {
  const person = { ...newPerson(), language }
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, person)
  return { person, browser }
}

const mailsTo = async (email: string): Promise<number> => (await simulator.mails(email)).length

/** Types the code of the next mail into whatever asks for it, once `ask` was pressed. */
async function byCode(page: Page, say: Say, email: string, ask: () => Promise<void>) {
  const known = await mailsTo(email)
  await ask()
  const field = page.getByRole('textbox', { name: say('auth_code') })
  await field.fill(await newestCode(simulator, email, known))
  await field.press('Enter')
}

/** Opens a person's menu and chooses, by keyboard alone. */
async function chooseByKeys(page: Page, say: Say, name: string, item: 'role' | 'remove') {
  const label = say('team_actions_of', { name: `\u2068${name}\u2069` })
  const trigger = page.getByRole('button', { name: label }).locator('visible=true')
  await trigger.focus()
  await page.keyboard.press('Enter')
  // The menu takes the focus once it is open.
  await page.waitForFunction(() => document.activeElement?.role === 'menuitem')
  if (item === 'remove') await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  return dialog
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

describe.each<Language>(['en', 'he'])('a team in %s', (language) => {
  const say = wordsIn(language)

  it('U26: is invited, joins, gets another role and is removed, and sees each of it', async () => {
    const { person: owner, browser } = await somebody(language)
    const { email } = newPerson()
    const { page } = await visit({ language, as: browser.cookies() })
    await page.goto('/settings/team')
    await page.getByText(say('team_pending_none')).waitFor()
    await page.getByLabel(say('team_invite_name')).fill('Dana Katz')
    await page.getByLabel(say('team_invite_email'), { exact: true }).fill(email)
    await page.getByLabel(say('team_role'), { exact: true }).selectOption('viewer')
    await page.getByRole('button', { name: say('team_invite_send') }).click()
    await page.getByText('Dana Katz').waitFor()
    // The next one is invited in the same role unless another is chosen, and by no means as an owner.
    expect(await page.getByLabel(say('team_role'), { exact: true }).inputValue()).toBe('viewer')
    expect(await page.getByLabel(say('team_invite_name')).inputValue()).toBe('')

    // The link is shown once, and is in the mail.
    const shown = page.getByText(/\/invite#[\w-]{43}/)
    const link = (await shown.textContent()) ?? ''
    const [mail] = await simulator.mails(email)
    expect(mail.text).toContain(link)
    await page.getByRole('button', { name: say('team_link_close') }).click()
    await page.getByText('Dana Katz').waitFor()

    // Whose workspace, by whom, as what: before anything is accepted.
    const { page: theirs } = await visit({ language })
    await theirs.goto(new URL(link).pathname + new URL(link).hash)
    await theirs.getByRole('heading', { level: 1 }).waitFor()
    await theirs.getByText(owner.name).first().waitFor()
    await theirs.getByText(say('role_viewer'), { exact: true }).waitFor()
    await expectAccessible(theirs)
    await byCode(theirs, say, email, () =>
      theirs.getByRole('button', { name: say('invite_accept') }).click(),
    )
    await theirs.getByRole('navigation', { name: say('shell_main') }).waitFor()
    await theirs.goto('/contacts')
    await theirs.getByRole('heading', { level: 1 }).waitFor()
    expect(await theirs.getByRole('link', { name: say('contacts_import') }).count()).toBe(0)

    // Another role, by keyboard and a code; the session of before ends.
    await page.reload()
    const roles = await chooseByKeys(page, say, 'Dana Katz', 'role')
    await roles.getByRole('radio', { name: say('role_marketer') }).check()
    await expectAccessible(page)
    await byCode(page, say, owner.email, () =>
      roles.getByRole('button', { name: say('team_change_next') }).click(),
    )
    await page.getByText(say('team_changed'), { exact: true }).first().waitFor()
    await theirs.reload()
    await theirs.getByRole('heading', { level: 1, name: say('auth_sign_in_title') }).waitFor()
    await theirs.getByLabel(say('auth_email')).fill(email)
    await byCode(theirs, say, email, () => theirs.keyboard.press('Enter'))
    await theirs
      .getByRole('link', { name: say('contacts_import') })
      .first()
      .waitFor()

    // A page that hears news is open while the person is taken out.
    await theirs.goto('/broadcasts')
    await theirs.getByRole('heading', { level: 1 }).waitFor()
    await theirs.waitForLoadState('networkidle')
    const out = await chooseByKeys(page, say, 'Dana Katz', 'remove')
    expect(await focused(page)).toBe(say('common_cancel'))
    await page.keyboard.press('Escape')
    await out.waitFor({ state: 'detached' })
    await chooseByKeys(page, say, 'Dana Katz', 'remove')
    await expectAccessible(page)
    await page.getByRole('button', { name: say('team_remove_label') }).click()
    await page.getByText(say('team_removed'), { exact: true }).first().waitFor()

    // Nothing was pressed there: the news comes by itself.
    await theirs.getByRole('heading', { name: say('auth_again_title') }).waitFor()
    await byCode(theirs, say, email, () =>
      theirs.getByRole('button', { name: say('auth_send_code') }).click(),
    )
    await theirs.getByRole('heading', { level: 1, name: say('workspace_none_title') }).waitFor()
    await expectAccessible(theirs)
  })

  it('several workspaces: made, switched, and never mixed up between windows', async () => {
    const { person, browser } = await somebody(language)
    const { page, context } = await visit({ language, as: browser.cookies() })
    await page.goto('/contacts?q=x')
    const switcher = (name: string) =>
      page.getByRole('button', { name: say('workspace_switch', { name: `\u2068${name}\u2069` }) })
    await switcher(person.businessName).click()
    await page.getByRole('menuitem', { name: say('workspace_new') }).click()
    await page.getByLabel(say('auth_business_name')).fill('Second shop')
    await page.getByRole('button', { name: say('workspace_create') }).click()
    await switcher('Second shop').waitFor()

    // Another window shows the second one while this one goes back to the first.
    const other = await context.newPage()
    await other.goto('/settings/business')
    await other.getByLabel(say('auth_business_name')).fill('Typed for the second')
    await page.goto('/templates')
    await switcher('Second shop').click()
    await page.getByRole('menuitem', { name: person.businessName }).click()
    await switcher(person.businessName).waitFor()
    expect(new URL(page.url()).pathname).toBe('/templates')

    await other.getByRole('button', { name: say('common_save'), exact: true }).click()
    await other.locator('.errors').waitFor()
    const names = (await browserOf(context)).accounts.map(({ name }: { name: string }) => name)
    expect(names.sort()).toEqual([person.businessName, 'Second shop'].sort())
    expect(await other.getByLabel(say('auth_business_name')).inputValue()).toBe(
      'Typed for the second',
    )
  })

  it('U26: who leaves goes on in the own workspace; the last owner is told why not', async () => {
    const [{ browser: owner }, { person, browser }] = [
      await somebody(language),
      await somebody(language),
    ]
    const wish = { email: person.email, name: person.name, role: 'viewer' }
    const { link } = await owner.post('/members/invitations', wish)
    await browser.post('/auth/invitation/accept', { token: new URL(link).hash.slice(1) })
    const { page } = await visit({ language, as: browser.cookies() })
    await page.goto('/settings/team')
    const leave = page.getByRole('button', { name: say('team_leave'), exact: true })
    await leave.click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    expect(await focused(page)).toBe(say('common_cancel'))
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(say('team_leave'))
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: say('team_leave_label') }).click()

    await page
      .getByRole('button', {
        name: say('workspace_switch', { name: `\u2068${person.businessName}\u2069` }),
      })
      .waitFor()
    await page.goto('/settings/team')
    await page.getByText(say('team_leave_last')).waitFor()
    expect(await leave.count()).toBe(0)
  })

  it('on a phone: the team fits, and workspaces are under More', async () => {
    const { person, browser } = await somebody(language)
    const place = { timeZone: 'Asia/Jerusalem', country: 'IL' }
    const { id } = await browser.post('/session/accounts', {
      businessName: 'Second shop',
      ...place,
    })
    await browser.post('/session/account', { accountId: id })
    const { page } = await visit({ language, width: 'phone', as: browser.cookies() })
    await page.goto('/settings/team')
    await page.getByText(person.email).locator('visible=true').waitFor()
    await page.getByText(say('right_owners')).locator('visible=true').waitFor()
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 })
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
    }
    await page.getByRole('button', { name: say('common_more'), exact: true }).click()
    await page.getByRole('menuitem', { name: person.businessName }).click()
    await page.waitForURL((url) => url.pathname === '/settings')
    await page.getByRole('heading', { level: 1 }).waitFor()
  })

  it('the audit log names people and acts; its filters are the address', async () => {
    const { person, browser } = await somebody(language)
    await browser.patch('/account', { legalName: 'Known Ltd' })
    await browser.post('/broadcasts', { name: 'Spring' })
    const { page } = await visit({ language, as: browser.cookies() })
    await page.goto('/settings/audit')
    const table = page.getByRole('table')
    await table.getByText(say('audit_account_created')).waitFor()
    await table.getByText(say('audit_broadcast_drafted')).waitFor()
    expect(await table.getByText(person.name).count()).toBe(3)
    await page.getByLabel(say('audit_filter_area')).selectOption('account')
    await table.getByText(say('audit_broadcast_drafted')).waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?what=account')
    await expectAccessible(page)

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: say('audit_export') }).click()
    expect((await download).suggestedFilename()).toBe('audit-log.csv')
    await page.getByLabel(say('audit_filter_who')).selectOption('meta')
    await page.getByText(say('common_no_results')).waitFor()
    await page.goBack()
    await table.getByText(say('audit_account_changed')).waitFor()
  })
})

/** What the session of this window's cookies says. */
async function browserOf(context: Awaited<ReturnType<typeof visit>>['context']) {
  const page = context.pages()[0]
  return page?.evaluate(async () => (await fetch('/api/v1/session')).json())
}
