import { beforeAll, describe, expect, it } from 'vitest'
import { Answered } from '../support/inbox'
import { expectNoSidewaysScroll, type Page } from '../support/visitor'
import { wordsIn } from '../support/words'

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
})

const bubbleWith = (page: Page, text: string) => page.locator('.bubble', { hasText: text }).first()

describe.each(['en', 'he'] as const)('two agents in %s', (language) => {
  const say = wordsIn(language)

  it('both see whatever a person sends, and what becomes of it', async () => {
    const { id, from } = await shop.conversation('The first')
    const pages = [
      await shop.look('owner', id, { language }),
      await shop.look('agent', id, { language, width: 320 }),
    ]
    const send = (content: object) => shop.write(from, '', { content })
    const { wamid: edited } = await shop.write(from, 'Two of them')
    const { wamid: revoked } = await shop.write(from, 'Never mind me')
    await send({
      type: 'order',
      order: {
        catalog_id: '800700600500401',
        text: 'Ring the bell',
        product_items: [
          { product_retailer_id: 'SKU-42', quantity: 2, item_price: 19.9, currency: 'EUR' },
        ],
      },
    })
    const flow = { name: 'flow', body: 'Sent', response_json: '{"date":"2026-11-24"}' }
    await send({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: flow } })
    const row = { id: 'tue', title: 'Tuesday at ten', description: '30 minutes' }
    await send({ type: 'interactive', interactive: { type: 'list_reply', list_reply: row } })
    await send({ type: 'button', button: { text: 'Tell me more', payload: 'more' } })
    await send({ type: 'hologram' })
    await send({ type: 'sticker', sticker: { id: '1', mime_type: 'image/webp', animated: false } })
    await send({
      type: 'text',
      text: { body: 'I saw your ad' },
      referral: {
        ...{ source_url: 'https://fb.me/1', source_id: '1', source_type: 'ad' },
        ...{ headline: 'Autumn bells', body: 'Now', ctwa_clid: 'x' },
      },
    })
    await send({ type: 'text', text: { body: 'Passed on' }, context: { forwarded: true } })
    await send({
      type: 'edit',
      edit: {
        original_message_id: edited,
        message: { type: 'text', text: { body: 'Three of them' } },
      },
    })
    await send({ type: 'revoke', revoke: { original_message_id: revoked } })
    await send({ type: 'reaction', reaction: { message_id: edited, emoji: '🎉' } })

    for (const page of pages) {
      for (const text of [
        'SKU-42',
        '2026-11-24',
        'Tuesday at ten',
        'Tell me more',
        say('inbox_unknown', { type: 'hologram' }),
        'Autumn bells',
        say('inbox_forwarded'),
        say('inbox_revoked'),
      ]) {
        await bubbleWith(page, text).waitFor()
      }
      const changed = bubbleWith(page, 'Three of them')
      await changed.getByText(say('inbox_edited')).waitFor()
      await changed.locator('.reactions', { hasText: '🎉' }).waitFor()
      expect(await page.getByText('Never mind me').count()).toBe(0)
      expect(await page.getByText('Two of them').count()).toBe(0)
      await expectNoSidewaysScroll(page)
    }
  })

  it('answer somebody who has no number, only an id; numbers are masked for whom they are hidden', async () => {
    const bsuid = `IL.${language === 'he' ? 9001 : 9002}${Date.now()}`
    await shop.simulator.post('/inbound', {
      ...{ phoneNumberId: shop.numberId, bsuid },
      ...{ text: 'I found you by name', username: `noor.${language}` },
    })
    const { from, id } = await shop.conversation('I have a number')
    await shop.owner.patch('/account', { phonesHidden: 'support' })
    const [owner, agent] = [
      await shop.look('owner', id, { language }),
      await shop.look('agent', '', { language }),
    ]
    const digits = from.slice(-4)
    await owner.locator('.inbox-info').getByText(new RegExp(digits)).waitFor()
    await agent.locator('.conversation', { hasText: 'I have a number' }).first().click()
    await bubbleWith(agent, 'I have a number').waitFor()
    expect(await agent.getByText(from).count()).toBe(0)
    await agent.goto('/inbox')
    await agent.locator('.conversation', { hasText: 'I found you by name' }).first().click()
    await bubbleWith(agent, 'I found you by name').waitFor()
    const field = agent.getByRole('textbox', { name: say('inbox_reply'), exact: true })
    await field.fill('Welcome')
    await field.press('Control+Enter')
    const reply = agent.locator('.bubble.out', { hasText: 'Welcome' })
    await reply
      .getByText(say('inbox_tick_delivered'))
      .or(reply.getByText(say('inbox_tick_read')))
      .first()
      .waitFor()
    await shop.owner.patch('/account', { phonesHidden: 'nobody' })
  })
})
