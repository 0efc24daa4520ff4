import { expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import type { BroadcastView } from '../../worker/contract/broadcasts'
import { Watched } from '../support/broadcast-page'
import { visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')

it('fields show what is saved, and so what will be sent, when a draft changes elsewhere', async () => {
  const shop = await Watched.open(1)
  const { id } = await shop.draft()
  const saved = (): Promise<BroadcastView> => shop.browser.get(`/broadcasts/${id}`)
  const textOf = ({ mapping }: BroadcastView) => mapping['body.2']
  /** What another tab does. */
  const changeElsewhere = async (value: string) => {
    const { version, mapping } = await saved()
    await shop.browser.patch(`/broadcasts/${id}`, {
      version,
      mapping: { ...mapping, 'body.2': { from: 'fixed', value } },
    })
  }
  const { page } = await visit({ as: shop.browser.cookies() })
  await page.goto(`/broadcasts/${id}/edit?step=personalise`)
  const field = page.getByLabel(say('composer_fixed_text'), { exact: true })
  await field.fill('typed')
  await until(async () => JSON.stringify(textOf(await saved())).includes('typed'))

  await changeElsewhere('quietly')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.getByText(say('composer_changed_quietly')).first().waitFor()
  expect(await field.inputValue()).toBe('quietly')

  await changeElsewhere('theirs')
  await field.fill('mine')
  await page.getByRole('button', { name: say('composer_conflict_theirs') }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await field.inputValue()).toBe('theirs')
  expect(textOf(await saved())).toMatchObject({ value: 'theirs' })

  await changeElsewhere('again')
  await field.fill('kept')
  await page.getByRole('button', { name: say('composer_conflict_mine') }).click()
  await until(async () => JSON.stringify(textOf(await saved())).includes('kept'))
  expect(await field.inputValue()).toBe('kept')
})
