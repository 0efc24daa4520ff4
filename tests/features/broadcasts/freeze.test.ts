import { expect, it } from 'vitest'
import type { ConsumerDeps } from '../../../worker/consumer/dispatch'
import {
  CHUNK_ROWS,
  SLICE_PEOPLE,
  writeChunks,
} from '../../../worker/features/broadcasts/freeze-queries'
import { freezeJob } from '../../../worker/features/broadcasts/jobs'
import { MINUTE_MS, SECOND_MS } from '../../../worker/lib/time'
import { Shop } from '../../support/shop'

type Chunk = { first: number; last: number }

/** More people than one slice takes. */
const PEOPLE = SLICE_PEOPLE + 300
/** Chunks whose messages are in the queue at once. */
const UNDER_WAY = 12

async function launched(people: number) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const id = await shop.launch({ template: 'order_update' })
  const { accountId } = shop
  const job = { type: 'broadcast.freeze' as const, accountId, broadcastId: id }
  return { shop, id, job }
}

/** Each person has one row, each row a number of its own and a place in one chunk. */
async function expectWhole(shop: Shop, id: string, people: number) {
  const rows = await shop.rows(id)
  expect(rows.map(({ no }) => no)).toEqual(Array.from({ length: people }, (_, at) => at + 1))
  expect(new Set(rows.map(({ contactId }) => contactId)).size).toBe(people)
  const chunks = await shop.query<Chunk>(
    'SELECT first, last FROM chunks WHERE account_id = ? AND broadcast_id = ? ORDER BY chunk',
    id,
  )
  expect(chunks[0]?.first).toBe(1)
  expect(chunks.at(-1)?.last).toBe(people)
  for (const [at, { first }] of chunks.slice(1).entries()) {
    expect(first).toBe((chunks[at]?.last ?? 0) + 1)
  }
  const { total, counts } = await shop.progress(id)
  expect(total).toBe(people)
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(people)
}

it('writes each person down once, though several freezes run at once', async () => {
  const { shop, id, job } = await launched(PEOPLE)
  shop.wait(11 * SECOND_MS)
  await Promise.all([1, 2, 3].map(() => freezeJob(shop.deps, job)))

  await expectWhole(shop, id, PEOPLE)
  expect((await shop.see(id)).state).toBe('running')
  expect(shop.sends).toHaveLength(UNDER_WAY)
})

it('goes on where it was killed, slice by slice', async () => {
  const { shop, id, job } = await launched(PEOPLE)
  shop.wait(11 * SECOND_MS)
  // Told that it changed, the live room is where the machine dies.
  const killed: ConsumerDeps = {
    ...shop.deps,
    live: {
      ...shop.deps.live,
      changed: () => {
        throw new Error('killed')
      },
    },
  }
  for (const rows of [SLICE_PEOPLE, PEOPLE]) {
    await expect(freezeJob(killed, job)).rejects.toThrow('killed')
    expect(await shop.rows(id)).toHaveLength(rows)
    expect(shop.sends).toEqual([])
  }
  shop.wait(2 * MINUTE_MS)
  await shop.sweep()

  await expectWhole(shop, id, PEOPLE)
  expect(shop.sends).toHaveLength(UNDER_WAY)
})

it('cuts chunks of which neighbours differ, so that consumers who begin together do not end together', async () => {
  const { shop, id, job } = await launched(6_500)
  shop.wait(11 * SECOND_MS)
  await freezeJob(shop.deps, job)
  const chunks = await shop.query<Chunk>(
    'SELECT first, last FROM chunks WHERE account_id = ? AND broadcast_id = ? ORDER BY chunk',
    id,
  )
  const sizes = chunks.map(({ first, last }) => last - first + 1)
  expect(sizes).toHaveLength(6_500 / CHUNK_ROWS)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1.4 * CHUNK_ROWS)
  for (const [at, size] of sizes.slice(1).entries()) expect(size).not.toBe(sizes[at])
  // Each ends before even ones would: by its number alone a row's chunk is known to a few.
  for (const [at, { last }] of chunks.entries()) {
    expect(last).toBeLessThanOrEqual((at + 1) * CHUNK_ROWS)
  }
})

it('leaves nobody outside the chunks who came in after a crash', async () => {
  const { shop, id, job } = await launched(3)
  shop.wait(11 * SECOND_MS)
  await expect(
    freezeJob({ ...shop.deps, jobs: { ...shop.deps.jobs, sends: async () => dies() } }, job),
  ).rejects.toThrow('killed')
  // As if it had died before the broadcast began to run, and the list had grown since.
  await shop.query(`UPDATE broadcasts SET state = 'freezing' WHERE account_id = ?`)
  await writeChunks(await shop.db(), id, 3)
  await shop.addMany(2)
  await freezeJob(shop.deps, job)
  await shop.sweepFor(30)

  await expectWhole(shop, id, 5)
  expect(shop.meta.posts).toHaveLength(3)
  expect((await shop.progress(id)).skipped).toEqual({ over_limit: 2 })
})

it('sends to everybody although the queue refused the first messages', async () => {
  const { shop, id, job } = await launched(3)
  shop.wait(11 * SECOND_MS)
  const jobs = { ...shop.deps.jobs, sends: async () => dies() }
  await expect(freezeJob({ ...shop.deps, jobs }, job)).rejects.toThrow('killed')
  expect(shop.sends).toEqual([])
  await shop.sweepFor(30)
  expect(shop.meta.posts).toHaveLength(3)
  expect((await shop.see(id)).state).toBe('done')
})

it('waits for the end of the hold, also when its message comes early', async () => {
  const { shop, id, job } = await launched(1)
  shop.wait(9 * SECOND_MS)
  expect(await freezeJob(shop.deps, job)).toEqual({ retryAfterSeconds: 1 })
  expect(await shop.rows(id)).toEqual([])
  shop.wait(2 * SECOND_MS)
  expect(await freezeJob(shop.deps, job)).toBe('done')
  expect(await shop.rows(id)).toHaveLength(1)
})

it('begins although its message was lost', async () => {
  const { shop, id } = await launched(1)
  shop.wait(60 * SECOND_MS)
  await shop.sweep()
  expect((await shop.see(id)).state).toBe('running')
})

it('ends by itself when everybody in it stopped during the hold', async () => {
  const { shop, id } = await launched(1)
  await shop.query('DELETE FROM contacts WHERE account_id = ?')
  await shop.freeze(id)
  await shop.sweepFor(5)
  expect(await shop.progress(id)).toMatchObject({ state: 'done', total: 0, counts: {} })
})

const dies = () => {
  throw new Error('killed')
}
