import { expect, it } from 'vitest'
import { tellOwners } from '../../../worker/features/accounts/fresh-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { testDeps } from '../../support/deps'
import { openWorkspace } from '../../support/members'
import { newestCode, randomEmail, signUp } from '../../support/people'

it('a mail to the owners that cannot leave undoes nothing', async () => {
  const { session, email } = await signUp()
  const tried: string[] = []
  const mailer = {
    send: async ({ to }: { to: string }) => {
      tried.push(to)
      throw new Error('no mail today')
    },
  }
  await tellOwners({ ...testDeps(), mailer }, session.account.id, (owner) => ({
    to: owner.email,
    subject: 'Word',
    lines: ['Something was done.'],
    language: 'en',
  }))
  expect(tried).toEqual([email])
})

it('a session alone carries nothing away by moving to an address of its own first', async () => {
  const { browser, session } = await signUp()
  await openWorkspace({ browser })
  const email = randomEmail()
  await browser.read(browser.post('/api/v1/profile/email', { email }))
  const code = await newestCode(email)
  await browser.read(browser.post('/api/v1/profile/email/confirm', { code }))

  const ask = async (path: string) => {
    const answer = await browser.post(`/api/v1${path}`, {})
    return (await answer.json<{ error?: { code: string; message: string } }>()).error
  }
  const isRefused = { code: 'auth.address_new', message: expect.stringContaining('72 h') }
  for (const path of ['/exports/code', '/deletion/code', '/members/code', '/connections/code']) {
    expect(await ask(path), path).toMatchObject(isRefused)
  }
  // In each of the person's workspaces, and until whoever had the old address has had time to notice.
  const { id } = session.account
  await browser.read(browser.post('/api/v1/session/account', { accountId: id }))
  expect(await ask('/exports/code')).toMatchObject(isRefused)
  const db = await testDeps().db.account(id)
  const shift = `at = at - ${3 * DAY_MS}, id = '0' || substr(id, 2)`
  await db.run(
    `UPDATE audit SET ${shift} WHERE account_id = '${id}' AND action LIKE 'member.email%'`,
  )
  expect(await ask('/exports/code')).toBeUndefined()
})
