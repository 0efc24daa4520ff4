import { describe, expect, it } from 'vitest'
import { RECIPIENT_STATES } from '../../../worker/contract/broadcasts'
import type { Answer } from '../../../worker/features/broadcasts/answers'
import type { Evidence } from '../../../worker/features/broadcasts/evidence'
import {
  findChunk,
  recordAndClaim,
  recordAnswers,
} from '../../../worker/features/broadcasts/send-queries'
import { RANK } from '../../../worker/features/broadcasts/states'
import { applyEvidence } from '../../../worker/features/broadcasts/status-queries'
import { cancelQueued, markStranded } from '../../../worker/features/broadcasts/sweep-queries'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { PLAIN } from '../../model/configurations'
import { applyStatus, claim, record } from '../../model/database'
import { stepsOf } from '../../model/explore'
import {
  type BroadcastState,
  initialState,
  NO_ROW,
  type Note,
  type RowState,
  type State,
  type Status,
  withBroadcast,
  withRow,
} from '../../model/state'
import { Shop } from '../../support/shop'
import { tallyAt } from '../../support/tally'

// What the model's rules say of a row is what the product's statements do to it, case by case.

const OURS = randomId()
const NOTES: Note[] = ['accepted', 'unknown', 'failed', 'later', 'put_back', 'skipped']
const STATUSES: Status[] = ['sent', 'failed', 'delivered', 'read', 'played']
const LATER_MS = 5 * MINUTE_MS

type RowCase = { state: (typeof RECIPIENT_STATES)[number]; isOurs: boolean }

const ROWS: RowCase[] = RECIPIENT_STATES.flatMap((state) =>
  [true, false].map((isOurs) => ({ state, isOurs })),
)

/** A broadcast with one row for each case, in the state and under the claim that the case names. */
async function broadcastWith(cases: RowCase[]) {
  const shop = await Shop.open()
  await shop.addMany(cases.length)
  const id = await shop.running()
  const rows = cases.map(({ state, isOurs }, at) => ({
    no: at + 1,
    state,
    rank: RANK[state],
    token: isOurs ? OURS : randomId(),
  }))
  await shop.query(
    `UPDATE recipients SET (state, rank, token, claimed_at) = (
       SELECT value ->> 'state', value ->> 'rank', value ->> 'token', 1
       FROM json_each(?2) WHERE value ->> 'no' = recipients.no)
     WHERE account_id = ?1 AND broadcast_id = ?3`,
    JSON.stringify(rows),
    id,
  )
  const db = await shop.db()
  const chunk = await findChunk(db, id, 1)
  if (!chunk) throw new Error('no chunk')
  const states = async () => (await shop.rows(id)).map(({ state }) => state)
  return { shop, id, db, chunk, states }
}

/** The model with its first row as the case says, claimed by token 1 if it is ours, else by 2. */
function modelOf({ state, isOurs }: RowCase): State {
  const token = isOurs ? 1 : 2
  return withRow(initialState(2, { isHeld: false, waits: false }, 1), 0, 0, {
    ...NO_ROW,
    state,
    token,
    accepted: 1,
  })
}

const rowOf = (state: State): RowState => {
  const row = state.broadcasts[0]?.rows[0]?.state ?? 'none'
  // The product's rows wait with `not_before`, which is still `queued`.
  return row === 'waiting' ? 'queued' : row
}

describe('what the model says of a row, the statements do', () => {
  it('when an answer is recorded: every state, every answer, our claim and another', async () => {
    const cases = ROWS.flatMap((row) => NOTES.map((note) => ({ ...row, note })))
    const { shop, db, chunk, states } = await broadcastWith(cases)
    const at = shop.now()
    const answers = cases.map(({ note }, index) => answerOf(note, index + 1, at))
    await recordAnswers(db, chunk, answers, at, tallyAt(at))

    const batch = { broadcast: 0, chunk: 0, from: 0, token: 1, trying: 0 }
    const expected = cases.map((one) =>
      rowOf(record(PLAIN, modelOf(one), { ...batch, notes: [one.note, 'nothing'] })),
    )
    expect(label(cases, await states())).toEqual(label(cases, expected))
  })

  it('when a status comes: every state, every status, our claim and another', async () => {
    const cases = ROWS.flatMap((row) => STATUSES.map((status) => ({ ...row, status })))
    const { db, id, states } = await broadcastWith(cases)
    await applyEvidence(
      db,
      cases.map(({ status }, index) => evidenceOf(id, index + 1, status)),
    )
    const expected = cases.map((one) => rowOf(applyStatus(PLAIN, modelOf(one), 0, 0, one.status)))
    expect(label(cases, await states())).toEqual(label(cases, expected))
  })

  it('when the sweep finds rows stranded, and when a cancel skips them', async () => {
    const swept = await broadcastWith(ROWS)
    const now = swept.shop.now() + DAY_MS
    await swept.shop.query('UPDATE chunks SET lease_until = 1 WHERE account_id = ?')
    await markStranded(swept.db, swept.id, now, now)
    expect(label(ROWS, await swept.states())).toEqual(
      label(ROWS, stepped('the sweep finds a row stranded', 'running')),
    )

    const cancelled = await broadcastWith(ROWS)
    await cancelQueued(cancelled.db, cancelled.id, 0, ROWS.length)
    expect(label(ROWS, await cancelled.states())).toEqual(
      label(ROWS, stepped('cancelling skips a row', 'cancelling')),
    )
  })

  const STATES = [
    'holding',
    'freezing',
    'running',
    'paused',
    'cancelling',
    'cancelled',
    'done',
  ] as const
  it.each(STATES)('when rows are claimed while the broadcast is %s', async (state) => {
    const { shop, db, id, chunk, states } = await broadcastWith(ROWS)
    await shop.query(`UPDATE broadcasts SET state = '${state}' WHERE account_id = ? AND id = ?`, id)
    await recordAndClaim(db, chunk, [], claimOf(shop.now()))
    const expected = ROWS.map((one) => {
      const model = withBroadcast(modelOf(one), 0, { state })
      return rowOf(claim({ ...PLAIN, rowsPerChunk: 1 }, model, CLAIM).state)
    })
    expect(label(ROWS, await states())).toEqual(label(ROWS, expected))
  })

  it('when rows are claimed while the account is suspended', async () => {
    const { shop, db, chunk, states } = await broadcastWith(ROWS)
    await shop.query(`UPDATE tenants SET state = 'suspended' WHERE account_id = ?`)
    await recordAndClaim(db, chunk, [], claimOf(shop.now()))
    const expected = ROWS.map((one) =>
      rowOf(claim(PLAIN, { ...modelOf(one), account: 'suspended' }, CLAIM).state),
    )
    expect(await states()).toEqual(expected)
  })
})

const CLAIM = {
  broadcast: 0,
  chunk: 0,
  from: 0,
  token: 0,
  trying: 3,
  notes: ['nothing', 'nothing'] satisfies Note[],
}

const claimOf = (now: number) => ({
  category: 'MARKETING',
  token: randomId(),
  from: 1,
  limit: ROWS.length,
  now,
  tally: tallyAt(now),
})

/** Rows after one thing happened to them in the model, or as they were where it can't. */
const stepped = (name: string, state: BroadcastState): RowState[] =>
  ROWS.map((one) => {
    const model = withBroadcast(modelOf(one), 0, {
      state,
      rows: [{ ...NO_ROW, state: one.state }, NO_ROW],
    })
    return rowOf(stepsOf(PLAIN, model).find((step) => step.name === name)?.to ?? model)
  })

/** Says of which case a state is, so that a difference names it. */
const label = (cases: object[], states: string[]) =>
  cases.map((one, index) => `${JSON.stringify(one)} -> ${states[index]}`)

function answerOf(note: Note, no: number, at: number): Answer {
  const base = { no, token: OURS, at }
  if (note === 'later')
    return { ...base, state: 'queued', rank: RANK.queued, notBefore: at + LATER_MS }
  if (note === 'put_back') return { ...base, state: 'queued', rank: RANK.queued }
  if (note === 'nothing' || note === 'to_post') throw new Error(`${note} is no answer`)
  return { ...base, state: note, rank: RANK[note] }
}

const evidenceOf = (broadcastId: string, no: number, status: Status): Evidence => ({
  broadcastId,
  no,
  token: OURS,
  state: status,
  rank: RANK[status],
  wamid: `wamid.${no}`,
  code: status === 'failed' ? '131026' : null,
  pricing: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
})
