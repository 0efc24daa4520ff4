import { describe, expect, it } from 'vitest'
import type { OnboardingView } from '../../../worker/contract/onboarding'
import { randomId } from '../../../worker/lib/ids'
import { invite } from '../../support/members'
import { signUp } from '../../support/people'
import { Shop } from '../../support/shop'

const see = (shop: Shop) => shop.get<OnboardingView>('/onboarding')

describe('the set-up', () => {
  it('of a fresh workspace has everything before it', async () => {
    const { browser } = await signUp()
    expect(await browser.read(browser.get('/api/v1/onboarding'))).toEqual({
      done: { connect: false, webhook: false, templates: false, contacts: false, test: false },
      approvedTemplates: 0,
      contacts: 0,
      test: null,
    })
  })

  it('is ticked by what is there, and not by hand', async () => {
    const shop = await Shop.open()
    expect((await see(shop)).done).toMatchObject({ connect: true, webhook: true, templates: true })
    expect((await see(shop)).done).toMatchObject({ contacts: false, test: false })
    await shop.addMany(2)
    expect(await see(shop)).toMatchObject({ contacts: 2, done: { contacts: true } })
  })

  it('is open again when the connection is lost', async () => {
    const shop = await Shop.open()
    const { items } = await shop.get<{ items: { id: string }[] }>('/connections')
    await shop.browser.read(shop.browser.delete(`/api/v1/connections/${items[0]?.id}`))
    expect(await see(shop)).toMatchObject({ done: { connect: false, webhook: false }, test: null })
  })
})

describe('a test to oneself', () => {
  it('is a template to the member’s own phone, once for one id', async () => {
    const shop = await Shop.open()
    const { test } = await see(shop)
    expect(test?.phone).toBe('+972501234567')
    const id = randomId()
    await shop.post('/onboarding/test', { id })
    await shop.post('/onboarding/test', { id })
    const rows = await shop.query<{ identity: string; state: string }>(
      'SELECT identity, state FROM outbox WHERE account_id = ?',
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.identity).toBe('+972501234567')
  })

  it('never goes with a template that wants a picture, or that signs people in', async () => {
    const template = {
      name: 'picture',
      language: 'en',
      status: 'APPROVED',
      category: 'UTILITY',
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Look' },
      ],
    }
    const body = [{ type: 'BODY', text: 'Your code' }]
    const shop = await Shop.open({
      templates: [template, { ...template, category: 'AUTHENTICATION', components: body }],
    })
    expect((await see(shop)).test).toBeNull()
    const answer = await shop.browser.post('/api/v1/onboarding/test', { id: randomId() })
    expect(await answer.json()).toMatchObject({ error: { code: 'onboarding.not_ready' } })
  })

  it('is not for those who may only read', async () => {
    const shop = await Shop.open()
    const { browser } = await invite(shop.person, 'viewer')
    expect((await browser.post('/api/v1/onboarding/test', { id: randomId() })).status).toBe(403)
  })
})
