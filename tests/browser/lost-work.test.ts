import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { WORKERS } from '../../scripts/build.mjs'
import { type Browser, openWorld, type World } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.stop())

/** What the consumer keeps of a job that its queue has given up. */
async function keep(browser: Browser, jobs: { type: string; [key: string]: unknown }[]) {
  const { account } = await browser.get('/session')
  const db = await world.miniflare.getD1Database('DATA_0', WORKERS.app.name)
  for (const [at, job] of jobs.entries()) {
    await db
      .prepare("INSERT INTO dead_letters VALUES (?, ?, 'proconnect-chores', ?, ?, NULL)")
      .bind(
        account.id,
        `letter-${at}`,
        JSON.stringify({ ...job, accountId: account.id }),
        Date.now(),
      )
      .run()
  }
}

const FAILED = [
  { type: 'broadcast.cancel', broadcastId: 'a'.repeat(26) },
  { type: 'contacts.import', importId: 'b'.repeat(26) },
  { type: 'contacts.import', importId: 'c'.repeat(26) },
  { type: 'templates.sync', connectionId: 'd'.repeat(26) },
]

it.each<Language>(['en', 'he'])(
  'an owner finds what failed, and has it tried again (%s)',
  async (language) => {
    const say = wordsIn(language)
    const browser = await world.signUp({ language })
    const { page } = await visit({ language, as: browser.cookies(), at: world.url })

    await page.goto('/settings/work')
    await page.getByText(say('settings_work_none')).waitFor()
    await expectAccessible(page)

    await keep(browser, FAILED)
    await page.goto('/broadcasts')
    await page.getByText(say('settings_work_notice', { count: 4 })).waitFor()
    await page.getByRole('link', { name: say('settings_work_open') }).click()
    await page.getByText(say('settings_work_waiting', { count: 4 })).waitFor()
    // By what was lost, with a way to what it belongs to.
    for (const kind of ['broadcast', 'import', 'sync'] as const) {
      await page.getByRole('heading', { level: 3, name: say(`settings_work_${kind}`) }).waitFor()
    }
    expect(await page.getByRole('link', { name: say('settings_work_open_import') }).count()).toBe(2)
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 800 })
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)

    await page
      .getByRole('button', { name: say('settings_work_replay'), exact: true })
      .first()
      .click()
    await page.getByText(say('settings_work_waiting', { count: 3 })).waitFor()
    await page.getByText(say('settings_work_replayed'), { exact: true }).waitFor()
    await page.getByRole('button', { name: say('settings_work_replay_all') }).click()
    await page.getByText(say('settings_work_none')).waitFor()
    const left = await until(async () => {
      const list = await browser.get('/dead-letters')
      return list.count === 0 && list
    })
    expect(left.replayed).toHaveLength(4)
  },
)
