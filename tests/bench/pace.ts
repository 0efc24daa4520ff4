// send.pace_*: how near several consumers at once come to a number's rate, and that no second is above it.
import { type Business, openBusiness, startBroadcast } from './rig/business.ts'
import { openRig, openStub, type Report } from './rig/rig.ts'

const LATENCY_MS = 50

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
    const working = Array.from({ length: consumers }, () => workOff(business, id, isOver))
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

/** A consumer beside the runtime's own, which begins with the first chunk: this one takes the last. */
async function workOff({ rig, accountId }: Business, broadcastId: string, isOver: { is: boolean }) {
  const takeOne = () =>
    rig.data
      .prepare(
        `UPDATE chunks SET lease_until = 1 WHERE broadcast_id = ?1 AND chunk = (
           SELECT max(chunk) FROM chunks WHERE broadcast_id = ?1 AND lease_until IS NULL)
         RETURNING chunk`,
      )
      .bind(broadcastId)
      .first<{ chunk: number }>()
  // As from a queue, the next message is there before its turn comes.
  let next = takeOne()
  while (!isOver.is) {
    const row = await next
    if (!row) return
    next = takeOne()
    const { chunk } = row
    await rig.runJob('proconnect-sends', { type: 'broadcast.send', accountId, broadcastId, chunk })
  }
}

/** What arrives in the first so many seconds after the first message. */
async function arrivalsOf(stub: Awaited<ReturnType<typeof openStub>>, seconds: number) {
  while ((await stub.count()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  await new Promise((resolve) => setTimeout(resolve, (seconds + 0.5) * 1000))
  const { arrivals } = await stub.stats()
  const [first = 0] = arrivals
  return arrivals.filter((at) => at - first < seconds * 1000)
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
