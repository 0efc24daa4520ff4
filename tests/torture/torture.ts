// A broadcast whose product is killed at random moments and started again on the same data, while the
// simulated Meta throttles, stays silent after accepting, fails, and repeats, shuffles and delays its news.
import { until } from '../../scripts/api.mjs'
import { Random } from '../simulation/random.ts'
import { type Campaign, openCampaign, prepareCampaign } from './campaign.ts'
import { check, type History, measure, type Revival } from './checker.ts'
import { countUnclearRefusals, readMetaLog, tellEverything, toLogged } from './meta-log.ts'
import { openProduct, type Product, type Ready } from './product.ts'
import { ANSWERED, CALM, drawWeather } from './weather.ts'

export type Wish = {
  people: number
  kills: number
  seed: number
  /** What Graph reports for the number. */
  perSecond: 80 | 1000
  /** Meta answers every POST well; its news is late all the same. */
  isClear?: boolean
  /** Leaves the stored times as they are: the sweep then takes its minutes after each kill. */
  isPatient?: boolean
  say?: (text: string) => void
}
export type Verdict = Awaited<ReturnType<typeof torture>>

/** Rows under way at once, by the product's own promise: a kill leaves no more than these open. */
const WINDOW_ROWS = 42
/** The first kills meet the ten seconds of the hold, and the freeze. */
const HOLD_MS = 10_000
const FREEZE_MS = 2000
const SHORTEST_LIFE_MS = 300
const LOOK_EVERY_MS = 500
/** More than the sweep waits: until a lease has ended, and then until the message is taken for lost. */
const DOWN_MS = 8 * 60_000
const PATIENCE_MS = 12 * 60_000
/** The last life has this long to end, and so much more for each person. */
const END_MS = 150_000
const END_MS_PER_PERSON = 60

type Life = ReturnType<typeof openCampaign>
type Run = { product: Product; campaign: Campaign; random: Random; wish: Wish; revivals: Revival[] }

export async function torture(wish: Wish) {
  const startedAt = Date.now()
  const product = await openProduct()
  try {
    const random = new Random(wish.seed)
    const first = await product.start()
    const campaign = await prepareCampaign(first, wish.people, wish.perSecond > 80)
    const run: Run = { product, campaign, random, wish, revivals: [] }
    const { life, ...seen } = await liveAndDie(run, first)
    const history = await endOf(run, life)
    return {
      violations: check(history),
      ...measure(history),
      ...seen,
      kills: wish.kills,
      seconds: Math.round((Date.now() - startedAt) / 1000),
    }
  } finally {
    await product.close()
  }
}

/** All lives but the last end with a kill; the last one sees the end of the broadcast. */
async function liveAndDie(run: Run, first: Ready) {
  const { product, campaign, random, wish, revivals } = run
  let [life, resumes, inVain] = [openCampaign(campaign, first), 0, 0]
  await life.turn(drawWeather(random, wish.people, wish.isClear ?? false))
  await life.send()
  for (let kill = 1; kill <= wish.kills; kill++) {
    const { counts, state } = await life.progress()
    if (state === 'done') inVain++
    const lifeMs = lengthOfLife(run, kill, wish.people - handled(counts))
    if (wish.isPatient && kill > 1) await untilItGoesOn(life)
    resumes += await watch(life, Date.now() + lifeMs)
    await product.kill()
    if (!wish.isPatient) product.wait(DOWN_MS)
    life = openCampaign(campaign, await product.start())
    revivals.push(await revival(life, kill))
    wish.say?.(`kill ${kill} after ${(lifeMs / 1000).toFixed(1)} s: ${told(await life.progress())}`)
    await life.turn(drawWeather(random, wish.people, wish.isClear ?? false))
  }
  await life.turn(ANSWERED)
  const endMs = END_MS + wish.people * END_MS_PER_PERSON + (wish.isPatient ? PATIENCE_MS : 0)
  resumes += await watch(life, Date.now() + endMs)
  return { life, resumes, killsAfterTheEnd: inVain }
}

/** Drawn so that the kills are spread over what there is to send. */
function lengthOfLife({ random, wish }: Run, kill: number, left: number): number {
  if (kill === 1) return random.between(SHORTEST_LIFE_MS, HOLD_MS)
  if (kill === 2) return random.between(SHORTEST_LIFE_MS, FREEZE_MS)
  const meanMs = (1000 * left) / Math.min(wish.perSecond, 300) / (wish.kills - kill + 2)
  return random.between(SHORTEST_LIFE_MS, Math.max(SHORTEST_LIFE_MS, Math.round(2 * meanMs)))
}

/** Looks on until the time is over or everything is sent; answers how often it had to be resumed. */
async function watch(life: Life, end: number): Promise<number> {
  let resumes = 0
  for (;;) {
    const { state } = await life.progress()
    if (state === 'done') return resumes
    if (state === 'paused' && (await life.resume())) resumes++
    const restMs = end - Date.now()
    if (restMs <= 0) return resumes
    await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_EVERY_MS, restMs)))
  }
}

/** What the sweep needs its minutes for: more people than before have a result. */
async function untilItGoesOn(life: Life): Promise<void> {
  const before = handled((await life.progress()).counts)
  const goesOn = async () => {
    const { state, counts } = await life.progress()
    return state === 'done' || handled(counts) > before + WINDOW_ROWS
  }
  await until(goesOn, { timeoutMs: PATIENCE_MS, everyMs: 1000, what: 'the sweep' })
}

async function revival(life: Life, kills: number): Promise<Revival> {
  const { counts } = await life.progress()
  return { kills, sending: counts.sending ?? 0, unknown: counts.unknown ?? 0 }
}

const handled = ({ queued = 0, sending = 0, ...rest }: Record<string, number>) =>
  Object.values(rest).reduce((sum, count) => sum + count, 0)

const told = ({ state, counts }: { state: string; counts: object }) =>
  `${state} ${Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}`

/** What is open when all is sent, and what stays open once Meta has told everything. */
async function endOf({ campaign, wish, revivals }: Run, life: Life): Promise<History> {
  const { numberId, business, people } = campaign
  const beforeStatuses = await life.recipients()
  wish.say?.(`all is sent: ${told(await life.progress())}`)
  await life.turn(CALM)
  await life.simulator.post('/flush')
  await life.settled()
  const log = await readMetaLog(life.simulator, numberId)
  await tellEverything(life.simulator, business, log)
  await life.settled()
  const progress = await life.progress()
  wish.say?.(`all is told: ${told(progress)}`)
  return {
    people,
    kills: wish.kills,
    windowRows: WINDOW_ROWS,
    revivals,
    log: log.map(toLogged),
    unclearRefusals: await countUnclearRefusals(life.simulator, numberId),
    beforeStatuses,
    recipients: await life.recipients(),
    progress,
  }
}
