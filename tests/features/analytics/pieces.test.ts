import { expect, it } from 'vitest'
import type { AccountDb } from '../../../worker/boundary/db'
import { describeUsage } from '../../../worker/features/analytics/report-operations'
import { rebuildUsage } from '../../../worker/features/analytics/rollup-operations'
import { ROWS_PER_PIECE } from '../../../worker/features/analytics/rollup-queries'
import { randomId } from '../../../worker/lib/ids'
import { HOUR_MS } from '../../../worker/lib/time'
import { testDeps } from '../../support/deps'
import { signUp } from '../../support/people'
import { connectIsrael, NOW } from '../../support/usage-month'

const ROWS = ROWS_PER_PIECE + 400
/** A first part of 47 people, as a limit leaves it: every chunk after it begins at an odd row. */
const FIRST_PART = 47
const CHUNK = 500
const SENT_AT = NOW - 3 * HOUR_MS

async function seed(db: AccountDb): Promise<string> {
  const numberId = '111222333444555'
  const connectionId = await connectIsrael(db, numberId)
  const id = randomId()
  const mine = `'${db.accountId}', '${id}'`
  await db.run(
    `INSERT INTO broadcasts (account_id, id, name, state, version, number_id, connection_id, audience, mapping, template,
       total, created_by, created_at, updated_at, launched_at, finished_at)
     VALUES (${mine}, 'Waves', 'done', 1, '${numberId}', '${connectionId}', '{}', '{}', '{"category":"UTILITY"}',
       ${ROWS}, 'x', ${SENT_AT}, ${SENT_AT}, ${SENT_AT}, ${NOW})`,
  )
  await db.run(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
     INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank, claimed_at, accepted_at)
     SELECT ${mine}, i, printf('c%025d', i), '+1', 'IL', 'sent', 4, ${SENT_AT}, ${SENT_AT} FROM n`,
  )
  await db.run(
    `WITH RECURSIVE n(i, first, last) AS (SELECT 1, 1, ${FIRST_PART}
       UNION ALL SELECT i + 1, last + 1, min(last + ${CHUNK}, ${ROWS}) FROM n WHERE last < ${ROWS})
     INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, dirty, counts)
     SELECT ${mine}, i, first, last, 1, '{}' FROM n`,
  )
  return id
}

it('counts at once what changed in a chunk that lies across the border of two pieces, on both sides', async () => {
  const { session } = await signUp()
  const deps = testDeps({ at: NOW })
  const db = await deps.db.account(session.account.id)
  const id = await seed(db)
  const report = () => describeUsage(deps, db, { from: '2026-11-02', to: '2026-11-02' }, 'en')
  await rebuildUsage(deps, db, 60_000)
  expect((await report()).totals).toMatchObject({ sent: ROWS, read: 0 })

  const ofIt = `account_id = '${db.accountId}' AND broadcast_id = '${id}'`
  const across = await db.get<{ chunk: number; first: number; last: number }>(
    `SELECT chunk, first, last FROM chunks WHERE ${ofIt} AND first <= ${ROWS_PER_PIECE} AND last > ${ROWS_PER_PIECE}`,
  )
  expect(across).toBeDefined()
  await db.run(
    `UPDATE recipients SET state = 'read', rank = 7, read_at = ${SENT_AT + 5000}
     WHERE ${ofIt} AND no BETWEEN ${across.first} AND ${across.last}`,
  )
  await db.run(`UPDATE chunks SET dirty = dirty + 1 WHERE ${ofIt} AND chunk = ${across.chunk}`)
  await rebuildUsage(deps, db, 60_000)
  expect((await report()).totals).toMatchObject({ sent: ROWS, read: CHUNK })
})
