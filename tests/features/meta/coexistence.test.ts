import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import type { ConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { randomId } from '../../../worker/lib/ids'
import {
  askFor,
  message,
  numberOf,
  openOnPhone,
  PERSON,
  storedMessages,
  tellOf,
} from '../../support/phone-app'

describe('what happens on the phone', () => {
  it('is seen here: an echo is a message of ours, once', async () => {
    const shop = await openOnPhone()
    const echo = message(Math.floor(Date.now() / 1000), '972555550177', 'From the phone', {
      to: PERSON,
    })
    await tellOf(shop, 'smb_message_echoes', { message_echoes: [echo] })
    await tellOf(shop, 'smb_message_echoes', { message_echoes: [echo] })
    expect((await storedMessages(shop)).map(({ direction }) => direction)).toEqual(['out'])
    const { items } = await shop.get<{ items: { phone: string }[] }>('/contacts')
    expect(items.map(({ phone }) => phone)).toEqual([`+${PERSON}`])
  })

  it('is told to open screens, may be quoted, and may be taken back', async () => {
    const shop = await openOnPhone()
    const now = Math.floor(shop.now() / 1000) - 10
    await shop.inbound(message(now, PERSON, 'Are you open?'))
    const told: string[] = []
    const changed = async (_: string, topics: string[]) => void told.push(...topics)
    Object.assign(shop.deps, { live: { ...shop.deps.live, changed } })
    const wamid = `wamid.${randomId()}=`
    const echo = message(now + 1, '972555550177', 'Until two', { to: PERSON, id: wamid })
    await tellOf(shop, 'smb_message_echoes', { message_echoes: [echo] })
    expect(told).toContain('inbox')

    const [talk] = (await shop.get<List<ConversationView>>('/conversations')).items
    const thread = async () =>
      (await shop.get<List<ThreadEntry>>(`/conversations/${talk?.id}/thread`)).items
    const [written] = await thread()
    const quoting = await shop.browser.post('/api/v1/messages', {
      ...{ id: randomId(), contactId: talk?.contactId, numberId: shop.meta.numberId },
      ...{ text: 'On Fridays too', quotes: written?.key },
    })
    expect(quoting.status).toBe(201)

    const about = (type: string, more: object) =>
      message(now + 2, '972555550177', '', { to: PERSON, type, text: undefined, [type]: more })
    const asked = await shop.query<{ wamid: string }>(
      `SELECT wamid FROM messages WHERE account_id = ? AND direction = 'in'`,
    )
    await tellOf(shop, 'smb_message_echoes', {
      message_echoes: [
        about('revoke', { original_message_id: wamid }),
        about('reaction', { message_id: asked[0]?.wamid, emoji: '👍' }),
      ],
    })
    const shown = (await thread()).map(({ side, content, reactions }) => ({
      ...{ side, content, reactions },
    }))
    expect(shown).toMatchObject([
      { content: { text: 'On Fridays too' } },
      { side: 'out', content: { kind: 'revoked' } },
      { side: 'in', reactions: [{ emoji: '👍', side: 'out' }] },
    ])
  })

  it('with a file brings the file', async () => {
    const shop = await openOnPhone()
    const photo = message(Math.floor(shop.now() / 1000), '972555550177', '', {
      ...{ to: PERSON, type: 'image', text: undefined },
      image: { id: '1', mime_type: 'image/png' },
    })
    await tellOf(shop, 'smb_message_echoes', { message_echoes: [photo] })
    expect(shop.chores).toMatchObject([{ type: 'media.keep' }])
  })

  it('its address book fills in names and never replaces one', async () => {
    const shop = await openOnPhone()
    await askFor(shop, 'contacts')
    const entry = (phone_number: string, full_name: string, action = 'add') => ({
      type: 'contact',
      action,
      contact: { full_name, phone_number },
    })
    await tellOf(shop, 'smb_app_state_sync', { state_sync: [entry(PERSON, 'Noor')] })
    await tellOf(shop, 'smb_app_state_sync', {
      state_sync: [entry(PERSON, 'Somebody else'), entry('12025550144', 'Gone', 'remove')],
    })
    const { items } = await shop.get<{ items: { name: string }[] }>('/contacts')
    expect(items.map(({ name }) => name)).toEqual(['Noor'])
    expect((await numberOf(shop))?.coexistence).toMatchObject({ contacts: 'done' })
  })

  it('letting go and coming back begins anew', async () => {
    const shop = await openOnPhone()
    await askFor(shop, 'history')
    await tellOf(shop, 'account_update', { event: 'ACCOUNT_OFFBOARDED' })
    expect((await numberOf(shop))?.coexistence).toMatchObject({ state: 'offboarded' })
    await tellOf(shop, 'account_update', { event: 'ACCOUNT_RECONNECTED' })
    expect((await numberOf(shop))?.coexistence).toMatchObject({
      state: 'joined',
      history: 'waiting',
    })
  })
})

it('a number of the phone app sends twenty messages a second, whatever its level says', async () => {
  const shop = await openOnPhone()
  expect(await numberOf(shop)).toMatchObject({ throughputPerSecond: 20, isOnBizApp: true })
})
