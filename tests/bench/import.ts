// import.*: a list through the real import, from upload to D1, against SQLite writing the same people.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { WORKERS } from '../../scripts/build.mjs'
import { importContacts } from '../../scripts/journey.mjs'
import { freePort } from '../../scripts/ports.mjs'
import { type ListTruth, makeContactList } from '../support/contact-list.ts'
import { countsSince } from './rig/counts.ts'
import { median, openRig, type Report, type Rig } from './rig/rig.ts'

const ROUNDS = 5
const ROWS_PER_ROUND = 40_000
const MANY_ROWS = 1_000_000
const CONSENT = { consent: 'column', consentSource: 'bench' }

export async function measure(report: Report) {
  await measureSpeed(report)
  await measureCosts(report)
  await measureMemory(report)
}

/** Ours and the floor by turns, so that a busy machine slows both. */
async function measureSpeed(report: Report) {
  const rig = await openRig()
  try {
    const ratios: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const list = makeContactList(ROWS_PER_ROUND, round)
      const browser = await rig.signUp()
      const floor = insertWithSqlite(list.csv)
      ratios.push(floor / (await secondsFor(() => importAll(browser, list))))
    }
    report('import.rows_per_s_ratio', median(ratios), 'of SQLite')
  } finally {
    await rig.stop()
  }
}

/** The same list twice: first everybody is new, then everybody is known. */
async function measureCosts(report: Report) {
  const rig = await openRig({ counted: true })
  try {
    const list = makeContactList(ROWS_PER_ROUND)
    const browser = await rig.signUp()
    const before = await rig.counts()
    await importAll(browser, list)
    const between = await rig.counts()
    await importAll(browser, list)
    const after = await rig.counts()
    const { unique } = list.truth
    const fresh = countsSince(before, between).rowsWritten / unique
    report('import.rows_written_per_contact', fresh, 'rows')
    const known = countsSince(between, after).rowsWritten / unique
    report('import.rewrite_unchanged', known, 'rows')
  } finally {
    await rig.stop()
  }
}

async function measureMemory(report: Report) {
  const inspectorPort = await freePort()
  const rig = await openRig({ inspectorPort })
  try {
    const browser = await rig.signUp()
    const list = makeContactList(MANY_ROWS)
    const heap = await watchHeap(inspectorPort)
    await importAll(browser, list)
    report('import.peak_mb', heap.stop() / 2 ** 20, 'MB')
  } finally {
    await rig.stop()
  }
}

type Browser = Awaited<ReturnType<Rig['signUp']>>

/** Throws when the import does not find exactly what is in the list. */
async function importAll(browser: Browser, { csv, truth }: { csv: string; truth: ListTruth }) {
  const { counts } = await importContacts(browser, 'bench.csv', Buffer.from(csv), CONSENT)
  const { rows, created, updated, unchanged, duplicates, invalid, blank } = counts
  const found = { rows, unique: created + updated + unchanged, duplicates, invalid, blank }
  if (JSON.stringify(found) !== JSON.stringify(truth)) {
    throw new Error(`the import found ${JSON.stringify(found)} in ${JSON.stringify(truth)}`)
  }
}

async function secondsFor(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

/** Seconds for one table, one unique index, one transaction; the list is cut up before the clock starts. */
function insertWithSqlite(csv: string): number {
  const rows = csv
    .split('\r\n')
    .slice(1)
    .map((line, at) => [`${at}`, `+9725${at}`, ...line.split(',').slice(0, 8)])
    .filter((row) => row.length === 10)
  const folder = mkdtempSync(join(tmpdir(), 'bench-floor-'))
  const db = new DatabaseSync(join(folder, 'people.db'))
  db.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE people (id, phone, a, b, c, d, e, f, g, h);
    CREATE UNIQUE INDEX people_by_phone ON people (phone)`)
  const insert = db.prepare('INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const startedAt = performance.now()
  db.exec('BEGIN')
  for (const row of rows) insert.run(...row)
  db.exec('COMMIT')
  const seconds = (performance.now() - startedAt) / 1000
  db.close()
  rmSync(folder, { recursive: true })
  return seconds
}

type HeapUsage = { usedSize?: number; backingStorageSize?: number }

/** Samples what the consumer's isolate holds, in JavaScript objects and in buffers. */
async function watchHeap(inspectorPort: number) {
  const answer = await fetch(`http://127.0.0.1:${inspectorPort}/json`)
  const targets = (await answer.json()) as { id: string }[]
  const target = targets.find(({ id }) => id === `core:user:${WORKERS.consumer.name}`)
  const socket = new WebSocket(`ws://127.0.0.1:${inspectorPort}/${target?.id}`)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  let peak = 0
  let asked = 0
  socket.addEventListener('message', ({ data }) => {
    const { result = {} } = JSON.parse(String(data)) as { result?: HeapUsage }
    peak = Math.max(peak, (result.usedSize ?? 0) + (result.backingStorageSize ?? 0))
  })
  const ask = () => socket.send(JSON.stringify({ id: ++asked, method: 'Runtime.getHeapUsage' }))
  const timer = setInterval(ask, 50)
  return {
    stop: () => {
      clearInterval(timer)
      socket.close()
      return peak
    },
  }
}
