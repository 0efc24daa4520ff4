import { startKeyRotation } from '../../worker/features/accounts/key-operations'
import type { Injected } from './coverage'
import type { Scene } from './history'
import { isAtWork } from './races'
import { type Account, insertPerson } from './world'

type Happening = (scene: Scene, account: Account) => void

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const JUMPS: [number, Injected | null][] = [
  [-HOUR_MS, 'the clock an hour back'],
  [HOUR_MS, null],
  [DAY_MS, 'the clock a day on'],
]

/** What nobody of the account does, or does somewhere else. */
export const HAPPENINGS = {
  newcomer: (scene, account) => {
    const { random, simulation } = scene
    // At the end of the order in which audiences are frozen.
    const contactId = `z${String(random.int(10 ** 9)).padStart(25, '0')}`
    const identity = `+97252${String(random.int(10 ** 7)).padStart(7, '0')}`
    const facts = {
      firstName: 'New',
      country: 'IL',
      consent: 'opted_in',
      stop: null,
      hasWritten: false,
    } as const
    insertPerson(runOn(scene, account), account.id, { contactId, identity, ...facts }, 0)
    simulation.checker.truth.countries.set(identity, 'IL')
  },
  leaver: (scene, account) => {
    const { contactId } = scene.random.pick(account.people)
    const run = runOn(scene, account)
    run('DELETE FROM contacts WHERE account_id = ? AND id = ?', account.id, contactId)
  },
  suspend: (scene, account) => close(scene, account, 'suspended', 'a suspension while sending'),
  deletion: (scene, account) =>
    close(scene, account, 'deleting', 'a deletion begins while sending'),
  disconnect: (scene, account) => {
    const run = runOn(scene, account)
    run("UPDATE connections SET state = 'disconnected' WHERE account_id = ?", account.id)
    noteWhileSending(scene, account, 'a disconnect while sending')
  },
  /** What Meta allows in a day grows; the product hears of it within minutes. */
  limitRaised: ({ simulation }, { portfolio }) => {
    if (portfolio?.tier !== 'TIER_4') return
    portfolio.tier = 'TIER_7'
    simulation.tally.note('a limit that is raised')
  },
  /** The owner leaves money for a few messages more, whatever is under way. */
  budgetLowered: (scene, account) => {
    const run = runOn(scene, account)
    const leftMicros = scene.controls.int(4) * 60_000
    run(
      `INSERT INTO message_budgets (account_id, stop_micros)
       SELECT ?1, ?2 + coalesce((SELECT sum(micros) FROM message_spending WHERE account_id = ?1), 0)
       WHERE true ON CONFLICT (account_id) DO UPDATE SET stop_micros = excluded.stop_micros`,
      ...[account.id, leftMicros],
    )
  },
  tokenDies: ({ simulation }, { numberId }) => simulation.meta.set(numberId, { isTokenDead: true }),
  quality: ({ simulation }, { numberId }) => {
    simulation.meta.set(numberId, { quality: 'RED' })
    simulation.tally.note('quality red')
  },
  key: ({ simulation }, account) =>
    simulation.request(account, 'rotate key', ({ deps, db }) =>
      startKeyRotation(deps, db, `user:${account.member.userId}`),
    ),
  clock: ({ simulation, random, profile }) => {
    if (!profile.clockJumps) return
    const [jumpMs, name] = random.pick(JUMPS)
    simulation.jump(jumpMs)
    if (name) simulation.tally.note(name)
  },
  deploy: ({ simulation, accounts, profile }) => {
    // What a deploy ends in the middle of a POST stays without an answer; in calm histories nothing does.
    if (profile.kill > 0) void simulation.deploy(accounts.map(({ id }) => id))
  },
  sync: ({ simulation }, { id: accountId, connectionId }) =>
    simulation.queues.chores.send({ type: 'templates.sync', accountId, connectionId }, 0),
  stranger: ({ simulation, random }, account) => {
    const queue = simulation.queues[random.pick(['sends', 'chores'] as const)]
    queue.send({ type: 'broadcast.send.of_tomorrow', accountId: account.id }, 0)
    simulation.tally.note('a job of another version')
  },
} as const satisfies Record<string, Happening>

const runOn =
  ({ databases }: Scene, { shard }: Account) =>
  (sql: string, ...values: unknown[]) =>
    databases[shard].run({ sql, values })

/** What arrives meanwhile is dropped: nothing is applied for a closed account. */
function close(scene: Scene, account: Account, state: string, name: Injected): void {
  const run = runOn(scene, account)
  run('UPDATE tenants SET state = ? WHERE account_id = ?', state, account.id)
  scene.simulation.checker.suspended.add(account.id)
  noteWhileSending(scene, account, name)
}

function noteWhileSending({ simulation }: Scene, account: Account, name: Injected): void {
  const { scheduler, tally } = simulation
  const isSending = isAtWork(scheduler.running, 'broadcast.send', { id: 0, accountId: account.id })
  if (isSending) tally.note(name)
}
