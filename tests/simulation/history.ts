import { act, ask } from './actions'
import type { Tally } from './coverage'
import { installDeterminism } from './crypto'
import type { KillPoint } from './faults'
import { checkEnd } from './final-checks'
import type { Mutation, Rewriter } from './mutations'
import {
  cancel,
  compose,
  type Draft,
  launch,
  putOff,
  replayDeadLetters,
  resume,
  startNow,
} from './people'
import { healed, PROFILES, type Profile, profileFor } from './profile'
import { Random } from './random'
import { Simulation } from './simulation'
import type { Databases } from './sqlite'
import { Violation } from './violation'
import type { Account, Shard } from './world'
import {
  connectAccount,
  connectRoutes,
  forgetKeys,
  hasCap,
  insertAccount,
  insertCap,
  insertQuietHours,
  insertTemplate,
  makeAccount,
} from './world'

export type Options = {
  profile?: Profile['name']
  killAt?: KillPoint
  mutation?: Mutation
  /** Kept for all histories with the same mutation. */
  rewriter?: Rewriter
  trace?: (line: string) => void
}

export type Report = {
  steps: number
  posts: number
  /** Every effect that was met, and how often. */
  seen: Map<string, number>
  hasStruck: boolean
  tally: Tally
}

/** A failed history: its seed replays it. */
export class HistoryError extends Error {
  override name = 'HistoryError'

  constructor(
    readonly seed: number,
    killAt: KillPoint | undefined,
    cause: unknown,
  ) {
    const kill = killAt ? ` --kill-at '${killAt.when} ${killAt.name}'` : ''
    super(
      `history ${seed} failed: ${cause instanceof Error ? cause.message : cause}\n` +
        `replay it with: npm run simulate -- --seed ${seed} --histories 1 --trace${kill}`,
      { cause },
    )
  }
}

/** Moments that calendars make difficult. */
const STARTS = [
  Date.UTC(2026, 9, 24, 20, 30), // hours before Asia/Jerusalem sets its clocks back
  Date.UTC(2026, 9, 31, 23, 59, 30), // the end of a month
  Date.UTC(2027, 2, 25, 21, 55), // minutes before Asia/Jerusalem sets its clocks forward
  Date.UTC(2026, 10, 23, 9, 0),
]

/** When those come. */
const TURNS = [
  [Date.UTC(2026, 9, 24, 23), 'summer time ends'],
  [Date.UTC(2026, 10, 1), 'a month ends'],
  [Date.UTC(2027, 2, 26), 'summer time begins'],
] as const

function noteCalendar({ parts, wall, tally }: Simulation): void {
  for (const [at, name] of TURNS) if (parts.startAt < at && wall() > at) tally.note(name)
}

/** Everything of one history that its parts share. */
export type Scene = {
  simulation: Simulation
  random: Random
  /** Decides about schedules and quiet hours: histories without them are as they would be. */
  times: Random
  databases: Databases
  accounts: Account[]
  drafts: Draft[]
  profile: Profile
}

/** Tells the second stream of a seed from the first. */
const TIMES = 1_000_003

/** Runs one history; throws a HistoryError when a promise did not hold. */
export async function runHistory(
  databases: Databases,
  seed: number,
  options: Options = {},
): Promise<Report> {
  const random = new Random(seed)
  const own = options.profile ? PROFILES[options.profile] : profileFor(random)
  const scene = prepare(databases, random, new Random(seed + TIMES), own, options)
  const { simulation } = scene
  const restore = installDeterminism(random.fork(), simulation.wall)
  const restoreLog = listenToLog(options.trace, simulation)
  try {
    await populate(scene)
    simulation.startCron()
    await live(scene, own)
    await checkEnd(scene)
    const { scheduler, faults, checker, tally } = simulation
    noteCalendar(simulation)
    const { seen, hasStruck } = faults
    return { steps: scheduler.steps, posts: checker.truth.posts.length, seen, hasStruck, tally }
  } catch (error) {
    if (options.trace) showRows(databases, options.trace)
    throw new HistoryError(seed, options.killAt, error)
  } finally {
    for (const database of Object.values(databases)) database.empty()
    await forgetKeys(scene.accounts.map(({ id }) => id))
    restoreLog()
    restore()
  }
}

/** What a trace ends with: what was in the tables when it went wrong. */
function showRows({ DATA_0, DATA_1 }: Databases, trace: (line: string) => void): void {
  const shown = {
    broadcasts: 'id, state, state_reason, total, included, freeze_cursor',
    chunks:
      'broadcast_id, chunk, first, last, enqueued_at, lease_until, finished_at, dirty, counts',
    recipients: 'broadcast_id, no, identity, state, rank, token, attempts, not_before, code',
    outbox: 'id, identity, state, rank, token, attempts, code',
  }
  for (const [table, columns] of Object.entries(shown)) {
    for (const database of [DATA_0, DATA_1]) {
      for (const row of database.read(`SELECT ${columns} FROM ${table}`)) {
        trace(`          ${table} ${row.join(' | ')}`)
      }
    }
  }
}

function prepare(
  databases: Databases,
  random: Random,
  times: Random,
  own: Profile,
  { killAt, mutation, rewriter, trace }: Options,
): Scene {
  const scene: Omit<Scene, 'simulation'> = {
    random,
    times,
    databases,
    accounts: [],
    drafts: [],
    profile: healed(own),
  }
  const simulation = new Simulation({
    databases,
    random: random.fork(),
    startAt: random.pick(STARTS),
    profile: () => scene.profile,
    killAt: killAt ?? null,
    mutation: mutation ?? null,
    rewrite: rewriter?.rewrite ?? ((sql) => sql),
    trace: trace ?? null,
  })
  return Object.assign(scene, { simulation })
}

/** What Graph reports for numbers: the slowest is slower here. */
const RATES = [80, 1000, 5]

/** Two accounts, in one shard or in two, and their drafts. */
async function populate(scene: Scene): Promise<void> {
  const { simulation, random, times, databases } = scene
  const now = simulation.wall()
  const shards: Shard[] = ['DATA_0', random.pick(['DATA_0', 'DATA_1'] as const)]
  const count = random.chance(0.4) ? 2 : 1
  const isCalm = scene.profile.name === 'calm'
  for (const [no, shard] of shards.slice(0, count).entries()) {
    const isCrowd = isCalm && random.chance(0.2)
    const account = makeAccount(random, { no, shard, now, isCrowd })
    scene.accounts.push(account)
    simulation.shards.add(shard)
    const { accountIds, truth } = simulation.checker
    accountIds.add(account.id)
    for (const { identity, country } of account.people) {
      if (identity !== null) truth.countries.set(identity, country)
    }
    const perSecond = random.pick(RATES)
    simulation.meta.addNumber(account.numberId, account.wabaId, perSecond)
    if (isCalm) truth.paces.set(account.numberId, perSecond)
    insertAccount(databases, account, { perSecond, now })
    if (hasCap(account)) insertCap(databases, account)
    if (times.chance(0.015)) {
      insertQuietHours(databases, account, now, times.between(1, 8) * 60_000)
    }
    // Who is cut off begins again.
    for (let isConnected = false; !isConnected; ) {
      simulation.start('set-up', null, async (task) => {
        await connectAccount(databases, account, simulation.depsOf(task), now)
        isConnected = true
      })
      await settle(simulation)
    }
    for (let at = 0; at < random.pick([1, 1, 1, 2]); at++) await draftOne(scene, account)
  }
}

async function draftOne(scene: Scene, account: Account): Promise<void> {
  const { simulation, random, times, databases, drafts } = scene
  const no = drafts.length + 1
  const category = random.pick(['MARKETING', 'MARKETING', 'UTILITY'])
  const template = { id: `30000000${no}`, name: `offer_${no}`, category }
  insertTemplate(databases, simulation.meta, account, template)
  const hasFallback = random.chance(0.6)
  const startsInMs = times.chance(0.25) ? times.between(1, 30) * 60_000 : null
  // Who is cut off begins again.
  while (drafts.length < no) {
    simulation.request(account, 'compose', async (request) => {
      drafts.push(await compose(request, template, hasFallback, startsInMs))
    })
    await settle(simulation)
  }
}

const settle = async ({ scheduler }: Simulation) => {
  while (scheduler.running.size > 0) await scheduler.step()
}

/** People act and things go wrong; then nothing does any more, and everything must come to rest. */
async function live(scene: Scene, own: Profile): Promise<void> {
  const { simulation, random } = scene
  const acts = random.weighted({ one: 8, two: 2 }) === 'two' ? 2 : 1
  for (let no = 1; no <= acts; no++) {
    scene.profile = own
    await act(scene, no === 1)
    scene.profile = healed(own)
    await comeToRest(scene)
    if (no < acts) simulation.jumpMs += random.pick([0, 31 * 60_000, 86_400_000])
  }
}

/** Enough for a day of minutes, for clocks that were a day off. */
const MOST_ROUNDS = 3_000
const MOST_STEPS_A_ROUND = 5_000
/** Late webhooks and letters after everything has ended. */
const MOST_LATE_STEPS = 20_000

async function comeToRest(scene: Scene): Promise<void> {
  repair(scene)
  await launchTheRest(scene)
  await letMinutesPass(scene)
  await hearTheRest(scene)
  // What was heard last may wait for a minute's sweep.
  await letMinutesPass(scene)
}

async function letMinutesPass(scene: Scene): Promise<void> {
  const { scheduler } = scene.simulation
  for (let round = 0; unsettled(scene).length > 0; round++) {
    if (round > MOST_ROUNDS) {
      throw new Violation('I2', `it never came to rest: ${unsettled(scene).join(', ')}`)
    }
    const until = scheduler.now + 60_000
    for (let steps = 0; (scheduler.nextAt ?? Infinity) <= until; steps++) {
      if (steps > MOST_STEPS_A_ROUND) throw new Violation('rest', 'it spins within a minute')
      await scheduler.step()
    }
    scheduler.now = Math.max(scheduler.now, until)
    if (round % 3 === 2) press(scene)
  }
}

/** What is still on its way arrives, up to a week later, without a minute's cron in between. */
async function hearTheRest({ simulation, accounts, random }: Scene): Promise<void> {
  simulation.isCronOn = false
  for (const account of accounts) {
    if (random.chance(0.7)) {
      simulation.request(account, 'replay', (request) =>
        replayDeadLetters(request, simulation.tally.note),
      )
    }
  }
  for (let steps = 0; simulation.scheduler.waiting > 0; steps++) {
    if (steps > MOST_LATE_STEPS) throw new Violation('rest', 'something goes on for ever')
    await simulation.scheduler.step()
  }
  simulation.isCronOn = true
  simulation.startCron()
}

/** Whatever Meta, an operator or a person can mend is mended. */
function repair({ simulation, accounts, databases }: Scene): void {
  for (const account of accounts) {
    const { id, shard, numberId } = account
    simulation.meta.set(numberId, { isTokenDead: false, quality: 'GREEN' })
    const run = (sql: string) => databases[shard].run({ sql, values: [id] })
    run("UPDATE tenants SET state = 'active' WHERE account_id = ?")
    run("UPDATE connections SET state = 'active' WHERE account_id = ?")
    // A day after a disconnect the number is nobody's: what was told meanwhile was dropped.
    if (connectRoutes(databases, account)) simulation.checker.suspended.add(id)
    run("UPDATE templates SET status = 'APPROVED' WHERE account_id = ?")
  }
}

/** People go on with what is paused, or give it up. */
function press(scene: Scene): void {
  const { simulation, drafts, random } = scene
  repair(scene)
  for (const draft of drafts) {
    const state = simulation.checker.lives.get(draft.id)?.at(-1)
    const [reason, restsUntil] = whyOf(scene, draft)
    if (state === 'running' && restsUntil !== null) simulation.tally.note('a rest in quiet hours')
    if (state === 'scheduled' && reason === 'start_missed') {
      const what = scene.times.pick([startNow, cancel, putOff])
      ask(scene, draft, 'decide', (request) => what(request, draft))
    }
    if (state !== 'paused') continue
    const [name, what] = random.chance(0.2) ? ['cancel', cancel] : ['resume', resume]
    ask(scene, draft, name, (request) => what(request, draft))
  }
}

/** Why a broadcast asks or rests: its time passed by hours, or it is quiet now. */
function whyOf({ databases, simulation }: Scene, { id }: Draft) {
  const shard = simulation.checker.truth.broadcasts.get(id)?.shard ?? 'DATA_0'
  const [row] = databases[shard].read(
    'SELECT state_reason, rests_until FROM broadcasts WHERE id = ?',
    id,
  )
  return row ?? [null, null]
}

/** What was lost with the request that launched it is launched again; now and then somebody forgets. */
async function launchTheRest(scene: Scene): Promise<void> {
  const { simulation, drafts, random } = scene
  for (const draft of drafts) {
    const isDraft = simulation.checker.lives.get(draft.id)?.at(-1) === 'draft'
    if (!isDraft || random.chance(0.1)) continue
    ask(scene, draft, 'launch', (request) => launch(request, draft, (people) => people))
  }
  await settle(simulation)
}

const RESTING = ['draft', 'done', 'cancelled']
const SHARDS: Shard[] = ['DATA_0', 'DATA_1']

function unsettled({ simulation, drafts, databases }: Scene): string[] {
  const { lives, openSingles } = simulation.checker
  const moving = drafts.flatMap(({ id }) => {
    const state = lives.get(id)?.at(-1) ?? 'draft'
    return RESTING.includes(state) ? [] : [`${id} is ${state}`]
  })
  const waiting = SHARDS.flatMap((shard) =>
    databases[shard]
      .read('SELECT account_id, id FROM waiting_statuses')
      .map(([accountId, id]) => `statuses ${id} of ${accountId} wait`),
  )
  return [...moving, ...openSingles().map(({ key, state }) => `${key} is ${state}`), ...waiting]
}

/** A bug in the code shows as an error that no fault makes. */
const BUGS = /"code":"(?:TypeError|ReferenceError|RangeError|SyntaxError)"/
/** A job of another version says so too, and is none. */
const NO_BUG = /"event":"job.unreadable"/

function listenToLog(trace: Options['trace'], { scheduler }: Simulation): () => void {
  const { log } = console
  console.log = (line: unknown) => {
    trace?.(`          log ${line}`)
    const text = String(line)
    if (BUGS.test(text) && !NO_BUG.test(text)) scheduler.failure ??= new Violation('bug', text)
  }
  return () => {
    console.log = log
  }
}
