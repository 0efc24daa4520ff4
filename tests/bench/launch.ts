// launch.*: freezing an audience of 100,000, against SQLite doing it in one statement.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ROOT } from '../../scripts/build.mjs'
import {
  type Business,
  freezeNow,
  holdBroadcast,
  openBusiness,
  PEOPLE_SQL,
} from './rig/business.ts'
import { median, openRig, openStub, type Report } from './rig/rig.ts'

const PEOPLE = 100_000
const ROUNDS = 5

export async function measure(report: Report) {
  const stub = await openStub(1)
  const rig = await openRig({ stub })
  const floor = openFloor()
  try {
    const business = await openBusiness(rig, stub, PEOPLE)
    const ratios: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const floorMs = floor.freeze(`round ${round}`)
      ratios.push(floorMs / (await freezeMs(business, `Round ${round}`)))
    }
    report('launch.rows_per_s_ratio', median(ratios), 'of SQLite')
  } finally {
    floor.close()
    await rig.stop()
    stub.close()
  }
}

/** From the end of the hold until the broadcast runs, as its own audit says; then it is stopped. */
async function freezeMs(business: Business, name: string): Promise<number> {
  const id = await holdBroadcast(business, name)
  const { data } = business.rig
  await freezeNow(business, id)
  // Nothing more is to be sent.
  await data.prepare(`UPDATE broadcasts SET state = 'cancelled' WHERE id = ?`).bind(id).run()
  await data.prepare('DELETE FROM active_broadcasts WHERE broadcast_id = ?').bind(id).run()
  const row = await data
    .prepare(
      `SELECT max(at) FILTER (WHERE after = 'running') - max(at) FILTER (WHERE after = 'freezing') AS ms,
              (SELECT count(*) FROM recipients WHERE broadcast_id = ?1) AS people
       FROM audit WHERE target = ?1`,
    )
    .bind(id)
    .first<{ ms: number; people: number }>()
  if (row?.people !== PEOPLE) throw new Error(`${row?.people} people were frozen`)
  return row.ms
}

/** The same tables and people in a file of SQLite. */
function openFloor() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-floor-'))
  const db = new DatabaseSync(join(folder, 'data.db'))
  db.exec('PRAGMA journal_mode = WAL')
  const migrations = join(ROOT, 'migrations/data')
  const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'))
  for (const name of files.sort()) db.exec(readFileSync(join(migrations, name), 'utf8'))
  db.prepare(PEOPLE_SQL).run('bench', 1, PEOPLE)
  const freeze = db.prepare(`
    INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank, code)
    SELECT 'bench', ?, row_number() OVER (ORDER BY id), id, phone, country,
           iif(why IS NULL, 'queued', 'skipped'), iif(why IS NULL, 0, 9), why
    FROM (
      SELECT c.id, c.phone, c.country, CASE
        WHEN c.phone IS NULL THEN 'no_identity'
        WHEN EXISTS (SELECT 1 FROM suppressions AS s
                     WHERE s.account_id = c.account_id AND s.identity = c.phone) THEN 'opted_out'
        END AS why
      FROM contacts AS c WHERE c.account_id = 'bench')`)
  return {
    freeze: (broadcastId: string) => {
      const startedAt = performance.now()
      freeze.run(broadcastId)
      return performance.now() - startedAt
    },
    close: () => {
      db.close()
      rmSync(folder, { recursive: true })
    },
  }
}
