import type { Scene } from './history'
import { lookAt } from './people'
import { hasCap } from './restraint-rows'
import type { Row } from './rows'
import { checkSpending } from './spending'
import { Violation } from './violation'

/** At rest: every person has one honest result, and whoever asks is told exactly that. */
export async function checkEnd(scene: Scene): Promise<void> {
  const { databases, simulation } = scene
  for (const database of Object.values(databases)) {
    if (database.name !== 'DIRECTORY') simulation.checker.look(database)
  }
  checkResults(scene)
  checkAudience(scene)
  checkAudit(scene)
  checkSpending(scene)
  checkCap(scene)
  checkLedger(scene)
  noteRests(scene)
  await checkShown(scene)
  await checkReplay(scene)
}

/** I6, I7 and "never lost": rows say what Meta did, and what it told us. */
function checkResults({ simulation, profile }: Scene): void {
  const { checker } = simulation
  const { truth } = checker
  for (const row of checker.rows()) {
    for (const state of truth.arrived.get(row.tag) ?? []) {
      const isKnown = !checker.suspended.has(row.accountId)
      if (isKnown && isWeaker(row.state, state)) {
        throw new Violation('I6', `${row.key} is ${row.state} although ${state} was told`)
      }
    }
    const isCalm = profile.name === 'calm' && !simulation.faults.hasStruck
    if (row.state === 'unknown' && isCalm) {
      throw new Violation('lost', `${row.key} is not confirmed although nothing went wrong`)
    }
    const mayHave = truth.mayHave(row.owner, row.identity)
    if (mayHave && (row.state === 'skipped' || row.state === 'queued')) {
      throw new Violation(
        'I4',
        `${row.key} to ${row.identity} is ${row.state} although it was sent`,
      )
    }
  }
  for (const post of truth.posts) {
    if (post.fate.isAccepted && !checker.rows().some(({ tag }) => tag === post.tag)) {
      throw new Violation('lost', `nobody remembers sending ${post.tag}`)
    }
  }
}

const STRENGTH = ['unknown', 'accepted', 'sent', 'failed', 'delivered', 'read']
const isWeaker = (a: string, b: string) => STRENGTH.indexOf(a) < STRENGTH.indexOf(b)

/** I3: everybody who was there from the first moment to the last has exactly one row. */
function checkAudience({ simulation, accounts, databases, drafts }: Scene): void {
  const { checker } = simulation
  for (const { id: broadcastId, accountId } of drafts) {
    const truth = checker.truth.broadcasts.get(broadcastId)
    const life = checker.lives.get(broadcastId) ?? []
    const account = accounts.find(({ id }) => id === accountId)
    // A cancelled broadcast may have been stopped half-way through its audience.
    if (!truth || truth.retryOf || truth.followUp || !account || !life.includes('running')) continue
    const rows = checker.rows().filter((row) => row.owner === broadcastId)
    const present = databases[account.shard].read(
      'SELECT id FROM contacts WHERE account_id = ?',
      accountId,
    )
    const here = new Set(present.map(([id]) => id))
    for (const { contactId } of account.people) {
      const mine = rows.filter((row) => row.contactId === contactId)
      if (mine.length !== 1 && here.has(contactId)) {
        throw new Violation('I3', `${contactId} has ${mine.length} rows in ${broadcastId}`)
      }
    }
  }
}

/**
 * Where one marketing message to a person is the most, nobody may have got two, however broadcasts overlapped.
 * What failed was not received: a later one may follow it, even if Meta delivers the first after all.
 */
function checkCap({ simulation, accounts, databases }: Scene): void {
  const { truth } = simulation.checker
  for (const account of accounts.filter(hasCap)) {
    const found = databases[account.shard].read(
      `SELECT broadcast_id, contact_id FROM recipients
       WHERE account_id = ? AND state NOT IN ('skipped', 'failed') AND failed_at IS NULL`,
      account.id,
    )
    // Columns as the statement names them.
    const rows = found as [string, string][]
    const got = new Map<string, Set<string>>()
    for (const [owner, contactId] of rows) {
      const broadcast = truth.broadcasts.get(owner)
      if (!broadcast?.isMarketing) continue
      // Another try is the same message.
      const message = broadcast.retryOf?.id ?? owner
      got.set(contactId, (got.get(contactId) ?? new Set()).add(message))
    }
    for (const [contactId, messages] of got) {
      if (messages.size > 1) {
        throw new Violation('cap', `${contactId} got ${messages.size} marketing messages`)
      }
    }
  }
}

/** Nothing stays reserved, and nobody is counted who was not sent to: whatever was cancelled, and when. */
function checkLedger({ simulation, accounts, databases }: Scene): void {
  const rows = simulation.checker.rows()
  for (const { id, shard, portfolio } of accounts) {
    if (!portfolio) continue
    const found = databases[shard].read(
      `SELECT l.source_id, l.at, j.value FROM limit_ledger AS l LEFT JOIN json_each(l.ids) AS j
       WHERE l.account_id = ?`,
      id,
    )
    // Columns as the statement names them.
    for (const [owner, at, contactId] of found as [string, number | null, string | null][]) {
      if (at === null) throw new Violation('ledger', `${owner} still has a reservation`)
      if (contactId === null) continue
      const row = rows.find((one) => one.owner === owner && one.contactId === contactId)
      if (!row || row.state === 'queued' || row.state === 'skipped') {
        throw new Violation('ledger', `${contactId} counts for ${owner} and is ${row?.state}`)
      }
    }
  }
}

function noteRests({ databases, simulation }: Scene): void {
  for (const database of [databases.DATA_0, databases.DATA_1]) {
    const [row] = database.read("SELECT count(*) FROM recipients WHERE code = 'recently_written'")
    if (Number(row?.[0]) > 0) simulation.tally.note('a message left out for hours of rest')
  }
}

/** I13: one line for each change of state, in order. */
function checkAudit({ simulation, databases }: Scene): void {
  for (const [id, life] of simulation.checker.lives) {
    const shard = simulation.checker.truth.broadcasts.get(id)?.shard ?? 'DATA_0'
    const lines = databases[shard].read(
      `SELECT "before", "after" FROM audit WHERE target = ? AND action = 'broadcast.state'`,
      id,
    )
    const told = lines.map(([before, after]) => `${before}→${String(after).split(':')[0]}`).sort()
    const lived = life
      .slice(1)
      .map((state, at) => `${life[at]}→${state}`)
      .sort()
    if (told.join() !== lived.join()) {
      throw new Violation('I13', `${id} lived ${lived.join()} and the audit says ${told.join()}`)
    }
  }
}

/** I3: the numbers on screen are the query. I8: who is in a retry counts there, and once. */
async function checkShown(scene: Scene): Promise<void> {
  const { simulation, accounts, drafts } = scene
  const { checker, scheduler } = simulation
  for (const draft of drafts) {
    const account = accounts.find(({ id }) => id === draft.accountId)
    if (!account) continue
    let shown: Record<string, number> | null = null
    // Who is cut off looks again.
    while (!shown) {
      simulation.request(account, 'look', async (request) => {
        shown = (await lookAt(request, draft)).counts
      })
      while (scheduler.running.size > 0) await scheduler.step()
    }
    const retries = retriesOf(scene, draft.id)
    const untried = untriedOf(scene, account)
    const rows = checker.rows().filter(({ owner, contactId }) => {
      return owner === draft.id || !untried.has(`${owner} ${contactId}`)
    })
    const counted = countOf(resultsOf(rows, draft.id, retries))
    if (textOf(shown) !== textOf(counted)) {
      const which = retries.length > 0 ? 'I8' : 'I3'
      throw new Violation(which, `${draft.id} shows ${textOf(shown)}, rows are ${textOf(counted)}`)
    }
  }
}

/** Whose turn never came: a broadcast was stopped before it, or held more people than were confirmed. */
function untriedOf({ databases }: Scene, { id, shard }: Scene['accounts'][number]): Set<string> {
  const found = databases[shard].read(
    `SELECT broadcast_id, contact_id FROM recipients
     WHERE account_id = ? AND state = 'skipped' AND code IN ('cancelled', 'over_limit')`,
    id,
  )
  return new Set(found.map(([owner, contactId]) => `${owner} ${contactId}`))
}

/** Retries of a broadcast that were launched. */
function retriesOf({ simulation, drafts }: Scene, id: string): string[] {
  const { truth, lives } = simulation.checker
  const mine = drafts.filter((draft) => truth.broadcasts.get(draft.id)?.retryOf?.id === id)
  return mine.map((draft) => draft.id).filter((retry) => lives.get(retry)?.at(-1) !== 'draft')
}

/** One row for each person: of the last try, unless only the first message arrived after all. */
function resultsOf(rows: Row[], id: string, retries: string[]): Row[] {
  const results = new Map<string, Row>()
  for (const row of rows) if (row.owner === id) results.set(row.contactId, row)
  for (const row of rows) {
    if (!retries.includes(row.owner)) continue
    const before = results.get(row.contactId)
    const isWorse = before && arrival(before) > arrival(row)
    if (!isWorse) results.set(row.contactId, row)
  }
  return [...results.values()]
}

const arrival = ({ state }: Row) => ['delivered', 'read', 'played'].indexOf(state)

function countOf(rows: Row[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const textOf = (counts: Record<string, number>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${state} ${count}`)
    .sort()
    .join(', ')

/** I10: all webhooks once more, in another order, change nothing. */
async function checkReplay(scene: Scene): Promise<void> {
  const { simulation } = scene
  // What arrived while an account was suspended was dropped, and would be new now.
  if (simulation.checker.suspended.size > 0) return
  simulation.isCronOn = false
  // What else is under way ends first: a new key may still seal messages anew.
  while (simulation.scheduler.waiting > 0) await simulation.scheduler.step()
  const before = tablesOf(scene)
  simulation.meta.repeat(simulation.checker.truth.worked)
  while (simulation.scheduler.waiting > 0) await simulation.scheduler.step()
  const after = tablesOf(scene)
  const gone = before.filter((row) => !after.includes(row))
  const came = after.filter((row) => !before.includes(row))
  if (gone.length + came.length > 0) {
    throw new Violation(
      'I10',
      `webhooks applied twice changed\n${gone.join('\n')}\nto\n${came.join('\n')}`,
    )
  }
}

const tablesOf = ({ databases }: Scene): string[] =>
  (['DATA_0', 'DATA_1'] as const).flatMap((shard) =>
    ['recipients', 'outbox', 'broadcasts', 'suppressions', 'messages', 'consents'].flatMap(
      (table) =>
        databases[shard].read(`SELECT * FROM ${table}`).map((row) => `${table} ${row.join('|')}`),
    ),
  )
