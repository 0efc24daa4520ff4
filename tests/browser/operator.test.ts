import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectLanguage, expectNoSidewaysScroll, visit } from '../support/visitor'

const simulator = openSimulator(inject('simulatorUrl'))
const PAGES = ['', '/enter', '/letters', '/accounts', '/keys', '/log']

/** The cookie that Cloudflare Access sets. */
async function operator(): Promise<Record<string, string>> {
  const { token } = await simulator.post('/operator-token', { email: 'dana@operator.example' })
  return { CF_Authorization: token }
}

describe.each(['en', 'he'] as const)('the operator’s desk in %s', (language) => {
  it.each(PAGES)('/operator%s fits every width and can be used by everybody', async (path) => {
    const { page } = await visit({ language, as: await operator(), script: false })
    await page.goto(`/operator${path}`)
    await expectLanguage(page, language)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.locator('script').count()).toBe(0)
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await expectNoSidewaysScroll(page)
    }
  })

  it.each(PAGES)('/operator%s has nothing that a tool for access finds', async (path) => {
    const { page } = await visit({ language, as: await operator() })
    await page.goto(`/operator${path}`)
    await expectAccessible(page)
  })
})

it('a deletion that came by mail is entered step by step, without script', async () => {
  const owner = openBrowser(inject('url'))
  const person = newPerson()
  await signUp(owner, simulator, person)
  const { page } = await visit({ as: await operator(), script: false })
  await page.goto('/operator/enter')
  await page.getByLabel('Address that the mail came from').fill(person.email)
  await page.getByRole('button', { name: 'Look for accounts' }).click()
  await page.getByRole('radio').check()
  await page.getByRole('button', { name: 'Enter the deletion' }).click()
  await page.getByText('Not entered: make all three checks first.').waitFor()
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await page.getByRole('radio').check()
  await page.getByRole('button', { name: 'Enter the deletion' }).click()

  await page.getByText('Done.').waitFor()
  expect((await owner.request('GET', '/api/v1/contacts')).status).toBeGreaterThanOrEqual(401)
  await page.goto('/operator/log')
  await page.getByText('dana@operator.example').first().waitFor()
  await page.getByText('deletion.entered', { exact: false }).first().waitFor()
})
