// webhook.*: Meta's webhooks from POST to 200, against a worker that only checks signature and JSON; and
// from POST to row, against the same upserts asked of D1 directly.
import { openBusiness } from './rig/business.ts'
import { openFloor } from './rig/floor.ts'
import { median, openRig, openStub, type Report, type Rig } from './rig/rig.ts'
import { postAll, type Signed, type StatusOf, statusWebhook } from './rig/status-webhooks.ts'

const ROUNDS = 5
const EVENTS_PER_ROUND = 1200
const LARGE_POSTS = 20
const EVENTS_IN_LARGE = 1000
/** Meta's largest body. */
const LARGE_BYTES = 3_000_000
const BULK_POSTS = 100
const EVENTS_IN_BULK = 100
const EVENTS_PER_BULK_ROUND = BULK_POSTS * EVENTS_IN_BULK
/** Every bulk round has rows of its own, and the floor as many beyond them. */
const ROWS = 2 * ROUNDS * EVENTS_PER_BULK_ROUND

const BROADCAST = 'bench'.padEnd(26, 'b')
const TOKEN = 't'.repeat(26)

export async function measure(report: Report) {
  const stub = await openStub(1)
  const rig = await openRig({ stub, counted: true })
  const floor = await openFloor(rig.vars)
  try {
    const { accountId } = await openBusiness(rig, stub, 1)
    await addRecipients(rig, accountId)
    await measureAnswers(report, rig, floor.url)
    await measureLarge(report, rig)
    await measureApplied(report, rig, accountId)
  } finally {
    await floor.stop()
    await rig.stop()
    stub.close()
  }
}

/** One event in each POST, fifty connections; the floor in turns. */
async function measureAnswers(report: Report, rig: Rig, floorUrl: string) {
  const ratios: number[] = []
  const tookMs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const webhooks = Array.from({ length: EVENTS_PER_ROUND }, (_, at) =>
      signed(rig, [round * EVENTS_PER_ROUND + at + 1], 'sent'),
    )
    const floorMs = await millisecondsFor(() => postAll(floorUrl, webhooks))
    const oursMs = await millisecondsFor(async () => {
      tookMs.push(...(await postAll(`${rig.url}/webhooks/meta`, webhooks)))
    })
    ratios.push(floorMs / oursMs)
    await settled(rig, 4, round * EVENTS_PER_ROUND + 1, (round + 1) * EVENTS_PER_ROUND)
  }
  report('webhook.events_per_s_ratio', median(ratios), 'of signature and JSON alone')
  report('webhook.p50_ms', percentile(tookMs, 0.5), 'ms')
  report('webhook.p99_ms', percentile(tookMs, 0.99), 'ms')
}

/** 1,000 events and 3 MB in one POST, one after the other; the first ones make the code warm. */
async function measureLarge(report: Report, rig: Rig) {
  const padding = 'w'.repeat(Math.floor(LARGE_BYTES / EVENTS_IN_LARGE) - 450)
  const send = async (posts: number, status: string) => {
    const numbers = Array.from({ length: EVENTS_IN_LARGE }, (_, at) => at + 1)
    const webhooks = Array.from({ length: posts }, () => signed(rig, numbers, status, padding))
    const tookMs = await postAll(`${rig.url}/webhooks/meta`, webhooks, 1)
    await settled(rig, RANK_OF[status] ?? 0, 1, EVENTS_IN_LARGE)
    return tookMs
  }
  await send(WARMING_POSTS, 'sent')
  const tookMs = await send(LARGE_POSTS, 'delivered')
  report('webhook.large_p50_ms', percentile(tookMs, 0.5), 'ms')
  report('webhook.large_p99_ms', percentile(tookMs, 0.99), 'ms')
}

const WARMING_POSTS = 4
const RANK_OF: Record<string, number> = { sent: 4, delivered: 6, read: 7 }

/** Bodies as Meta sends them under load: from the first POST until every row shows its status. */
async function measureApplied(report: Report, rig: Rig, accountId: string) {
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const first = round * EVENTS_PER_BULK_ROUND + 1
    const webhooks = bulkFrom(first).map((numbers) => signed(rig, numbers, 'read'))
    const oursMs = await millisecondsFor(async () => {
      await postAll(`${rig.url}/webhooks/meta`, webhooks)
      await settled(rig, 7, first, first + EVENTS_PER_BULK_ROUND - 1)
    })
    // The same statuses of other rows, so that they are written as well.
    const others = bulkFrom(ROWS / 2 + first)
    const bodies = others.map((numbers) => signed(rig, numbers, 'read').body)
    const floor = await rig.consumer.fetch('http://consumer/apply', {
      method: 'POST',
      body: JSON.stringify({ accountId, bodies }),
    })
    const floorMs = Number(await floor.text())
    ratios.push(floorMs / oursMs)
  }
  report('webhook.applied_ratio', median(ratios), 'of the upserts alone')
}

const bulkFrom = (first: number) =>
  Array.from({ length: BULK_POSTS }, (_, piece) =>
    Array.from({ length: EVENTS_IN_BULK }, (_, at) => first + piece * EVENTS_IN_BULK + at),
  )

const statusOf = (no: number, status: string, padding = ''): StatusOf => ({
  to: `+9725${40_000_000 + no}`,
  wamid: `wamid.${no}${padding}`,
  tag: `b1.${BROADCAST}.${no}.${TOKEN}`,
  status,
})

const signed = ({ vars }: Rig, numbers: number[], status: string, padding = ''): Signed =>
  statusWebhook(
    numbers.map((no) => statusOf(no, status, padding)),
    vars.META_APP_SECRET ?? '',
  )

/** Rows that Meta accepted, of a broadcast that is over. */
async function addRecipients({ data }: Rig, accountId: string) {
  const numbers = (last: number) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`
  await data.batch([
    data
      .prepare(
        `INSERT INTO broadcasts (account_id, id, name, state, version, audience, mapping, created_by,
                                 created_at, updated_at)
         VALUES (?1, ?2, 'Bench', 'done', 1, '{}', '{}', 'bench', 1, 1)`,
      )
      .bind(accountId, BROADCAST),
    data
      .prepare(
        `${numbers(ROWS)}
         INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state,
                                 rank, token, attempts, claimed_at, accepted_at)
         SELECT ?1, ?2, i, printf('a%025d', i), '+9725' || (40000000 + i), 'IL', 'accepted', 3, ?3, 1, 1, 1
         FROM n`,
      )
      .bind(accountId, BROADCAST, TOKEN),
    data
      .prepare(
        `${numbers(ROWS / 500)}
         INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, finished_at, counts)
         SELECT ?1, ?2, i, (i - 1) * 500 + 1, i * 500, 1, '{}' FROM n`,
      )
      .bind(accountId, BROADCAST),
  ])
}

/** Waits until all rows from one number to another have climbed to a rank. */
async function settled({ data }: Rig, rank: number, first: number, last: number) {
  const lower = () =>
    data
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM recipients WHERE account_id = (SELECT account_id FROM broadcasts
                        WHERE id = ?1) AND broadcast_id = ?1 AND no BETWEEN ?3 AND ?4 AND rank < ?2) AS some`,
      )
      .bind(BROADCAST, rank, first, last)
      .first<{ some: number }>()
  while ((await lower())?.some) await new Promise((resolve) => setTimeout(resolve, 25))
}

async function millisecondsFor(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
