import { expect, it } from 'vitest'
import type { ConsentState } from '../../../worker/contract/contacts'
import { recordOptOut } from '../../../worker/features/contacts/consent-operations'
import { mergeContacts } from '../../../worker/features/contacts/merge-operations'
import { MERGE_PARTS } from '../../../worker/features/deletion/merge-parts-operations'
import { merge, see, undo, wishToMerge } from '../../support/merging'
import { Shop } from '../../support/shop'

const A = '+972541110001'
const B = '+972541110002'

async function open(wishes: [first?: object, second?: object] = []) {
  const shop = await Shop.open()
  const [a = '', b = ''] = await shop.add([
    { phone: A, ...wishes[0] },
    { phone: B, ...wishes[1] },
  ])
  return { shop, a, b }
}

const sentTo = (shop: Shop) => shop.meta.recipients()
const rowsOf = async (shop: Shop, id: string) =>
  (await shop.rows(id)).map(({ state, code, identity, contactId }) => ({
    ...{ state, code, identity, contactId },
  }))

it('sends a broadcast once to one person who stands in it twice', async () => {
  const { shop, a, b } = await open()
  const id = await shop.running()
  await merge(shop, a, b)
  await shop.sendAll()

  expect(sentTo(shop)).toEqual([A])
  expect(await rowsOf(shop, id)).toMatchObject([
    { state: 'accepted', contactId: a },
    { state: 'skipped', code: 'merged', contactId: a },
  ])
  expect(await shop.see(id)).toMatchObject({ state: 'done' })
})

it('sends to where the person is reached now, also where only the other stood in the broadcast', async () => {
  const { shop, a, b } = await open([{}, { tags: ['vip'] }])
  const vip = await shop.tagId('vip')
  const id = await shop.running({ audience: { everyone: false, tags: [vip] } })
  await merge(shop, a, b)
  await shop.sendAll()
  expect(sentTo(shop)).toEqual([A])
  expect(await rowsOf(shop, id)).toMatchObject([{ state: 'accepted', identity: A, contactId: a }])
})

it('leaves out who got it already as the other', async () => {
  const { shop, a, b } = await open()
  const id = await shop.running()
  // The first has it; the second waits.
  await shop.query(
    "UPDATE recipients SET state = 'delivered', rank = 6 WHERE account_id = ? AND no = 1",
  )
  await merge(shop, b, a)
  await shop.sendAll()
  expect(sentTo(shop)).toEqual([])
  expect(await rowsOf(shop, id)).toMatchObject([{ state: 'delivered' }, { code: 'merged' }])
})

it('waits while a message is on its way to either, or a broadcast is being prepared', async () => {
  const { shop, a, b } = await open()
  const id = await shop.running()
  const wish = await wishToMerge(shop, a, b, [])
  const ask = () => shop.browser.post('/api/v1/contacts/merges', wish)
  const set = (table: string, state: string) =>
    shop.query(`UPDATE ${table} SET state = ?2 WHERE account_id = ?1`, state)
  await set('recipients', 'sending')
  expect((await ask()).status).toBe(409)
  await set('recipients', 'queued')
  await set('broadcasts', 'freezing')
  expect((await ask()).status).toBe(409)
  await set('broadcasts', 'running')
  expect((await ask()).status).toBe(201)
  expect((await shop.rows(id)).filter(({ state }) => state === 'queued')).toHaveLength(1)
})

it.each([
  ['the one who stays', { stopped: 'marketing' }, {}],
  ['the one who goes', {}, { stopped: 'marketing' }],
])('stops marketing to the one person when %s had asked so', async (_who, first, second) => {
  const { shop, a, b } = await open([first, second])
  await shop.running()
  await merge(shop, a, b)
  await shop.sendAll()
  expect(sentTo(shop)).toEqual([])
  expect(await see(shop, a)).toMatchObject({ consent: 'opted_out' })
  const stops = await shop.query<{ identity: string }>(
    "SELECT identity FROM suppressions WHERE account_id = ? AND scope = 'marketing' ORDER BY 1",
  )
  expect(stops.map(({ identity }) => identity)).toEqual([A, B])
})

it('keeps a stop of everything a stop of everything, and a marketing one of marketing', async () => {
  const { shop, a, b } = await open([{}, { stopped: 'all' }])
  await merge(shop, a, b)
  const scopes = await shop.query<{ scope: string }>(
    'SELECT scope FROM suppressions WHERE account_id = ? AND identity = ? ORDER BY 1',
    A,
  )
  expect(scopes.map(({ scope }) => scope)).toEqual(['all', 'marketing'])
})

it('shows both ledgers as one, with the line by which the stop became the other’s', async () => {
  const { shop, a, b } = await open([{}, { stopped: 'marketing' }])
  const { id } = await merge(shop, a, b)
  const ledger = () =>
    shop.query<{ source: string; change: string; contact_id: string }>(
      'SELECT source, change, contact_id FROM consents WHERE account_id = ? ORDER BY at, id',
    )
  expect(await ledger()).toEqual([
    { source: 'message', change: 'opted_out', contact_id: a },
    { source: 'merge', change: 'opted_out', contact_id: a },
  ])
  await undo(shop, id)
  expect(await ledger()).toEqual([
    { source: 'message', change: 'opted_out', contact_id: b },
    { source: 'merge', change: 'opted_out', contact_id: a },
    { source: 'merge', change: 'retracted', contact_id: a },
  ])
  const states = await Promise.all([see(shop, a), see(shop, b)])
  expect(states.map(({ consent }) => consent)).toEqual<ConsentState[]>(['opted_in', 'opted_out'])
})

it.each([
  ['the number that stayed', 'a', ['opted_out', 'opted_out']],
  ['the number that came', 'b', ['opted_out', 'opted_out']],
])(
  'never forgets a stop that came while they were one, from %s',
  async (_which, from, expected) => {
    const { shop, a, b } = await open([{}, { stopped: 'marketing' }])
    const { id } = await merge(shop, a, b)
    const phone = from === 'a' ? A : B
    const timestamp = `${Math.floor(shop.now() / 1000) + 2}`
    const stop = { id: `wamid.${a}`, from: phone.slice(1), timestamp, type: 'text' }
    await shop.inbound({ ...stop, text: { body: 'STOP' } })
    await undo(shop, id)
    const states = await Promise.all([see(shop, a), see(shop, b)])
    expect(states.map(({ consent }) => consent)).toEqual(expected)
    expect((await shop.plan((await shop.draft()).id)).people).toBe(0)
  },
)

it('tries nobody again who got it as somebody with whom they became one', async () => {
  const { shop, a, b } = await open()
  const id = await shop.running()
  await shop.sendAll()
  await shop.query(
    "UPDATE recipients SET state = 'failed', rank = 5, code = '131000' WHERE account_id = ? AND no = 2",
  )
  await merge(shop, a, b)
  const { id: again } = await shop.post<{ id: string }>(`/broadcasts/${id}/retry`, {
    what: 'failed',
  })
  expect((await shop.plan(again)).people).toBe(0)
})

it('answers the number that was written from, within the 24 hours', async () => {
  const { shop, a, b } = await open()
  await shop.reply(b, 'Is it open?')
  await merge(shop, a, b)
  const id = 'c'.repeat(26)
  const numberId = shop.meta.numberId
  await shop.post('/messages', { id, contactId: a, numberId, text: 'Until six' })
  const out = await shop.query('SELECT identity FROM outbox WHERE account_id = ?')
  expect(out).toEqual([{ identity: B }])
})

/** As if a window had gone out: whoever waits at this number has got it. */
const sent = (shop: Shop, identity: string) =>
  shop.query(
    `UPDATE recipients SET state = 'accepted', rank = 3, claimed_at = 1, accepted_at = 1
     WHERE account_id = ? AND state = 'queued' AND identity = ?`,
    identity,
  )

it('writes to both, each at their own number, when they are two again before it is sent', async () => {
  const { shop, a, b } = await open()
  const id = await shop.running()
  await undo(shop, (await merge(shop, a, b)).id)
  await shop.sendAll()
  expect(sentTo(shop).sort()).toEqual([A, B])
  expect(await rowsOf(shop, id)).toMatchObject([
    { state: 'accepted', identity: A, contactId: a },
    { state: 'accepted', identity: B, contactId: b },
  ])
})

it.each([
  ['a', 'b', [], A, B],
  ['b', 'a', [], B, A],
  ['a', 'b', ['phone'], B, A],
] as const)(
  'writes to who was left out once they are two again (%s stays, %s goes, %o), and to nobody twice',
  async (kept, _dropped, take, reached, other) => {
    const { shop, a, b } = await open()
    const id = await shop.running()
    const [keptId, droppedId] = kept === 'a' ? [a, b] : [b, a]
    const { id: mergeId } = await merge(shop, keptId, droppedId, ...take)
    await sent(shop, reached)
    await shop.query('UPDATE chunks SET finished_at = 1, enqueued_at = 1 WHERE account_id = ?')
    shop.sends.length = 0

    await undo(shop, mergeId)
    await shop.sweep()
    await shop.sendAll()

    expect(sentTo(shop)).toEqual([other])
    expect(await rowsOf(shop, id)).toMatchObject([
      { state: 'accepted', identity: A, contactId: a },
      { state: 'accepted', identity: B, contactId: b },
    ])
    expect(await shop.see(id)).toMatchObject({ state: 'done' })
  },
)

it('leaves who was left out where they are once the broadcast is over', async () => {
  const { shop, a, b } = await open()
  const id = await shop.running()
  const { id: mergeId } = await merge(shop, a, b)
  await shop.sendAll()
  await undo(shop, mergeId)
  await shop.sweep()
  await shop.sendAll()
  expect(sentTo(shop)).toEqual([A])
  expect(await rowsOf(shop, id)).toMatchObject([
    { state: 'accepted', contactId: a },
    { state: 'skipped', code: 'merged', contactId: b },
  ])
})

it('writes to the one who was chosen, and not to the other, when they are two again', async () => {
  const { shop, a, b } = await open([{}, { tags: ['vip'] }])
  const id = await shop.running({
    audience: { everyone: false, tags: [await shop.tagId('vip')] },
  })
  await undo(shop, (await merge(shop, a, b)).id)
  await shop.sendAll()
  expect(sentTo(shop)).toEqual([B])
  expect(await rowsOf(shop, id)).toMatchObject([{ state: 'accepted', identity: B, contactId: b }])
})

it('loses nobody who waits where the history has not followed yet', async () => {
  const { shop, a, b } = await open([{}, { tags: ['vip'] }])
  const id = await shop.running({
    audience: { everyone: false, tags: [await shop.tagId('vip')] },
  })
  const parts = MERGE_PARTS.map((part) => ({ ...part, following: [] }))
  const member = { userId: 'owner', role: 'owner' } as const
  const wish = await wishToMerge(shop, a, b, [])
  await mergeContacts(shop.deps, await shop.db(), member, parts, wish)
  await shop.sendAll()
  expect(sentTo(shop)).toEqual([A])
  expect(await rowsOf(shop, id)).toMatchObject([{ state: 'accepted', contactId: a }])
})

it('holds a stop that the team wrote down for both of them when they are two again', async () => {
  const { shop, a, b } = await open()
  const { id } = await merge(shop, a, b)
  const said = { identities: [], source: 'agent', wording: 'On the phone', actor: 'user:x' }
  await recordOptOut(await shop.db(), { ...said, contactId: a }, shop.now())
  await undo(shop, id)
  const states = await Promise.all([see(shop, a), see(shop, b)])
  expect(states.map(({ consent }) => consent)).toEqual(['opted_out', 'opted_out'])
  expect((await shop.plan((await shop.draft()).id)).people).toBe(0)
})
