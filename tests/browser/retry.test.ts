import { beforeAll, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { finishedBroadcast } from '../../scripts/journey.mjs'
import type { ProgressView } from '../../worker/contract/broadcasts'
import { buttonOn, figuresOn, Watched } from '../support/broadcast-page'
import { wordsIn } from '../support/words'

const PEOPLE = 120
/** Meta's limit on marketing can pass; a number that is not on WhatsApp stays away. */
const [LIMITED, NOBODY] = [131049, 131026]
const say = wordsIn('en')

let shop: Watched
beforeAll(async () => {
  shop = await Watched.open(PEOPLE)
  await shop.turn({ latencyMs: 10, shares: { failedByCode: { [LIMITED]: 0.2, [NOBODY]: 0.2 } } })
})

const settled = (id: string): Promise<ProgressView> =>
  until(
    async () => {
      const view = await shop.progress(id)
      const { delivered = 0, failed = 0 } = view.counts
      return view.state === 'done' && delivered + failed === view.total && view
    },
    { timeoutMs: 60_000, everyMs: 250, what: 'the last status' },
  )

it('U15: only failures that can pass are offered another try, and each person counts once', async () => {
  const { id } = await shop.launch()
  await finishedBroadcast(shop.browser, id)
  const { failures } = await settled(id)
  const failedWith = (code: number) => failures.find((one) => one.code === code)?.count ?? 0
  expect(failedWith(LIMITED)).toBeGreaterThan(0)
  expect(failedWith(NOBODY)).toBeGreaterThan(0)

  // Each cause in plain words, with what helps; only one of them says that a later try may help.
  const page = await shop.look(id)
  const causes = page.locator('.broadcast-reasons > li')
  const nobody = causes.filter({ hasText: 'The number is not on WhatsApp' })
  const limited = causes.filter({ hasText: 'Meta limits marketing messages' })
  await nobody.waitFor()
  expect(await nobody.textContent()).not.toContain(say('broadcast_may_retry'))
  expect(await limited.textContent()).toContain(say('broadcast_may_retry'))

  await buttonOn(page, say('broadcast_retry', { count: failedWith(LIMITED) })).click()
  await page.waitForURL(/\/edit\?step=review$/)
  const retryId = /broadcasts\/(\w+)\//.exec(page.url())?.[1] ?? ''
  await shop.turn({ latencyMs: 10 })
  await shop.confirm(retryId)
  await finishedBroadcast(shop.browser, retryId)
  await settled(retryId)

  await page.goto(`/broadcasts/${id}`)
  const figures = () => figuresOn(page)
  await until(async () => (await figures())[say('broadcast_failed')] === failedWith(NOBODY))
  expect(await figures()).toMatchObject({
    [say('broadcast_delivered')]: PEOPLE - failedWith(NOBODY),
    [say('broadcast_failed')]: failedWith(NOBODY),
  })
  expect(await buttonOn(page, 'Try again for').count()).toBe(0)
  expect((await shop.progress(id)).total).toBe(PEOPLE)
  expect(await shop.mostPerPerson()).toBe(2)
})
