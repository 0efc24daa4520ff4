import { expect, it } from 'vitest'
import { purgeAccounts } from '../../../worker/features/accounts/jobs'
import { findMember } from '../../../worker/features/accounts/session-operations'
import { DAY_MS, HOUR_MS } from '../../../worker/lib/time'
import { testDeps } from '../../support/deps'
import { signUp } from '../../support/people'

const JOB = { type: 'accounts.purge' } as const
const { db } = testDeps()

const rowsOf = async (table: string, where: string) =>
  (await db.directory.all(`SELECT 1 FROM ${table} WHERE ${where}`)).length

it('erases codes, counters and kept answers that no longer count, and leaves sessions that do', async () => {
  const { browser, session, email } = await signUp()
  const key = { 'idempotency-key': 'purge-me' }
  await browser.post('/api/v1/profile/email', { email: 'new@example.com' }, key)
  const own = `email IN ('${email}', 'new@example.com')`
  const account = await db.account(session.account.id)
  const answers = async () =>
    (await account.all(`SELECT 1 FROM idempotency_keys WHERE account_id = '${session.account.id}'`))
      .length
  expect([await rowsOf('codes', own), await answers()]).toEqual([2, 1])

  await purgeAccounts(testDeps({ at: Date.now() + HOUR_MS }), JOB)
  expect([await rowsOf('codes', own), await answers()]).toEqual([0, 1])

  await purgeAccounts(testDeps({ at: Date.now() + 2 * DAY_MS + 1 }), JOB)
  expect(await answers()).toBe(0)
  expect(await rowsOf('rate_counters', `window_start < ${Date.now() + DAY_MS}`)).toBe(0)
  expect((await browser.get('/api/v1/session')).status).toBe(200)
})

it('erases sessions that are over, and finds nothing to do the second time', async () => {
  const { browser, session } = await signUp()
  const later = testDeps({ at: Date.now() + 14 * DAY_MS + 1 })
  const own = `user_id = '${session.user.id}'`

  expect(await purgeAccounts(later, JOB)).toBe('done')
  expect(await purgeAccounts(later, JOB)).toBe('done')
  expect(await rowsOf('sessions', own)).toBe(0)
  expect(await findMember(testDeps(), browser.cookies.get('__Host-s') ?? '')).toBeNull()
})
