import { describe, expect, it } from 'vitest'
import type { ChoreJob, EventJob, Job, SendJob } from '../../../worker/boundary/queues/jobs'
import { keepDeadLetters } from '../../../worker/consumer/dead-letters'
import { replayDeadEvent } from '../../../worker/consumer/events'
import { readChanges } from '../../../worker/consumer/kept-changes'
import type { DeadLetterList, Replayed } from '../../../worker/contract/dead-letters'
import {
  replayDeadLetter,
  replayDeadLetters,
} from '../../../worker/features/accounts/dead-letter-operations'
import { randomId } from '../../../worker/lib/ids'
import { invite } from '../../support/members'
import { batchOf } from '../../support/queues'
import { Shop } from '../../support/shop'

const ME = 'user:me'

/** What a queue gives up on is handed to the consumer by its dead-letter queue. */
async function die(shop: Shop, jobs: Job[], queue = 'proconnect-chores-dead') {
  const { batch, fates } = batchOf(jobs, queue, (at) => `${shop.accountId}-${at}-${Math.random()}`)
  await keepDeadLetters(shop.deps, batch)
  expect(fates).not.toContain('retry')
}

/** The consumer's dependencies, with what is put on queues kept. */
function recording(shop: Shop) {
  const queued: { sends: SendJob[]; events: EventJob[]; chores: ChoreJob[] } = {
    sends: [],
    events: [],
    chores: [],
  }
  const jobs = {
    sends: async (some: SendJob[]) => void queued.sends.push(...some),
    events: async (some: EventJob[]) => void queued.events.push(...some),
    chore: async (one: ChoreJob) => void queued.chores.push(one),
  }
  return { queued, deps: { ...shop.deps, jobs } }
}

const list = (shop: Shop) => shop.get<DeadLetterList>('/dead-letters')

describe('work that failed too often', () => {
  it('is told by what it was and whose, in the language of the reader', async () => {
    const shop = await Shop.open({ templates: [] })
    const { accountId } = shop
    await die(shop, [{ type: 'broadcast.send', accountId, broadcastId: 'b1', chunk: 0 }])
    await die(shop, [{ type: 'contacts.import', accountId, importId: 'i1' }])
    await die(shop, [{ type: 'message.deliver', accountId, messageId: 'm1' }])
    const { items, count, replayed } = await list(shop)
    expect(count).toBe(3)
    expect(replayed).toEqual([])
    expect(new Map(items.map(({ kind, about }) => [kind, about]))).toEqual(
      new Map([
        ['broadcast', { kind: 'broadcast', id: 'b1' }],
        ['import', { kind: 'import', id: 'i1' }],
        ['message', null],
      ]),
    )
    expect(items.find(({ kind }) => kind === 'broadcast')?.text).toMatch(/^Part of a broadcast/)
    shop.browser.cookies.set('lang', 'he')
    const hebrew = (await list(shop)).items.find(({ kind }) => kind === 'broadcast')
    expect(hebrew?.text).toMatch(/^חלק מדיוור/)
  })

  it('goes back to its queue, once, and is shown as tried again', async () => {
    const shop = await Shop.open({ templates: [] })
    const { accountId } = shop
    const job: Job = { type: 'broadcast.send', accountId, broadcastId: 'b1', chunk: 7 }
    await die(shop, [job])
    const [letter] = (await list(shop)).items
    const { queued, deps } = recording(shop)
    await replayDeadLetter(deps, await shop.db(), ME, letter?.id ?? '')
    expect(queued).toEqual({ sends: [job], events: [], chores: [] })
    const after = await list(shop)
    expect(after).toMatchObject({ items: [], count: 0, replayed: [{ id: letter?.id }] })
    expect(after.replayed[0]?.replayedAt).toBeGreaterThan(0)
    await expect(replayDeadLetter(deps, await shop.db(), ME, letter?.id ?? '')).rejects.toThrow(
      'not_found',
    )
  })

  it('goes back all at once, each to its own queue', async () => {
    const shop = await Shop.open({ templates: [] })
    const { accountId } = shop
    await die(shop, [
      { type: 'broadcast.send', accountId, broadcastId: 'b1', chunk: 0 },
      { type: 'broadcast.send', accountId, broadcastId: 'b1', chunk: 1 },
      { type: 'contacts.import', accountId, importId: 'i1' },
    ])
    const { queued, deps } = recording(shop)
    expect(await replayDeadLetters(deps, await shop.db(), ME)).toEqual({ replayed: 3, waiting: 0 })
    expect(queued.sends.map(({ chunk }) => chunk).sort()).toEqual([0, 1])
    expect(queued.chores).toEqual([{ type: 'contacts.import', accountId, importId: 'i1' }])
    expect(await shop.post<Replayed>('/dead-letters/replay')).toEqual({ replayed: 0, waiting: 0 })
  })

  it('is kept once, also when its queue hands it over twice', async () => {
    const shop = await Shop.open({ templates: [] })
    const { accountId } = shop
    const job: Job = { type: 'message.deliver', accountId, messageId: 'm1' }
    const { batch } = batchOf([job, job], 'proconnect-chores-dead', () => 'same')
    await keepDeadLetters(shop.deps, batch)
    expect((await list(shop)).count).toBe(1)
  })

  it('that came from WhatsApp is sealed, and applied by another try', async () => {
    const shop = await Shop.open()
    const body = JSON.stringify(
      shop.change({
        messages: [
          {
            id: 'wamid.lost',
            from: '972545550001',
            timestamp: `${Math.floor(shop.now() / 1000)}`,
            type: 'text',
            text: { body: 'CANARY where is my order' },
          },
        ],
      }),
    )
    await die(
      shop,
      [{ type: 'webhook.body', body, receivedAt: shop.now() }],
      'proconnect-events-dead',
    )
    const [letter] = (await list(shop)).items
    expect(letter?.kind).toBe('webhook')
    const kept = await shop.deps.files.list({ prefix: `dead/${shop.accountId}/` })
    expect(kept.objects).toHaveLength(1)
    const stored = await shop.deps.files.get(kept.objects[0]?.key ?? '')
    expect(await stored?.text()).not.toContain('CANARY')

    const { queued, deps } = recording(shop)
    await replayDeadLetters(deps, await shop.db(), ME)
    const [chore] = queued.chores
    if (chore?.type !== 'webhook.dead') throw new TypeError('not queued')
    await replayDeadEvent(shop.deps, chore)
    const messages = await shop.query('SELECT * FROM messages WHERE account_id = ?')
    expect(messages).toHaveLength(1)
    expect((await shop.deps.files.list({ prefix: `dead/${shop.accountId}/` })).objects).toEqual([])
  })

  it('holds of a webhook about several accounts what is about its own alone', async () => {
    const [mine, other] = [await Shop.open(), await Shop.open()]
    const said = (shop: Shop, text: string) => ({
      id: `wamid.${text}`,
      from: '972545550001',
      timestamp: `${Math.floor(shop.now() / 1000)}`,
      type: 'text',
      text: { body: text },
    })
    const [body, theirs] = [
      mine.change({ messages: [said(mine, 'ours')] }),
      other.change({ messages: [said(other, 'theirs')] }),
    ]
    body.entry.push(...theirs.entry)
    const job = {
      type: 'webhook.body' as const,
      body: JSON.stringify(body),
      receivedAt: mine.now(),
    }
    await die(mine, [job], 'proconnect-events-dead')
    const [kept] = (await mine.deps.files.list({ prefix: `dead/${mine.accountId}/` })).objects
    const changes = await readChanges(mine.deps, await mine.db(), kept?.key ?? '')
    expect(changes?.map(({ wabaId }) => wabaId)).toEqual([mine.meta.wabaId])

    const { queued, deps } = recording(mine)
    await replayDeadLetters(deps, await mine.db(), ME)
    const [chore] = queued.chores
    if (chore?.type !== 'webhook.dead') throw new TypeError('not queued')
    await replayDeadEvent(mine.deps, chore)
    expect(await mine.query('SELECT * FROM messages WHERE account_id = ?')).toHaveLength(1)
    expect(await other.query('SELECT * FROM messages WHERE account_id = ?')).toEqual([])
    expect((await list(other)).count).toBe(1)
  })

  it('leaves no body behind in the files once it is kept for its account', async () => {
    const shop = await Shop.open({ templates: [] })
    const { clock, files, keys } = shop.deps
    const text = `CANARY ${'x'.repeat(200_000)}`
    const message = { id: 'wamid.large', from: '972545550001', type: 'text', text: { body: text } }
    const body = JSON.stringify(shop.change({ messages: [message] }))
    const id = randomId()
    const fileKey = `events/${id}`
    const bytes = new TextEncoder().encode(body)
    await files.put(fileKey, await keys.ofService.sealBytes('events', id, bytes))
    const job = { type: 'webhook.stored' as const, fileKey, receivedAt: clock.now() }
    await die(shop, [job], 'proconnect-events-dead')
    expect(await files.head(fileKey)).toBeNull()
    const [kept] = (await files.list({ prefix: `dead/${shop.accountId}/` })).objects
    expect(await (await files.get(kept?.key ?? ''))?.text()).not.toContain('CANARY')
  })

  it('is nothing for a member who may not change the business', async () => {
    const shop = await Shop.open({ templates: [] })
    const { browser } = await invite(shop.person, 'marketer')
    expect((await browser.get('/api/v1/dead-letters')).status).toBe(403)
    expect((await browser.post('/api/v1/dead-letters/replay')).status).toBe(403)
  })
})
