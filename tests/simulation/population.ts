import { drawClock } from './clocks'
import { draftControls } from './controls'
import type { Scene } from './history'
import { compose } from './people'
import { hasCap, insertCap, insertQuietHours } from './restraint-rows'
import type { Simulation } from './simulation'
import {
  type Account,
  connectAccount,
  insertAccount,
  insertTemplate,
  makeAccount,
  numbersOf,
  type Shard,
} from './world'

/** What Graph reports for numbers: the slowest is slower here. */
const RATES = [80, 1000, 5]

/** Two accounts, in one shard or in two, and their drafts. */
export async function populate(scene: Scene): Promise<void> {
  const { simulation, random, times, controls, clocks, databases } = scene
  const now = simulation.wall()
  const shards: Shard[] = ['DATA_0', random.pick(['DATA_0', 'DATA_1'] as const)]
  const count = random.chance(0.4) ? 2 : 1
  const isCalm = scene.profile.name === 'calm'
  for (const [no, shard] of shards.slice(0, count).entries()) {
    const isCrowd = isCalm && random.chance(0.2)
    const account = makeAccount(random, controls, { no, shard, now, isCrowd, isCalm })
    scene.accounts.push(account)
    simulation.restraints.accounts.set(account.id, account)
    simulation.shards.add(shard)
    const { accountIds, truth } = simulation.checker
    accountIds.add(account.id)
    for (const { identity, country, hasWritten } of account.people) {
      if (identity === null) continue
      truth.countries.set(identity, country)
      if (hasWritten) account.portfolio?.heard(account.numberId, identity, now)
    }
    const perSecond = random.pick(RATES)
    for (const numberId of numbersOf(account)) {
      const { wabaId, portfolio } = account
      simulation.meta.addNumber({ numberId, wabaId, perSecond, portfolio })
      if (isCalm) truth.paces.set(numberId, perSecond)
    }
    insertAccount(databases, account, { perSecond, now })
    if (hasCap(account)) insertCap(databases, account)
    if (times.chance(0.03)) {
      const inMs = times.between(1, 8) * 60_000
      insertQuietHours(databases, account, now, { inMs, clock: 'workspace' })
    } else if (clocks.chance(0.03)) {
      const inMs = clocks.between(1, 8) * 60_000
      insertQuietHours(databases, account, now, { inMs, clock: 'recipient' })
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
  const { simulation, random, times, controls, clocks, databases, drafts } = scene
  const no = drafts.length + 1
  const category = random.pick(['MARKETING', 'MARKETING', 'UTILITY'])
  const template = { id: `30000000${no}`, name: `offer_${no}`, category }
  insertTemplate(databases, simulation.meta, account, template)
  const hasFallback = random.chance(0.6)
  const startsInMs = times.chance(0.25) ? times.between(1, 30) * 60_000 : null
  const isLocal = startsInMs === null && clocks.chance(0.08)
  const ownClock = isLocal ? drawClock(clocks, simulation.wall()) : null
  const held = draftControls(controls, account.numberId, account)
  // Who is cut off begins again.
  while (drafts.length < no) {
    simulation.request(account, 'compose', async (request) => {
      const when = { startsInMs, ownClock }
      drafts.push(await compose(request, template, hasFallback, when, held))
    })
    await settle(simulation)
  }
}

export const settle = async ({ scheduler }: Simulation) => {
  while (scheduler.running.size > 0) await scheduler.step()
}
