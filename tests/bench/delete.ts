// delete.*: an account with 100,000 people and 1,000,000 messages, from Meta's callback to the receipt.
import { createHmac } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { until } from '../../scripts/api.mjs'
import { WORKERS } from '../../scripts/build.mjs'
import { connectNumber } from '../../scripts/journey.mjs'
import { openRig, type Report, type Rig } from './rig/rig.ts'

const PEOPLE = 100_000
const MESSAGES = 1_000_000
/** Rows that one statement makes; D1 is busy for some seconds with it. */
const PER_STATEMENT = 50_000
/** Before erasing, whoever was at work when the account was closed is given this time to end. */
const SETTLING = 'stopped'

export async function measure(report: Report) {
  const rig = await openRig()
  try {
    const browser = await rig.signUp()
    const business = await rig.simulator.post('/businesses', {})
    await connectNumber(browser, business)
    const { account } = await browser.get('/session')
    await fill(rig, account.id)
    const code = await askAsMeta(rig, business.systemUserId)
    const seconds = await secondsToErase(rig, code)
    const rows = PEOPLE * 2 + MESSAGES
    const floor = secondsInSqlite(rows)
    report('delete.rows_per_s', rows / seconds, `rows (SQLite ${Math.round(rows / floor)})`)
    report('delete.left', await countLeft(rig, account.id), 'rows')
  } finally {
    await rig.stop()
  }
}

const dataOf = (rig: Rig) => rig.miniflare.getD1Database('DATA_0', WORKERS.app.name)
const directoryOf = (rig: Rig) => rig.miniflare.getD1Database('DIRECTORY', WORKERS.app.name)

const NUMBERS = `WITH RECURSIVE n(i) AS (SELECT ?2 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)`

async function fill(rig: Rig, accountId: string) {
  const db = await dataOf(rig)
  const insert = async (count: number, statement: string) => {
    for (let from = 1; from <= count; from += PER_STATEMENT) {
      const to = Math.min(count, from + PER_STATEMENT - 1)
      await db.prepare(`${NUMBERS} ${statement}`).bind(accountId, from, to).run()
    }
  }
  await insert(
    PEOPLE,
    `INSERT INTO contacts (account_id, id, name, phone, fields, tags, consent, search, created_at, updated_at)
     SELECT ?1, printf('c%025d', i), 'Maya', printf('+97254%07d', i), '{}', '[]', 'opted_in', 'maya', 1, 1 FROM n`,
  )
  await insert(
    PEOPLE,
    `INSERT INTO identities (account_id, kind, value, contact_id)
     SELECT ?1, 'phone', printf('+97254%07d', i), printf('c%025d', i) FROM n`,
  )
  await insert(
    MESSAGES,
    `INSERT INTO messages (account_id, contact_id, id, at, direction, number_id, wamid, type, body)
     SELECT ?1, printf('c%025d', i % ${PEOPLE}), printf('m%025d', i), i, 'in', '1', printf('wamid.%030d', i), 'text',
       'v1.key.' || hex(randomblob(60)) FROM n`,
  )
}

async function askAsMeta(rig: Rig, userId: string): Promise<string> {
  const issued_at = Math.floor(Date.now() / 1000)
  const facts = { algorithm: 'HMAC-SHA256', issued_at, user_id: userId }
  const payload = Buffer.from(JSON.stringify(facts)).toString('base64url')
  const signature = createHmac('sha256', rig.vars.META_APP_SECRET ?? '')
    .update(payload)
    .digest('base64url')
  const answer = await fetch(`${rig.url}/meta/data-deletion`, {
    method: 'POST',
    body: new URLSearchParams({ signed_request: `${signature}.${payload}` }),
  })
  // Our own answer to Meta.
  return ((await answer.json()) as { confirmation_code: string }).confirmation_code
}

/** From the end of the time to settle to the receipt. */
async function secondsToErase(rig: Rig, code: string): Promise<number> {
  const db = await directoryOf(rig)
  const stepsOf = async () => {
    const row = await db
      .prepare('SELECT steps FROM deletion_requests WHERE code = ?')
      .bind(code)
      .first<{ steps: string }>()
    // Written by the workflow.
    return new Map(
      (JSON.parse(row?.steps ?? '[]') as { step: string; at: number }[]).map(({ step, at }) => [
        step,
        at,
      ]),
    )
  }
  const options = { timeoutMs: 900_000, everyMs: 500, what: 'the receipt' }
  await until(async () => (await stepsOf()).has('receipt'), options)
  const steps = await stepsOf()
  return ((steps.get('receipt') ?? 0) - (steps.get(SETTLING) ?? 0)) / 1000
}

async function countLeft(rig: Rig, accountId: string): Promise<number> {
  const db = await dataOf(rig)
  let left = 0
  for (const table of ['contacts', 'identities', 'messages', 'tenants', 'data_keys']) {
    const row = await db
      .prepare(`SELECT count(*) AS n FROM ${table} WHERE account_id = ?`)
      .bind(accountId)
      .first<{ n: number }>()
    left += row?.n ?? 0
  }
  return left
}

/** Seconds for one `DELETE` of as many rows in one transaction of one process. */
function secondsInSqlite(rows: number): number {
  const db = new DatabaseSync(':memory:')
  db.exec(
    'CREATE TABLE rows (account_id TEXT, id TEXT, body TEXT, PRIMARY KEY (account_id, id)) WITHOUT ROWID',
  )
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO rows SELECT 'a', printf('m%025d', i), hex(randomblob(60)) FROM n`,
  ).run(rows)
  const startedAt = performance.now()
  // A truth for each row, or SQLite would drop the table's pages unread.
  db.exec("DELETE FROM rows WHERE account_id = 'a' AND length(body) > 0")
  const seconds = (performance.now() - startedAt) / 1000
  db.close()
  return seconds
}
