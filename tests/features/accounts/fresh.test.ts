import { expect, it } from 'vitest'
import { tellOwners } from '../../../worker/features/accounts/fresh-operations'
import { testDeps } from '../../support/deps'
import { signUp } from '../../support/people'

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
