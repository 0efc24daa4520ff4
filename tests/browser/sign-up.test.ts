import { describe, expect, inject, it } from 'vitest'
import { newestCode, openSimulator } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  visit,
  type Width,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const EVERY_LOOK: [Language, Width][] = [
  ['en', 'desktop'],
  ['en', 'phone'],
  ['he', 'desktop'],
  ['he', 'phone'],
]

describe.each(EVERY_LOOK)('in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  it('somebody signs up by a code from the mail', async () => {
    const { page } = await visit({ language, width })
    const person = newPerson()
    await page.goto('/sign-up')
    await expectLanguage(page, language)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    await page.getByLabel(say('auth_name')).fill(person.name)
    await page.getByLabel(say('auth_email')).fill(person.email)
    await page.getByLabel(say('auth_phone')).fill(person.phone)
    await page.getByLabel(say('auth_business_name')).fill(person.businessName)
    await page.getByRole('button', { name: say('auth_create') }).click()

    await page.getByRole('heading', { name: say('auth_code_title') }).waitFor()
    await expectAccessible(page)
    const code = await newestCode(openSimulator(inject('simulatorUrl')), person.email)
    await page.getByRole('textbox', { name: say('auth_code') }).fill(code.toLowerCase())
    await page.getByRole('button', { name: say('auth_code_submit') }).click()

    await page.getByRole('heading', { level: 1, name: say('connect_title') }).waitFor()
    expect(await page.title()).toContain(person.businessName)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
})
