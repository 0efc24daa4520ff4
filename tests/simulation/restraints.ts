import { mayHaveCome, wallIn } from './clocks'
import type { Note } from './coverage'
import type { Row } from './rows'
import type { Database } from './sqlite'
import type { Truth } from './truth'
import { Violation } from './violation'
import type { Account } from './world'

// What holds broadcasts back beside their own state: a portfolio's day, a sample, quiet hours, hours of rest,
// the month's money. Decided by rows, clocks and Meta's log alone, as the checker decides.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** As far as a machine's clock is off, either way; and two of them, with a minute to spare. */
const CLOCK_MS = 5 * MINUTE_MS
const CLOCKS_MS = 2 * CLOCK_MS + MINUTE_MS
/** A window is under way: its task may live so long, on a clock that is off. */
const UNDER_WAY_MS = 21 * MINUTE_MS
/** The same where nothing is slow: a number that waits for its turn. */
const WINDOW_MS = MINUTE_MS

/** Two, or a fiftieth: a sample is scaled like everything else. */
const sampleOf = (people: number) => Math.max(2, Math.ceil(people / 50))

/** It may cost something: taken, or not known. */
const SPENT = ['sending', 'unknown', 'accepted', 'sent', 'delivered', 'read']

type Sample = { state: string; sinceMs: number; decidesAt: number | null }

export class Restraints {
  readonly accounts = new Map<string, Account>()
  readonly #samples = new Map<string, Sample>()
  /** The month in which a row was claimed last; none within minutes of its end. */
  readonly #months = new Map<string, string | null>()
  /** When a message left, by its tag. */
  readonly #leftAt = new Map<string, number>()

  constructor(
    readonly parts: {
      truth: Truth
      wall: () => number
      wallAtClaim: () => number
      sinceJumpMs: () => number
      isCalm: () => boolean
      note: Note
    },
  ) {}

  /** A row is claimed; `rows` are those known before it. */
  onClaim(row: Row, rows: Row[], database: Database): void {
    if (row.isSingle) return
    this.#checkSample(row, rows, database)
    this.#checkRest(row)
    this.#checkMoney(row, rows, database)
  }

  onPost({ tag }: { tag: string }, row: Row): void {
    if (row.isSingle) return
    this.#leftAt.set(tag, this.parts.wallAtClaim())
    this.#checkOwnClock(tag, row)
    const { quiet } = this.accounts.get(row.accountId) ?? {}
    if (!quiet) return
    const { countries } = this.parts.truth
    const country = quiet.clock === 'recipient' ? countries.get(row.identity) : 'IL'
    const [slackMs, aheadMs] = this.parts.isCalm() ? [WINDOW_MS, 0] : [UNDER_WAY_MS, CLOCK_MS]
    const now = this.parts.wall()
    // By any clock that the sender may have looked at.
    const minutes = Array.from(
      { length: (slackMs + aheadMs) / MINUTE_MS + 1 },
      (_, at) => now - slackMs + at * MINUTE_MS,
    )
    const isQuiet = minutes.every((at) => quiet.isAt(wallIn(country, at), country))
    if (isQuiet && this.parts.sinceJumpMs() > slackMs) {
      throw new Violation('quiet', `${tag} left at ${wallIn(country, now)}`)
    }
  }

  /** Nobody gets it before clocks where they live show the time. */
  #checkOwnClock(tag: string, { owner, identity }: Row): void {
    const { truth, wall, isCalm, sinceJumpMs } = this.parts
    const { ownClock, confirmed } = truth.broadcasts.get(owner) ?? {}
    const slackMs = isCalm() ? 0 : CLOCK_MS + MINUTE_MS
    if (!ownClock || !confirmed || sinceJumpMs() <= UNDER_WAY_MS) return
    const country = truth.countries.get(identity)
    if (mayHaveCome(ownClock, country, confirmed, { at: wall(), slackMs })) return
    const shown = wallIn(country, wall())
    throw new Violation('own clock', `${tag} left at ${shown} for ${ownClock.wallTime}`)
  }

  look(database: Database): void {
    for (const account of this.accounts.values()) {
      if (account.shard === database.name) this.#checkLedger(account, database)
    }
    this.#watchSamples(database)
  }

  /** Nobody is outside the sample before it is said that the rest follows. */
  #checkSample(row: Row, rows: Row[], database: Database): void {
    const broadcast = this.parts.truth.broadcasts.get(row.owner)
    if (!broadcast?.canary) return
    const [found] = database.read('SELECT canary_state FROM broadcasts WHERE id = ?', row.owner)
    if (found?.[0] === 'went_on') return
    // Who came after the lots were drawn may have drawn a low one.
    const drew = new Set(this.accounts.get(row.accountId)?.people.map(({ contactId }) => contactId))
    const sent = rows.filter(
      ({ owner, key, token }) => owner === row.owner && token !== null && key !== row.key,
    )
    const sample = [...sent, row].filter(({ contactId }) => drew.has(contactId)).length
    if (sample > sampleOf(broadcast.agreed?.people ?? 0)) {
      throw new Violation('canary', `${row.key} was claimed while the sample is ${found?.[0]}`)
    }
  }

  /** By itself the rest follows only a sample that was watched for its time. */
  #watchSamples(database: Database): void {
    const found = database.read(
      'SELECT id, state, canary_state, canary_decides_at FROM broadcasts WHERE canary_state IS NOT NULL',
    )
    // Columns as the statement names them.
    for (const [id, life, state, decidesAt] of found as [string, string, string, number | null][]) {
      const before = this.#samples.get(id)
      if (before?.state === state) continue
      const now = this.parts.wall()
      this.#samples.set(id, { state, sinceMs: now, decidesAt })
      if (state === 'stopped' && life === 'running') {
        throw new Violation('canary', `${id} runs although its sample stopped it`)
      }
      if (state === 'stopped') this.parts.note('a sample that stopped')
      if (state === 'went_on') this.#checkWait(id, before, now)
    }
  }

  #checkWait(id: string, before: Sample | undefined, now: number): void {
    const { canary, isToldToGoOn } = this.parts.truth.broadcasts.get(id) ?? {}
    if (!canary || isToldToGoOn) return
    const slackMs = this.parts.isCalm() ? 0 : CLOCKS_MS
    const waited = now - (before?.sinceMs ?? now) + slackMs
    const isDue = (before?.decidesAt ?? Infinity) <= now + slackMs
    if (before?.state !== 'waiting' || !isDue || waited < canary.waitMinutes * MINUTE_MS) {
      throw new Violation('canary', `${id} went on by itself from ${before?.state}`)
    }
    this.parts.note('a sample that went on by itself')
  }

  /** Nobody whom another broadcast has written to within the hours of rest. */
  #checkRest({ key, owner, identity }: Row): void {
    const { truth, wall, isCalm } = this.parts
    const { restHours } = truth.broadcasts.get(owner) ?? {}
    if (!restHours) return
    const restMs = restHours * HOUR_MS - (isCalm() ? 0 : UNDER_WAY_MS + HOUR_MS)
    const other = truth.posts.find(
      ({ to, tag, fate }) =>
        to === identity &&
        truth.broadcasts.has(tag.split('.')[1] ?? '') &&
        tag.split('.')[1] !== owner &&
        (fate.isAccepted || !fate.isClear) &&
        !truth.toldOf(tag).has('failed') &&
        wall() - (this.#leftAt.get(tag) ?? 0) < restMs,
    )
    if (other) throw new Violation('rest hours', `${key} was claimed hours after ${other.tag}`)
  }

  /** Marketing costs no more than the month's money; whatever else is sent uses it up too. */
  #checkMoney(row: Row, rows: Row[], database: Database): void {
    if (!this.accounts.get(row.accountId)?.hasBudget) return
    const { truth, wall } = this.parts
    const month = monthAt(wall())
    this.#months.set(row.key, month)
    const broadcast = truth.broadcasts.get(row.owner)
    if (!month || !broadcast?.isMarketing) return
    const [found] = database.read(
      'SELECT stop_micros FROM message_budgets WHERE account_id = ?',
      row.accountId,
    )
    if (!found) return
    const others = rows.filter(
      (one) =>
        one.accountId === row.accountId &&
        one.key !== row.key &&
        this.#months.get(one.key) === month &&
        this.#isSpent(one),
    )
    const spent = [...others, row].reduce((sum, one) => sum + this.#priceOf(one), 0)
    if (spent > Number(found[0])) {
      throw new Violation('budget', `${row.key} makes it ${spent} of ${found[0]} this month`)
    }
  }

  #isSpent({ state, tag }: Row): boolean {
    const post = this.parts.truth.postOf(tag)
    const mayCost = post && (post.fate.isAccepted || !post.fate.isClear)
    return SPENT.includes(state) || (state === 'failed' && mayCost === true)
  }

  #priceOf({ owner, identity }: Row): number {
    const { truth } = this.parts
    const broadcast = truth.broadcasts.get(owner)
    return broadcast ? truth.priceOf(broadcast, identity) : 0
  }

  /** Reserved and used together leave Meta's limit a person free. */
  #checkLedger({ id, portfolio }: Account, database: Database): void {
    if (!portfolio) return
    const [found] = database.read(
      `SELECT count(DISTINCT j.value) FROM limit_ledger AS l, json_each(l.ids) AS j
       WHERE l.account_id = ? AND (l.at IS NULL OR l.at > ?)`,
      ...[id, this.parts.wall() - portfolio.dayMs],
    )
    const people = Number(found?.[0])
    if (people >= portfolio.limit) {
      throw new Violation('limit', `${people} people of ${portfolio.limit} are reserved or used`)
    }
  }
}

/** Machines disagree about the month for some minutes. */
function monthAt(at: number): string | null {
  const [before, after] = [at - CLOCKS_MS, at + CLOCKS_MS].map((one) =>
    new Date(one).toISOString().slice(0, 7),
  )
  return before === after ? (before ?? null) : null
}
