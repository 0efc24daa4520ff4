import { describe, expect, it } from 'vitest'
import type { ConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { Shop } from '../../support/shop'

type Item = Record<string, unknown> & { type: string }
type Body = { entry: { changes: { value: { messages?: Item[]; contacts?: object[] } }[] }[] }

/** Every example of Meta's of something that comes in. */
const EXAMPLES: Record<string, string> = import.meta.glob(
  '../../simulator/tests/examples/webhook.messages.*.json',
  { query: '?raw', eager: true, import: 'default' },
)

const example = (name: string) => {
  const text = EXAMPLES[`../../simulator/tests/examples/webhook.messages.${name}.json`]
  // The examples are bodies of webhooks.
  const value = (JSON.parse(text ?? '{}') as Body).entry[0]?.changes[0]?.value
  if (!value) throw new Error(`no example ${name}`)
  return value
}

let made = 0
/** The same with an id of its own, now. */
function fresh(shop: Shop, name: string, change: object = {}) {
  const { messages = [], contacts = [] } = example(name)
  made += 1
  const timestamp = `${Math.floor(shop.now() / 1000)}`
  const own = messages.map((one) => ({ ...one, id: `wamid.test${made}`, timestamp, ...change }))
  return { messages: own, contacts }
}

async function threadOf(shop: Shop) {
  const { items } = await shop.get<{ items: ConversationView[] }>('/conversations')
  const [conversation] = items
  if (!conversation) throw new Error('no conversation')
  const thread = await shop.get<{ items: ThreadEntry[] }>(
    `/conversations/${conversation.id}/thread`,
  )
  return { items, conversation, thread: thread.items }
}

async function received(name: string) {
  const shop = await Shop.open()
  await shop.webhooks(shop.change(fresh(shop, name)))
  return threadOf(shop)
}

const KINDS: Record<string, object> = {
  text: { kind: 'text', text: 'Is the blue one still in stock?' },
  'text.bsuid_only': { kind: 'text', text: 'Hello, I found you by name' },
  image: { kind: 'media', media: 'image', caption: 'The damage' },
  video: { kind: 'media', media: 'video', caption: 'Clip' },
  document: { kind: 'media', media: 'document' },
  sticker: { kind: 'media', media: 'sticker' },
  'audio.voice': { kind: 'media', media: 'audio', isVoice: true },
  location: { kind: 'location', latitude: 52.3676, name: 'Example Cafe' },
  'contacts.shared_vcard': { kind: 'contacts', people: [{ name: 'Sam Sample' }] },
  'contacts.phone_number_shared': { kind: 'contacts', people: [{ phones: ['+12025550143'] }] },
  'interactive.button_reply': { kind: 'choice', text: 'Confirm' },
  'interactive.list_reply': { kind: 'choice', text: 'Tue 10:00', detail: '30 minutes' },
  'interactive.nfm_reply_flow': { kind: 'form', answers: [{ name: 'date', value: '2026-11-24' }] },
  'button.template_quick_reply': { kind: 'choice', text: 'Stop promotions' },
  order: { kind: 'order', items: [{ id: 'SKU-42', quantity: 2, price: 19.9, currency: 'EUR' }] },
  'system.customer_identity_changed': { kind: 'system', event: 'identity' },
  'system.user_changed_number': { kind: 'system', event: 'changed_number' },
  'system.user_changed_user_id': { kind: 'system', event: 'changed_id' },
  unsupported: { kind: 'unknown', type: 'poll' },
}

describe('every kind of message that Meta brings', () => {
  it.each(Object.entries(KINDS))('%s is in the thread as what it is', async (name, content) => {
    const { thread } = await received(name)
    expect(thread).toMatchObject([{ side: 'in', content }])
  })

  it('has a test here, or one of its own below', () => {
    const names = Object.keys(EXAMPLES).map((path) => /messages\.(.+)\.json$/.exec(path)?.[1] ?? '')
    const below = ['edit', 'revoke', 'reaction.added', 'reaction.removed', 'value_errors']
    const around = names.filter((name) => /^text\./.test(name))
    const known = new Set([...Object.keys(KINDS), ...below, ...around])
    expect(names.filter((name) => !known.has(name))).toEqual([])
    expect(names.length).toBeGreaterThan(25)
  })

  it('tells of the ad that brought a person, and that a message was passed on', async () => {
    const ad = await received('text.referral_ctwa')
    expect(ad.thread[0]?.referral).toMatchObject({ headline: 'Autumn offer' })
    const passedOn = await received('text.forwarded')
    expect(passedOn.thread[0]?.isForwarded).toBe(true)
  })

  it('of an unknown kind is kept and shown as such', async () => {
    const shop = await Shop.open()
    await shop.webhooks(shop.change(fresh(shop, 'text', { type: 'hologram', text: undefined })))
    const { thread } = await threadOf(shop)
    expect(thread).toMatchObject([{ content: { kind: 'unknown', type: 'hologram' } }])
  })

  it('that is only a notice about the number adds nothing, and breaks nothing', async () => {
    const shop = await Shop.open()
    await shop.webhooks(shop.change(example('value_errors')))
    expect(await shop.get('/conversations')).toMatchObject({ items: [] })
  })
})

describe('what is said about an earlier message', () => {
  async function aText() {
    const shop = await Shop.open()
    const first = fresh(shop, 'text')
    await shop.webhooks(shop.change(first))
    return { shop, wamid: String(first.messages[0]?.id) }
  }

  it('a reaction stands on it, and goes when it is taken away', async () => {
    const { shop, wamid } = await aText()
    const react = (name: string, emoji: object) =>
      shop.webhooks(shop.change(fresh(shop, name, { reaction: { message_id: wamid, ...emoji } })))
    await react('reaction.added', { emoji: '👍' })
    expect((await threadOf(shop)).thread).toMatchObject([
      { reactions: [{ emoji: '👍', side: 'in' }] },
    ])
    shop.wait(2000)
    await react('reaction.removed', {})
    expect((await threadOf(shop)).thread).toMatchObject([{ reactions: [] }])
  })

  it('an edit shows the new words, and says so', async () => {
    const { shop, wamid } = await aText()
    const edit = { original_message_id: wamid, message: { type: 'text', text: { body: 'Green?' } } }
    await shop.webhooks(shop.change(fresh(shop, 'edit', { edit })))
    const { thread, conversation } = await threadOf(shop)
    expect(thread).toMatchObject([{ content: { kind: 'text', text: 'Green?' }, isEdited: true }])
    expect(conversation.preview).toMatchObject({ text: 'Green?' })
  })

  it('a message that was taken back is not read any more, also when the news came first', async () => {
    const { shop, wamid } = await aText()
    const revoke = { original_message_id: wamid }
    await shop.webhooks(shop.change(fresh(shop, 'revoke', { revoke })))
    const { thread, conversation } = await threadOf(shop)
    expect(thread).toMatchObject([{ content: { kind: 'revoked' } }])
    expect(conversation.preview).toEqual({ kind: 'revoked' })
    const found = await shop.get<{ items: object[] }>('/conversations/search?q=stock')
    expect(found.items).toEqual([])
    expect(JSON.stringify(thread)).not.toContain('blue one')

    const early = fresh(shop, 'revoke', { revoke: { original_message_id: 'wamid.later' } })
    await shop.webhooks(shop.change(early))
    await shop.webhooks(shop.change(fresh(shop, 'text', { id: 'wamid.later' })))
    expect((await threadOf(shop)).thread.map(({ content }) => content.kind)).toEqual([
      'revoked',
      'revoked',
    ])
  })

  it('opens no window, and leaves nothing unread', async () => {
    const shop = await Shop.open()
    await shop.webhooks(shop.change(fresh(shop, 'system.customer_identity_changed')))
    const { conversation } = await threadOf(shop)
    expect(conversation).toMatchObject({ windowUntil: null, unread: 0 })
  })
})

describe('a person', () => {
  it('who changes the number stays the same contact under the new one', async () => {
    const shop = await Shop.open()
    await shop.webhooks(shop.change(fresh(shop, 'text')))
    await shop.webhooks(shop.change(fresh(shop, 'system.user_changed_number')))
    const later = { from: '12025550188', from_user_id: 'US.11100022233344455566' }
    await shop.webhooks(shop.change(fresh(shop, 'text', later)))
    const { items, conversation, thread } = await threadOf(shop)
    expect(items).toHaveLength(1)
    expect(conversation.phone).toBe('+12025550188')
    expect(thread).toHaveLength(3)
  })

  it('known only by an id gets the number when they share it', async () => {
    const shop = await Shop.open()
    await shop.webhooks(shop.change(fresh(shop, 'text.bsuid_only')))
    expect((await threadOf(shop)).conversation.phone).toBeNull()
    await shop.webhooks(shop.change(fresh(shop, 'contacts.phone_number_shared')))
    const { items, conversation } = await threadOf(shop)
    expect(items).toHaveLength(1)
    expect(conversation.phone).toBe('+12025550143')
  })
})
