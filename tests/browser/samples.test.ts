import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import type { ContactView } from '../../worker/contract/contacts'
import { SAMPLE_NAME } from '../../worker/features/broadcasts/samples'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as const)('sample people, in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  it('fill an empty list, are named as samples on every page, and go away with one click', async () => {
    const browser = openBrowser(inject('url'))
    await signUp(browser, simulator, newPerson())
    const { page } = await visit({ language, width, as: browser.cookies() })
    await page.goto('/contacts')
    await page.getByRole('button', { name: say('samples_try') }).click()
    const badge = page.getByText(say('samples_badge'), { exact: true })
    await page.getByText(say('samples_shown')).waitFor()
    await expect.poll(() => badge.filter({ visible: true }).count(), { timeout: 20_000 }).toBe(8)
    await page.getByText(say('samples_shown')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    const { items }: { items: ContactView[] } = await browser.get('/contacts')
    await page.goto(`/contacts/${items[0]?.id}`)
    await badge.first().waitFor()
    await page.goto('/inbox')
    await page.getByText(say('samples_shown')).waitFor()
    const talk = page.locator('.conversations a').first()
    await talk.getByText(say('samples_badge'), { exact: true }).waitFor()
    await talk.click()
    await page.getByText(say('samples_no_reply')).waitFor()
    await expectAccessible(page)

    await page.goto('/templates')
    await page.getByRole('link', { name: 'sample_order_ready' }).waitFor()
    await expectNoSidewaysScroll(page)
    await page.goto('/broadcasts')
    const broadcast = page.getByRole('link', { name: SAMPLE_NAME[language] })
    await broadcast.filter({ visible: true }).click()
    await page.getByText(say('samples_badge'), { exact: true }).first().waitFor()
    await page.getByRole('heading', { name: say('broadcast_recipients') }).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    await page.getByRole('button', { name: say('samples_remove') }).click()
    await page.getByText(say('samples_shown')).waitFor({ state: 'detached' })
    await page.goto('/contacts')
    await page.getByText(say('contacts_empty'), { exact: true }).waitFor()
  })

  it('are offered where the set-up asks for contacts, and do not count as any', async () => {
    const browser = openBrowser(inject('url'))
    await signUp(browser, simulator, newPerson())
    const { page } = await visit({ language, width, as: browser.cookies() })
    await page.goto('/onboarding?step=contacts')
    await page.getByRole('button', { name: say('samples_try') }).click()
    await page.waitForURL('**/contacts')
    await page.getByText(say('samples_shown')).waitFor()
    expect(await browser.get('/onboarding')).toMatchObject({ done: { contacts: false } })
  })
})
