import { randomId } from '../../worker/lib/ids'
import type { Scene } from './history'
import { cancel, type Draft, launch, lookAt, optOut, pause, reply, resume, retry } from './people'
import { type Account, insertPerson } from './world'

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
    return presses.map((when) => ({ at: when, run }))
  })
  const isBusy = profile.name !== 'calm' || random.chance(0.5)
  const count = isBusy ? random.int(6) : 0
  return [...steps, ...Array.from({ length: count }, () => somebody(scene))]
}

function secondPlan(scene: Scene): Step[] {
  const { random, drafts } = scene
  const [first] = random.shuffle(drafts)
  const steps = first ? [retryOf(scene, first), retryOf(scene, first)] : []
  return [...steps.slice(0, random.between(1, 2)), somebody(scene)]
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
    ...{ pause: 4, resume: 3, pauseResume: 3, cancel: 2, lookAt: 3, optOut: 3, reply: 4 },
    ...{ newcomer: 2, leaver: 1, suspend: 1, tokenDies: 1, quality: 1, key: 1, clock: 1 },
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
    else if (what === 'reply') {
      const message = { id: randomId(), contactId: random.pick(account.people).contactId }
      for (let press = 0; press < random.between(1, 2); press++) {
        ask(scene, draft, 'reply', (request) => reply(request, message))
      }
    } else if (what === 'optOut') ask(scene, draft, 'opt-out', (request) => optOut(request, random))
    else happen(scene, account, what)
  }
  return { at: 0.1 + random.next() * 0.9, run }
}

type Happening = 'newcomer' | 'leaver' | 'suspend' | 'tokenDies' | 'quality' | 'key' | 'clock'

/** What nobody of the account does. */
function happen(scene: Scene, account: Account, what: Happening): void {
  const { simulation, random, databases, profile } = scene
  const { scheduler, meta } = simulation
  const run = (sql: string, ...values: unknown[]) => databases[account.shard].run({ sql, values })
  scheduler.hooks.trace(() => `it happens: ${what}`)
  if (what === 'newcomer') {
    // At the end of the order in which audiences are frozen.
    const contactId = `z${String(random.int(10 ** 9)).padStart(25, '0')}`
    const identity = `+97252${String(random.int(10 ** 7)).padStart(7, '0')}`
    const facts = { firstName: 'New', country: 'IL', consent: 'opted_in', stop: null } as const
    insertPerson(run, account.id, { contactId, identity, ...facts }, 0)
    simulation.checker.truth.countries.set(identity, 'IL')
  } else if (what === 'leaver') {
    const { contactId } = random.pick(account.people)
    run('DELETE FROM contacts WHERE account_id = ? AND id = ?', account.id, contactId)
  } else if (what === 'suspend') {
    run("UPDATE tenants SET state = 'suspended' WHERE account_id = ?", account.id)
    simulation.checker.suspended.add(account.id)
  } else if (what === 'tokenDies') meta.set(account.numberId, { isTokenDead: true })
  else if (what === 'quality') meta.set(account.numberId, { quality: 'RED' })
  else if (what === 'key') {
    simulation.request(account, 'rotate key', ({ deps, db }) =>
      deps.keys.create(db, deps.clock.now()),
    )
  } else if (profile.clockJumps) {
    simulation.jumpMs += random.pick([-3_600_000, 3_600_000, 86_400_000])
  }
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

function accountOf({ accounts }: Scene, { accountId }: Draft): Account {
  const account = accounts.find(({ id }) => id === accountId)
  if (!account) throw new Error('a draft of no account')
  return account
}
