import { ask } from './actions'
import type { Scene } from './history'
import {
  cancel,
  type Draft,
  goOn,
  launch,
  putOff,
  replayDeadLetters,
  resume,
  startNow,
} from './people'
import { settle } from './population'
import { Violation } from './violation'
import { connectRoutes, numbersOf, type Shard } from './world'

// After its faults a history comes to rest: what can be mended is mended, and people go on or give up.

/** Enough for a day of minutes, for clocks that were a day off. */
const MOST_ROUNDS = 3_000
const MOST_STEPS_A_ROUND = 5_000
/** Late webhooks and letters after everything has ended. */
const MOST_LATE_STEPS = 20_000

export async function comeToRest(scene: Scene): Promise<void> {
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
    // Nothing may be due for longer: it waits for its day.
    const until = Math.max(scheduler.now + 60_000, scheduler.nextAt ?? 0)
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
    const { id, shard } = account
    for (const numberId of numbersOf(account)) {
      simulation.meta.set(numberId, { isTokenDead: false, quality: 'GREEN' })
    }
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
    const why = whyOf(scene, draft)
    if (state === 'running') pressRunning(scene, draft, why)
    const { reason } = why
    if (reason === 'budget_used' && state === 'paused') spendMore(scene, draft)
    if (state === 'scheduled' && reason === 'start_missed') {
      const what = scene.times.pick([startNow, cancel, putOff])
      ask(scene, draft, 'decide', (request) => what(request, draft))
    }
    if (state !== 'paused') continue
    const [name, what] = random.chance(0.2) ? ['cancel', cancel] : ['resume', resume]
    ask(scene, draft, name, (request) => what(request, draft))
  }
}

/** A sample that asks is answered; now and then somebody does not wait for what it waits for. */
function pressRunning(scene: Scene, draft: Draft, { rests, sample, waitsFor }: Why): void {
  const { simulation, controls } = scene
  const { note } = simulation.tally
  if (rests) note('a rest in quiet hours')
  if (waitsFor === 'wave') note('a wave that waits for its day')
  if (waitsFor === 'portfolio_limit') note('a day without room for anybody')
  if (waitsFor === 'zone') note('people who wait for their own clock')
  if (waitsFor === 'quiet') note('people who rest by their own clock')
  if (waitsFor !== null && controls.chance(0.02)) {
    note('a broadcast cancelled while it waits')
    ask(scene, draft, 'cancel', (request) => cancel(request, draft))
  } else if (sample === 'asking') {
    note('a sample that asks')
    const [name, what] = controls.chance(0.2) ? ['cancel', cancel] : ['go on', goOn]
    ask(scene, draft, name, (request) => what(request, draft))
  }
}

/** The owner was told, and lets marketing cost more; only marketing stops for money. */
function spendMore({ simulation, databases }: Scene, { id, accountId }: Draft): void {
  const broadcast = simulation.checker.truth.broadcasts.get(id)
  if (!broadcast?.isMarketing) throw new Violation('budget', `${id} stopped and is no marketing`)
  simulation.tally.note('the money of a month used up')
  const sql = 'DELETE FROM message_budgets WHERE account_id = ?'
  databases[broadcast.shard].run({ sql, values: [accountId] })
}

type Why = { reason: unknown; rests: boolean; sample: unknown; waitsFor: unknown }

/** Why a broadcast asks, rests or waits. */
function whyOf({ databases, simulation }: Scene, { id }: Draft): Why {
  const shard = simulation.checker.truth.broadcasts.get(id)?.shard ?? 'DATA_0'
  const [row] = databases[shard].read(
    `SELECT state_reason, rests_until, canary_state, (
       SELECT min(waits_for) FROM chunks AS c WHERE c.broadcast_id = b.id AND finished_at IS NULL)
     FROM broadcasts AS b WHERE id = ?`,
    id,
  )
  const [reason = null, restsUntil = null, sample = null, waitsFor = null] = row ?? []
  return { reason, rests: restsUntil !== null, sample, waitsFor }
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
