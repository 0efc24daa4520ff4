import { expect, it } from 'vitest'
import type { BusinessView } from '../../../worker/contract/account'
import { signUp } from '../../support/people'

it('creates a workspace whose owner is signed in and sees its details', async () => {
  const { browser, session, email } = await signUp({ name: 'Dana', businessName: 'Dana & Co' })

  expect(session.user).toMatchObject({ name: 'Dana', email, phone: '+972501234567' })
  expect(session.account).toMatchObject({ name: 'Dana & Co', role: 'owner', state: 'active' })
  const business = await browser.read<BusinessView>(browser.get('/api/v1/account'))
  expect(business).toMatchObject({ name: 'Dana & Co', country: 'IL', timeZone: 'Asia/Jerusalem' })
})
