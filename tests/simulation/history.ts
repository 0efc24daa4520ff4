import { act } from './actions'
import type { Tally } from './coverage'
import { installDeterminism } from './crypto'
import type { KillPoint } from './faults'
import { checkEnd } from './final-checks'
import type { Mutation, Rewriter } from './mutations'
import type { Draft } from './people'
import { populate } from './population'
import { healed, PROFILES, type Profile, profileFor } from './profile'
import { Random } from './random'
import { comeToRest } from './rest'
import { Simulation } from './simulation'
import type { Databases } from './sqlite'
import { Violation } from './violation'
import { type Account, forgetKeys } from './world'

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
  /** Decides about limits, samples and money, in the same way. */
  controls: Random
  /** Decides about people's own clocks, tests and follow-ups. */
  clocks: Random
  databases: Databases
  accounts: Account[]
  drafts: Draft[]
  profile: Profile
}

/** Tell the other streams of a seed from the first. */
const TIMES = 1_000_003
const CONTROLS = 2_000_003
const CLOCKS = 3_000_017

/** Runs one history; throws a HistoryError when a promise did not hold. */
export async function runHistory(
  databases: Databases,
  seed: number,
  options: Options = {},
): Promise<Report> {
  const random = new Random(seed)
  const own = options.profile ? PROFILES[options.profile] : profileFor(random)
  const scene = prepare(databases, seed, random, own, options)
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
  seed: number,
  random: Random,
  own: Profile,
  { killAt, mutation, rewriter, trace }: Options,
): Scene {
  const scene: Omit<Scene, 'simulation'> = {
    random,
    times: new Random(seed + TIMES),
    controls: new Random(seed + CONTROLS),
    clocks: new Random(seed + CLOCKS),
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

/** People act and things go wrong; then nothing does any more, and everything must come to rest. */
async function live(scene: Scene, own: Profile): Promise<void> {
  const { simulation, random } = scene
  const acts = random.weighted({ one: 8, two: 2 }) === 'two' ? 2 : 1
  for (let no = 1; no <= acts; no++) {
    scene.profile = own
    await act(scene, no === 1)
    scene.profile = healed(own)
    await comeToRest(scene)
    if (no < acts) simulation.jump(random.pick([0, 31 * 60_000, 86_400_000]))
  }
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
