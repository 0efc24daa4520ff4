import { beforeEach, expect, it } from 'vitest'
import { onEvents } from '../../../worker/consumer/events'
import type {
  ConversationView,
  OpenConversationView,
  ThreadEntry,
} from '../../../worker/contract/inbox'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { randomId } from '../../../worker/lib/ids'
import { HOUR_MS, SECOND_MS } from '../../../worker/lib/time'
import { merge, timeline, undo } from '../../support/merging'
import { Shop } from '../../support/shop'

const PHONE = '+972541111118'
/** So many that no other order gives the same by chance. */
const LINES = ['Hi', 'I wanted', 'to ask', 'if you', 'are open', 'on Friday', 'at noon']

let shop: Shop
let contactId: string
/** A whole second that is over. */
let second: number
beforeEach(async () => {
  shop = await Shop.open()
  ;[contactId = ''] = await shop.add([{ phone: PHONE }])
  second = Math.floor(shop.now() / SECOND_MS) * SECOND_MS - HOUR_MS
})

const line = (body: string, at = second, id = randomId()) => ({
  ...{ id: `wamid.${id}`, from: PHONE.slice(1), type: 'text' },
  timestamp: `${at / SECOND_MS}`,
  text: { body },
})

/** A webhook that came in at a moment, whenever it is worked on. */
async function hear(receivedAt: number, messages: object[], field = 'messages'): Promise<void> {
  const value = field === 'messages' ? { messages } : { history: messages }
  const body = JSON.stringify(shop.change(value, field))
  const { failed } = await onEvents(shop.deps, [{ type: 'webhook.body', body, receivedAt }])
  expect(failed.size).toBe(0)
}

const listed = async () =>
  (await shop.get<{ items: ConversationView[] }>('/conversations')).items[0]
const open = async () =>
  shop.get<OpenConversationView>(`/conversations/${(await listed())?.id ?? ''}`)

/** What is read in the thread, oldest first, page after page. */
async function read(limit = 50): Promise<string[]> {
  const { id } = await open()
  const entries: ThreadEntry[] = []
  for (let before: string | null = ''; before !== null; ) {
    const page: { items: ThreadEntry[]; next: string | null } = await shop.get(
      `/conversations/${id}/thread?limit=${limit}${before && `&before=${before}`}`,
    )
    entries.push(...page.items)
    before = page.next
  }
  return entries.map(textOf).reverse()
}
const textOf = ({ content }: Pick<ThreadEntry, 'content'>) =>
  content.kind === 'text' ? content.text : content.kind

const rows = () => shop.query('SELECT * FROM messages WHERE account_id = ? ORDER BY at, id')

it('lines of one second in one webhook are read in its order, and the list shows the last', async () => {
  await hear(
    second + 700,
    LINES.map((text) => line(text)),
  )
  expect(await read()).toEqual(LINES)
  expect(textOf({ content: (await open()).preview })).toBe(LINES.at(-1))
})

it('lines of one second are read in the order in which their webhooks came, worked on in any', async () => {
  const came = LINES.map((text, index) => ({ at: second + 5000 + index, text }))
  for (const { at, text } of came.toReversed()) await hear(at, [line(text)])
  expect(await read()).toEqual(LINES)
  expect(textOf({ content: (await open()).preview })).toBe(LINES.at(-1))
})

it('pages end between moments, and have the order of the whole', async () => {
  const later = LINES.map((text) => `${text}, later`)
  await hear(
    second + 2500,
    LINES.map((text) => line(text)),
  )
  await hear(
    second + 2600,
    later.map((text) => line(text, second + SECOND_MS)),
  )
  expect(await read(3)).toEqual([...LINES, ...later])
})

it('a webhook that comes again later moves nothing', async () => {
  const messages = LINES.map((text) => line(text))
  for (const [index, one] of messages.entries()) await hear(second + index, [one])
  const before = await rows()
  for (const one of messages.toReversed()) await hear(second + HOUR_MS, [one])
  await hear(second + HOUR_MS, messages.toReversed())
  expect(await rows()).toEqual(before)
  expect(await open()).toMatchObject({ unread: LINES.length, lastAt: second + LINES.length - 1 })
})

it('what came twice at once is there once, with its words and its place in the list', async () => {
  const twice = [line('Twice')]
  await Promise.all([hear(second + 100, twice), hear(second + 900, twice)])
  const [row] = await shop.query<{ id: string }>('SELECT id FROM messages WHERE account_id = ?')
  const [conversation] = await shop.query<{ last_id: string }>(
    'SELECT last_id FROM conversations WHERE account_id = ?',
  )
  const words = await shop.query<{ message_id: string }>(
    'SELECT DISTINCT message_id FROM message_words WHERE account_id = ?',
  )
  expect(conversation?.last_id).toBe(row?.id)
  expect(words).toEqual([{ message_id: row?.id }])
})

it('of a second that was read in part, the rest alone is unread', async () => {
  await hear(second + 200, [line('Read')])
  const { id, lastAt } = await open()
  await shop.browser.post(`/api/v1/conversations/${id}/read`, { upTo: lastAt })
  await hear(second + 600, [line('Unread')])
  const { unread, unreadFrom } = await open()
  const { items } = await shop.get<{ items: ThreadEntry[] }>(`/conversations/${id}/thread`)
  expect(unread).toBe(1)
  expect(unreadFrom).toBe(items.find((entry) => textOf(entry) === 'Unread')?.key)
})

it('replies of one moment stand as they were asked for, after what they answer by Meta’s faster clock', async () => {
  const now = shop.now()
  const ahead = Math.ceil(now / SECOND_MS) * SECOND_MS + SECOND_MS
  await hear(now, [line('Are you there?', ahead), line('Hello?', ahead)])
  const db = await shop.db()
  const deps = { ...shop.deps, clock: { now: () => now }, deliverOne: async () => {} }
  for (const text of LINES) {
    const message = { id: randomId(), contactId, numberId: shop.meta.numberId, text }
    await sendReply(deps, db, { userId: shop.person.session.user.id }, message)
  }
  expect(await read()).toEqual(['Are you there?', 'Hello?', ...LINES])
  expect(textOf({ content: (await open()).preview })).toBe(LINES.at(-1))
})

it('a line of the second of our reply that came after it stands after it', async () => {
  await hear(second + 100, [line('Is it ready?')])
  const db = await shop.db()
  const deps = {
    ...shop.deps,
    clock: { now: () => second + 400 },
    deliverOne: async () => {},
  }
  const message = { id: randomId(), contactId, numberId: shop.meta.numberId, text: 'Yes' }
  await sendReply(deps, db, { userId: shop.person.session.user.id }, message)
  await hear(second + 900, [line('Thanks')])
  expect(await read()).toEqual(['Is it ready?', 'Yes', 'Thanks'])
})

it('the past of a phone is read in its order, whichever end its list begins at', async () => {
  const past = (messages: object[]) => [
    {
      metadata: { phase: 0, chunk_order: 1, progress: 100 },
      threads: [{ id: PHONE.slice(1), messages }],
    },
  ]
  const newestFirst = [
    line('The newest', second + SECOND_MS),
    ...LINES.toReversed().map((text) => line(text)),
  ]
  await hear(second + HOUR_MS, past(newestFirst), 'history')
  expect(await read()).toEqual([...LINES, 'The newest'])

  const older = LINES.map((text) => line(`${text} before`, second - SECOND_MS))
  await hear(second + HOUR_MS, past(older), 'history')
  expect(await read()).toEqual([...LINES.map((text) => `${text} before`), ...LINES, 'The newest'])
})

it('the order stays when two people become one, and when they are two again', async () => {
  const [other = ''] = await shop.add([{ phone: '+972541111119' }])
  await hear(
    second + 500,
    LINES.map((text) => line(text)),
  )
  const before = await rows()
  const merged = await merge(shop, other, contactId)
  expect(await read()).toEqual(LINES)
  await hear(
    second + 700,
    LINES.map((text) => line(text, second + SECOND_MS)),
  )
  expect(await read()).toEqual([...LINES, ...LINES])
  await undo(shop, merged.id)
  expect((await rows()).slice(0, LINES.length)).toEqual(before)
})

it('what happened with the person goes the same way', async () => {
  await hear(
    second + 500,
    LINES.map((text) => line(text)),
  )
  const entries = await timeline(shop, contactId)
  const said = entries.flatMap((one) => (one.kind === 'message' ? [one.text] : []))
  expect(said.reverse()).toEqual(LINES)
})
