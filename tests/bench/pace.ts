// send.pace_*: how near several consumers at once come to a number's rate, and that no second is above it.
import { existsSync } from 'node:fs'
import { type Business, openBusiness, startBroadcast } from './rig/business.ts'
import { openRig, openStub, type Report, type Stub } from './rig/rig.ts'

const LATENCY_MS = 50

// Locally the database commits in the thread that sends, and each commit waits for the disk; D1's machines
// are others. Kept in memory, the disk of this machine is not part of the figure.
if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm'

export async function measure(report: Report) {
  const usual = await measurePace('STANDARD', 80, 60)
  const fast = await measurePace('HIGH', 1000, 20)
  for (const [rate, { mean, mostIn1s }] of [
    ['80', usual],
    ['1000', fast],
  ] as const) {
    report(`send.pace_mean_${rate}`, mean, 'of the rate')
    report(`send.pace_max_1s_${rate}`, mostIn1s, 'of the rate')
  }
  report('send.pace_mean', Math.min(usual.mean, fast.mean), 'of the rate')
  report('send.pace_max_1s', Math.max(usual.mostIn1s, fast.mostIn1s), 'of the rate')
}

async function measurePace(level: 'STANDARD' | 'HIGH', rate: number, seconds: number) {
  const stub = await openStub(LATENCY_MS, level)
  const rig = await openRig({ stub })
  try {
    // More people than the time takes: at the end consumers stand idle one after the other.
    const business = await openBusiness(rig, stub, rate * seconds + 12 * CHUNK_ROWS)
    const id = await startBroadcast(business, 'Pace')
    const consumers = Math.min(11, Math.ceil(rate / RATE_OF_ONE) + 1)
    const isOver = { is: false }
    const firsts = await Promise.all(Array.from({ length: consumers }, () => takeOne(business, id)))
    const working = firsts.map((first) => workOff(business, id, first, isOver))
    const arrivals = await arrivalsOf(stub, seconds)
    isOver.is = true
    await business.browser.post(`/broadcasts/${id}/cancel`)
    await Promise.all(working)
    return { mean: arrivals.length / (rate * seconds), mostIn1s: mostInOneSecond(arrivals) / rate }
  } finally {
    await rig.stop()
    stub.close()
  }
}

/** Rows of a chunk, and what one consumer reaches with six open requests of 50 ms. */
const CHUNK_ROWS = 500
const RATE_OF_ONE = 100

/** The last chunk that nobody works on: the runtime's own consumer begins with the first. */
function takeOne({ rig }: Business, broadcastId: string): Promise<Taken> {
  return rig.data
    .prepare(
      `UPDATE chunks SET lease_until = 1 WHERE broadcast_id = ?1 AND chunk = (
         SELECT max(chunk) FROM chunks WHERE broadcast_id = ?1 AND lease_until IS NULL)
       RETURNING chunk`,
    )
    .bind(broadcastId)
    .first<{ chunk: number }>()
}

type Taken = { chunk: number } | null

/** A consumer beside the runtime's own. As from a queue, the next message is there before its turn comes. */
async function workOff(
  business: Business,
  broadcastId: string,
  first: Taken,
  isOver: { is: boolean },
) {
  const { rig, accountId } = business
  let row = first
  while (row && !isOver.is) {
    const next = takeOne(business, broadcastId)
    const { chunk } = row
    await rig.runJob('proconnect-sends', { type: 'broadcast.send', accountId, broadcastId, chunk })
    row = await next
  }
}

/** Until then our own calls of consumers have come through; in production their queue calls them. */
const CALLS_MS = 500

/** What arrives in so many seconds, once all consumers have begun. */
async function arrivalsOf(stub: Stub, seconds: number) {
  while ((await stub.count()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  await new Promise((resolve) => setTimeout(resolve, CALLS_MS + (seconds + 0.5) * 1000))
  const { arrivals } = await stub.stats()
  const from = (arrivals[0] ?? 0) + CALLS_MS
  return arrivals.filter((at) => at >= from && at < from + seconds * 1000)
}

/** The most arrivals in any window of one second, wherever it begins. */
function mostInOneSecond(arrivals: number[]): number {
  let from = 0
  let most = 0
  for (const [at, time] of arrivals.entries()) {
    while (time - (arrivals[from] ?? time) >= 1000) from += 1
    most = Math.max(most, at - from + 1)
  }
  return most
}
