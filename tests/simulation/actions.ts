import { randomId } from '../../worker/lib/ids'
import { HAPPENINGS } from './happenings'
import type { Scene } from './history'
import {
  cancel,
  type Draft,
  edit,
  followUp,
  goOn,
  launch,
  lookAt,
  optOut,
  pause,
  putOff,
  reply,
  resume,
  retry,
  startNow,
  tryOut,
} from './people'
import { insertTesters } from './restraint-rows'
import { type Account, CROWD } from './world'

/** Steps in which things go wrong; an act ends early when everything has come to rest. */
const SHORTEST_ACT = 120
const LONGEST_ACT = 600

/** People press buttons, change their minds and race each other, Meta and clocks misbehave. */
export async function act(scene: Scene, isFirst: boolean): Promise<void> {
  const { simulation, random } = scene
  const { scheduler, checker } = simulation
  const plan = isFirst ? firstPlan(scene) : secondPlan(scene)
  const steps = random.between(SHORTEST_ACT, LONGEST_ACT)
  for (const step of plan) step.at = Math.floor(step.at * SHORTEST_ACT)
  plan.sort((a, b) => a.at - b.at)
  for (let step = 0; step < steps; step++) {
    while (plan[0] && plan[0].at <= step) plan.shift()?.run()
    if (plan.length === 0 && scheduler.running.size === 0 && !checker.isBusy()) break
    await scheduler.step()
  }
  for (const { run } of plan) run()
}

/** `at` is a share of the act, then a step. */
type Step = { at: number; run: () => void }

function firstPlan(scene: Scene): Step[] {
  const { random, drafts, profile } = scene
  const steps = drafts.flatMap((draft) => {
    const at = random.next() * 0.2
    // Two people may press at the same time, or one again when nothing seems to happen.
    const presses = [at, ...(random.chance(0.15) ? [at] : []), ...(random.chance(0.3) ? [0.5] : [])]
    const more = random.chance(0.2) ? random.int(3) : 0
    const run = () =>
      ask(scene, draft, 'launch', (request) => launch(request, draft, (people) => people + more))
    const edits = random.chance(0.15)
      ? [{ at, run: () => ask(scene, draft, 'edit', (request) => edit(request, draft)) }]
      : []
    const launches = presses.map((when) => ({ at: when, run }))
    return [...launches, ...edits]
  })
  const isBusy = profile.name !== 'calm' || random.chance(0.5)
  const count = isBusy ? random.int(6) : 0
  const others = Array.from({ length: count }, () => somebody(scene))
  const more = [...chatsOf(scene), ...secondThoughts(scene), ...holds(scene), ...testsOf(scene)]
  return [...steps, ...others, ...more]
}

/** What holds broadcasts back changes while they run; whoever can't wait for a sample does not. */
function holds(scene: Scene): Step[] {
  const { controls, accounts, drafts, simulation } = scene
  const when = () => 0.2 + controls.next() * 0.8
  const happenings = accounts.flatMap((account) => [
    ...(account.hasBudget
      ? [{ at: when(), run: () => HAPPENINGS.budgetLowered(scene, account) }]
      : []),
    ...(account.portfolio && controls.chance(0.15)
      ? [{ at: when(), run: () => HAPPENINGS.limitRaised(scene, account) }]
      : []),
  ])
  const impatient = drafts.filter(
    ({ id }) => simulation.checker.truth.broadcasts.get(id)?.canary && controls.chance(0.1),
  )
  const goes = impatient.map((draft) => ({
    at: when(),
    run: () => ask(scene, draft, 'go on', (request) => goOn(request, draft)),
  }))
  return [...happenings, ...goes]
}

/** What was scheduled is put off or sent at once, while it may be starting; others refuse. */
const secondThoughts = (scene: Scene): Step[] =>
  scene.drafts
    .filter(({ isScheduled }) => isScheduled && scene.times.chance(0.4))
    .map((draft) => ({
      at: 0.2 + scene.times.next() * 0.8,
      run: scene.times.chance(0.5)
        ? () => ask(scene, draft, 'put off', (request) => putOff(request, draft))
        : () => ask(scene, draft, 'start now', (request) => startNow(request, draft)),
    }))

/** Beside a broadcast to many several people are answered: all of it shares one number's rate. */
function chatsOf(scene: Scene): Step[] {
  const { random, drafts } = scene
  return drafts
    .filter((draft) => accountOf(scene, draft).people.length >= CROWD)
    .flatMap((draft) =>
      Array.from({ length: random.int(4) }, () => ({
        at: 0.4 + random.next() * 0.6,
        run: () => answerSomebody(scene, draft),
      })),
    )
}

function answerSomebody(scene: Scene, draft: Draft): void {
  const { random } = scene
  const { contactId, identity } = random.pick(accountOf(scene, draft).people)
  const message = { id: randomId(), contactId, identity }
  for (let press = 0; press < random.between(1, 2); press++) {
    ask(scene, draft, 'reply', (request) => reply(request, message))
  }
}

function secondPlan(scene: Scene): Step[] {
  const { random, drafts } = scene
  const [first] = random.shuffle(drafts)
  const steps = first ? [retryOf(scene, first), retryOf(scene, first)] : []
  const next = first && scene.clocks.chance(0.6) ? [followUpOf(scene, first)] : []
  return [...steps.slice(0, random.between(1, 2)), ...next, somebody(scene)]
}

/** Before some broadcasts a message is tried out; pressed again, it is the same one. */
function testsOf(scene: Scene): Step[] {
  const { clocks, drafts, databases, simulation } = scene
  return drafts
    .filter((draft) => clocks.chance(0.1) && accountOf(scene, draft).portfolio === null)
    .flatMap((draft) => {
      const account = accountOf(scene, draft)
      const messages = account.people
        .slice(0, clocks.between(1, 5))
        .flatMap(({ contactId, identity }) =>
          identity === null ? [] : { id: randomId(), contactId, identity },
        )
      if (messages.length === 0) return []
      insertTesters(databases, account, messages)
      const { note } = simulation.tally
      const run = () =>
        ask(scene, draft, 'try out', (request) => tryOut(request, draft, messages, note))
      const at = clocks.next() * 0.3
      return [{ at, run }, ...(clocks.chance(0.5) ? [{ at: at + 0.05, run }] : [])]
    })
}

/** Who did not get it, did not read it or did not answer is written to next. */
function followUpOf(scene: Scene, draft: Draft): Step {
  const { clocks, drafts, simulation } = scene
  const who = clocks.pick(['missed', 'unread', 'silent', 'failed'] as const)
  const run = () =>
    ask(scene, draft, 'follow up', async (request) => {
      const made = await followUp(request, draft, who)
      if (!made) return
      drafts.push(made)
      simulation.tally.note('a follow-up')
      await launch(request, made, (people) => people)
    })
  return { at: clocks.next() * 0.5, run }
}

/** Another try is drafted and sent in one go. */
function retryOf(scene: Scene, draft: Draft): Step {
  const { random, drafts } = scene
  const what = random.pick(['failed', 'not_confirmed'] as const)
  const run = () =>
    ask(scene, draft, 'retry', async (request) => {
      const made = await retry(request, draft, what)
      if (!made) return
      drafts.push(made)
      await launch(request, made, (people) => people)
    })
  return { at: random.next() * 0.2, run }
}

function somebody(scene: Scene): Step {
  const { random, drafts } = scene
  const draft = random.pick(drafts)
  const account = accountOf(scene, draft)
  const what = random.weighted({
    ...{ pause: 4, resume: 3, pauseResume: 3, cancel: 5, lookAt: 3, optOut: 3, reply: 4 },
    ...{ newcomer: 2, leaver: 1, suspend: 2, tokenDies: 1, quality: 1, key: 1, clock: 1 },
    ...{ deletion: 2, disconnect: 1, deploy: 1, stranger: 1, sync: 1 },
  })
  const run = (): void => {
    if (what === 'pause') ask(scene, draft, 'pause', (request) => pause(request, draft))
    else if (what === 'resume') ask(scene, draft, 'resume', (request) => resume(request, draft))
    else if (what === 'cancel') {
      for (let press = 0; press < random.between(1, 2); press++) {
        ask(scene, draft, 'cancel', (request) => cancel(request, draft))
      }
    } else if (what === 'pauseResume') {
      ask(scene, draft, 'pause', (request) => pause(request, draft))
      const delayMs = random.int(20_000)
      scene.simulation.scheduler.after(delayMs, 'somebody resumes', () =>
        ask(scene, draft, 'resume', (request) => resume(request, draft)),
      )
    } else if (what === 'lookAt') ask(scene, draft, 'look', (request) => lookAt(request, draft))
    else if (what === 'reply') answerSomebody(scene, draft)
    else if (what === 'optOut') ask(scene, draft, 'opt-out', (request) => optOut(request, random))
    else {
      scene.simulation.scheduler.hooks.trace(() => `it happens: ${what}`)
      HAPPENINGS[what](scene, account)
    }
  }
  return { at: 0.1 + random.next() * 0.9, run }
}

/** Sends a request of the broadcast's owner. */
export function ask(
  scene: Scene,
  draft: Draft,
  name: string,
  work: Parameters<Scene['simulation']['request']>[2],
): void {
  scene.simulation.request(accountOf(scene, draft), name, work)
}

export function accountOf({ accounts }: Scene, { accountId }: Draft): Account {
  const account = accounts.find(({ id }) => id === accountId)
  if (!account) throw new Error('a draft of no account')
  return account
}
