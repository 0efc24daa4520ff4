import type { Post } from './meta'
import type { Restraints } from './restraints'
import { type Broadcast, type Row, readBroadcasts, readRows } from './rows'
import type { Task } from './scheduler'
import type { Bound, Database, Databases, Outcome } from './sqlite'
import type { Truth } from './truth'
import { Violation } from './violation'

// Decides by Meta's log and the rows alone whether what happened was right. It shares no code with the
// product: states, their order and what may follow what are written down here a second time.

const NEXT: Record<string, string[]> = {
  queued: ['sending', 'skipped'],
  sending: ['queued', 'skipped', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read'],
  unknown: ['accepted', 'sent', 'failed', 'delivered', 'read'],
  accepted: ['sent', 'failed', 'delivered', 'read'],
  sent: ['failed', 'delivered', 'read'],
  failed: ['delivered', 'read'],
  delivered: ['read'],
  read: [],
  skipped: [],
}
const STRENGTH = ['queued', 'sending', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read']

const BROADCAST_NEXT: Record<string, string[]> = {
  draft: ['holding', 'scheduled'],
  scheduled: ['holding', 'freezing', 'cancelling', 'draft'],
  holding: ['freezing', 'cancelling'],
  freezing: ['running', 'cancelling'],
  running: ['paused', 'finishing', 'done', 'cancelling'],
  // Nobody is left in it: a person or Meta has settled the last row.
  paused: ['running', 'cancelling', 'done'],
  finishing: ['done', 'cancelling', 'paused'],
  cancelling: ['cancelled'],
  done: [],
  cancelled: [],
}
const ENDED = ['done', 'cancelled']
const RESTING = [...ENDED, 'draft', 'paused']
const OPEN = ['queued', 'sending']
const GOT = ['accepted', 'sent', 'delivered', 'read']

/** Looks at every row after every transaction. */
export class Checker {
  readonly accountIds = new Set<string>()
  /** Accounts that were suspended for a while: what arrived meanwhile was dropped. */
  readonly suspended = new Set<string>()
  /** Every state that a broadcast was seen in, in order. */
  readonly lives = new Map<string, string[]>()
  #rows = new Map<string, Row>()
  readonly #shards = new Map<string, string>()

  constructor(
    readonly databases: Databases,
    readonly truth: Truth,
    readonly restraints: Restraints,
  ) {}

  onPost(post: Post): void {
    const row = this.rows().find((one) => one.tag === post.tag && one.identity === post.to)
    this.truth.onPost(post, row)
    if (row) this.restraints.onPost(post, row)
  }

  /** Who works for one account neither names nor sees another. */
  onStatement({ accountId, name }: Task, { sql, values }: Bound, { rows }: Outcome): void {
    if (accountId === null || this.accountIds.size < 2) return
    const isForeign = (value: unknown) =>
      typeof value === 'string' && value !== accountId && this.accountIds.has(value)
    if (values.some(isForeign) || rows.some((row) => row.some(isForeign))) {
      throw new Violation('I11', `${name} touched another account: ${sql}`)
    }
  }

  /** After every transaction that may have touched messages or broadcasts. */
  look(database: Database): void {
    const broadcasts = readBroadcasts(database)
    const rows = readRows(database)
    for (const row of rows) {
      const before = this.#rows.get(row.key)
      if (before) this.#checkChange(before, row, database, broadcasts)
      else this.#checkNew(row, database)
      this.#rows.set(row.key, row)
      this.#shards.set(row.key, database.name)
    }
    this.#checkNoneLost(rows, database)
    for (const broadcast of broadcasts.values()) this.#checkBroadcast(broadcast, rows)
    this.restraints.look(database)
  }

  rows = (): Row[] => [...this.#rows.values()]

  /** Whether a broadcast or a single message is on its way. */
  isBusy(): boolean {
    const isRunning = [...this.lives.values()].some((life) => !RESTING.includes(life.at(-1) ?? ''))
    return isRunning || this.openSingles().length > 0
  }

  openSingles = (): Row[] =>
    this.rows().filter(({ isSingle, state }) => isSingle && OPEN.includes(state))

  #checkNew(row: Row, database: Database): void {
    if (row.state !== 'queued' && row.state !== 'skipped') {
      throw new Violation('I7', `${row.key} began as ${row.state}`)
    }
    if (row.isSingle) return
    const twin = this.rows().find(
      (one) => one.owner === row.owner && one.contactId === row.contactId,
    )
    if (twin) throw new Violation('I1', `${row.key} is the same person as ${twin.key}`)
    if (this.truth.broadcasts.get(row.owner)?.accountId !== row.accountId) {
      throw new Violation('I11', `${row.key} is in another account's broadcast`)
    }
    this.#checkFollowUp(row, database)
  }

  /** In a follow-up is only of whom its first broadcast says so at that moment. */
  #checkFollowUp({ key, owner, contactId }: Row, database: Database): void {
    const { followUp } = this.truth.broadcasts.get(owner) ?? {}
    if (!followUp) return
    const ofPerson = (id: string) =>
      database.read(
        'SELECT state, replied_at FROM recipients WHERE broadcast_id = ? AND contact_id = ?',
        ...[id, contactId],
      )[0] ?? []
    const [state, repliedAt] = ofPerson(followUp.id)
    const isMeant = {
      missed: state === 'failed' || state === 'skipped',
      failed: state === 'failed',
      unread: state === 'delivered',
      silent: state === 'read' && repliedAt === null,
    }[followUp.who]
    const isAboutFailure = followUp.who === 'missed' || followUp.who === 'failed'
    const isReached =
      isAboutFailure && followUp.retries.some((id) => GOT.includes(String(ofPerson(id)[0])))
    if (isMeant && !isReached) return
    throw new Violation('follow-up', `${key} follows a message that is ${state}: ${followUp.who}`)
  }

  #checkChange(
    before: Row,
    row: Row,
    database: Database,
    broadcasts: Map<string, Broadcast>,
  ): void {
    const isClaim = before.token !== row.token
    if (isClaim && (row.state !== 'sending' || before.state !== 'queued')) {
      throw new Violation('I1', `${row.key} changed its claim on ${before.state}→${row.state}`)
    }
    if (before.state === row.state) return
    if (!NEXT[before.state]?.includes(row.state)) {
      throw new Violation('I6', `${row.key} went from ${before.state} to ${row.state}`)
    }
    if (STRENGTH.includes(row.state) && row.rank !== STRENGTH.indexOf(row.state)) {
      throw new Violation('I6', `${row.key} is ${row.state} with rank ${row.rank}`)
    }
    if (row.state === 'sending') this.#checkClaim(row, database, broadcasts)
    else if (row.state === 'queued' || row.state === 'skipped') this.#checkUnsent(row)
    else this.#checkEvidence(row)
  }

  #checkClaim(row: Row, database: Database, broadcasts: Map<string, Broadcast>): void {
    const state = broadcasts.get(row.owner)?.state
    if (!row.isSingle && state !== 'running') {
      throw new Violation('I5', `${row.key} was claimed while ${state}`)
    }
    const [tenant] = database.read('SELECT state FROM tenants WHERE account_id = ?', row.accountId)
    if (tenant?.[0] !== 'active') {
      throw new Violation('I5', `${row.key} was claimed while the account was ${tenant?.[0]}`)
    }
    const stops = database.read(
      'SELECT scope FROM suppressions WHERE account_id = ? AND identity = ?',
      ...[row.accountId, row.identity],
    )
    const isMarketing = this.truth.broadcasts.get(row.owner)?.isMarketing
    if (stops.some(([scope]) => scope === 'all' || isMarketing)) {
      throw new Violation('I5', `${row.key} was claimed after its opt-out`)
    }
    if (this.truth.mayHave(row.owner, row.identity)) {
      throw new Violation('I1', `${row.key} was claimed after it may have been sent`)
    }
    this.restraints.onClaim(row, this.rows(), database)
  }

  /** Waiting or left out: nothing may have been sent. */
  #checkUnsent(row: Row): void {
    if (!this.truth.mayHave(row.owner, row.identity)) return
    throw new Violation(
      row.state === 'queued' ? 'I1' : 'I4',
      `${row.key} became ${row.state} although it may have been sent`,
    )
  }

  #checkEvidence(row: Row): void {
    if (row.state === 'unknown') return
    const post = this.truth.postOf(row.tag)
    const told = this.truth.toldOf(row.tag)
    const isRefused = post && !post.fate.isAccepted && post.fate.isClear
    const isSaid =
      row.state === 'accepted'
        ? post?.fate.isAccepted
        : told.has(row.state) || (row.state === 'failed' && isRefused)
    if (!isSaid) throw new Violation('I7', `${row.key} is ${row.state}, which nobody said`)
  }

  #checkNoneLost(rows: Row[], { name }: Database): void {
    const here = new Set(rows.map(({ key }) => key))
    for (const [key, shard] of this.#shards) {
      if (shard === name && !here.has(key)) throw new Violation('I3', `row ${key} vanished`)
    }
  }

  #checkBroadcast({ id, state, total }: Broadcast, rows: Row[]): void {
    const life = this.lives.get(id)
    if (!life) return
    const before = life.at(-1) ?? 'draft'
    if (before !== state) {
      if (!BROADCAST_NEXT[before]?.includes(state)) {
        throw new Violation('I2', `broadcast ${id} went from ${before} to ${state}`)
      }
      life.push(state)
    }
    if (state === 'draft' || state === 'holding') return
    const mine = rows.filter(({ owner }) => owner === id)
    if (mine.length !== total) {
      throw new Violation('I3', `broadcast ${id} has ${mine.length} rows and says ${total}`)
    }
    const open = mine.find((row) => OPEN.includes(row.state))
    if (ENDED.includes(state) && open) {
      throw new Violation('I2', `broadcast ${id} is ${state} while ${open.key} is ${open.state}`)
    }
  }
}
