import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const LONG_WORD = 'Wolfeschlegelsteinhausenbergerdorff'
const BUSINESS = 'החברה הישראלית לייבוא, שיווק והפצה של מוצרי טקסטיל לבית'

const owner = openBrowser(inject('url'))
beforeAll(async () => {
  const simulator = openSimulator(inject('simulatorUrl'))
  await signUp(owner, simulator, { ...newPerson(), businessName: BUSINESS })
  await owner.post('/contacts', {
    firstName: LONG_WORD,
    lastName: `${LONG_WORD} ${LONG_WORD}`,
    phone: '+972545660001',
    email: null,
    tags: ['לקוחות נאמנים מאוד של הסניף הראשי', 'Wholesale customers of the northern region'],
    consent: 'unknown',
    consentSource: null,
  })
})

/** Of each text that is cut: whether its first letter is on screen. */
const beginnings = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((elements) =>
    elements
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => {
        const range = document.createRange()
        const text = element.firstChild
        if (!text) return false
        range.setStart(text, 0)
        range.setEnd(text, 1)
        const [letter, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()]
        return letter.left >= box.left - 1 && letter.right <= box.right + 1
      }),
  )

describe.each<Language>(['en', 'he'])('long names in %s', (language) => {
  const say = wordsIn(language)

  it('stay within a phone’s page', async () => {
    const { page } = await visit({ language, width: 'phone', as: owner.cookies() })
    await page.goto('/contacts')
    await page.getByText(LONG_WORD).filter({ visible: true }).first().waitFor()
    await expectNoSidewaysScroll(page)
    const chip = await page.locator('.cards .chip').first().boundingBox()
    const name = await page.locator('.cards b').first().boundingBox()
    const overlap =
      Math.min((chip?.x ?? 0) + (chip?.width ?? 0), (name?.x ?? 0) + (name?.width ?? 0)) -
      Math.max(chip?.x ?? 0, name?.x ?? 0)
    expect(overlap).toBeLessThanOrEqual(0)
  })

  it('leave room for the other columns, and are cut at their end, whatever the page’s direction', async () => {
    const { page } = await visit({ language, as: owner.cookies() })
    await page.goto('/contacts')
    await page.getByText(LONG_WORD).filter({ visible: true }).first().waitFor()
    const country = await page
      .getByRole('columnheader', { name: say('contacts_country') })
      .boundingBox()
    const table = await page.locator('.table-wrap').boundingBox()
    expect(country?.x).toBeGreaterThanOrEqual(table?.x ?? 0)
    expect((country?.x ?? 0) + (country?.width ?? 0)).toBeLessThanOrEqual(
      (table?.x ?? 0) + (table?.width ?? 0) + 1,
    )
    const shown = [
      ...(await beginnings(page, '.workspace bdi')),
      ...(await beginnings(page, '.who > b > bdi')),
      ...(await beginnings(page, '.tag bdi')),
    ]
    expect(shown.length).toBeGreaterThanOrEqual(3)
    expect(shown).not.toContain(false)
  })

  it.each(['/settings/audit', '/settings/data'])(
    'of settings: the tab of %s is on a phone’s screen',
    async (path) => {
      const { page } = await visit({ language, width: 'phone', as: owner.cookies() })
      await page.goto(path)
      const tab = page.locator('.tabs [aria-current]')
      await tab.waitFor()
      const box = await tab.boundingBox()
      expect(box?.x).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
    },
  )
})
