import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSimulator } from './running'
import { admin, eventually, openStore, reminder } from './store'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Starts the simulator as a group of processes and answers its address and how to end it. */
async function startGroup() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.mjs'), folder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('The simulator did not start')
  const lines = createInterface({ input: child.stdout })
  const [url] = (await once(lines, 'line')) as [string]
  const kill = async () => {
    process.kill(-pid, 'SIGKILL')
    await once(child, 'exit')
  }
  return { url, kill }
}

it('forgets nothing it has answered when it is killed, and goes on telling', async () => {
  const group = await startGroup()
  const store = await openStore(
    // What the killed process told, nobody hears.
    { url: group.url, product: { received: [] } },
    { numbers: [{ throughput: 'HIGH' }] },
    { statusDelaysMs: { sent: 1500, delivered: 1500, read: 1500 } },
  )
  const answered: string[] = []
  const sendUntilKilled = async (_: unknown, lane: number) => {
    for (let i = 0; ; i++) {
      const { json } = await store.send(reminder(`+9725${lane}${1_000_000 + i}`))
      const [message] = json.messages as { id: string }[]
      if (message) answered.push(message.id)
    }
  }
  const sending = Promise.allSettled(Array.from({ length: 8 }, sendUntilKilled))
  await eventually(() => answered.length > 100)
  await group.kill()
  await sending

  const simulator = await startSimulator({ persist: folder })
  try {
    const log = await admin(simulator.url, 'GET', `log?phoneNumberId=${store.phoneNumberId}`)
    const logged = new Set((log.items as { wamid: string }[]).map(({ wamid }) => wamid))
    expect(answered.filter((wamid) => !logged.has(wamid))).toEqual([])

    const told = () =>
      simulator.product.received
        .flatMap(({ json }) => json.entry)
        .flatMap(({ changes }) => changes.flatMap(({ value }) => value.statuses ?? []))
    await eventually(() => told().filter(({ status }) => status === 'read').length >= logged.size)
    expect(new Set(told().map(({ id }) => id))).toEqual(logged)
  } finally {
    await simulator.stop()
  }
})
