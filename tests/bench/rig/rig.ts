import { fork } from 'node:child_process'
import { join } from 'node:path'
import { openBrowser, openSimulator, signUp } from '../../../scripts/api.mjs'
import { ROOT, run, WORKERS } from '../../../scripts/build.mjs'
import { startRuntime } from '../../../scripts/runtime.mjs'
import { exampleOf, filledExample, parseVars } from '../../../scripts/secrets.mjs'
import { addCounts, type Counts } from './counts.ts'
import type { Stats, StatusTarget } from './stub-graph.ts'

export type Report = (name: string, value: number, unit: string) => void
export type Rig = Awaited<ReturnType<typeof openRig>>
type Options = { counted?: boolean; stub?: Stub; inspectorPort?: number }

const COUNTED = 'dist/bench'

/** The built bundles in memory; with `counted` the same code in a wrapping that counts its costs. */
export async function openRig({ counted = false, stub, inspectorPort }: Options = {}) {
  if (counted) await Promise.all([bundleCounted('app'), bundleCounted('consumer')])
  const graph = stub ? { META_GRAPH_URL: stub.url, META_APP_ID: stub.appId } : {}
  const vars: Record<string, string> = { ...parseVars(filledExample(exampleOf(ROOT))), ...graph }
  const runtime = await startRuntime({
    vars,
    ...(counted && { bundles: COUNTED }),
    ...(inspectorPort && { inspectorPort }),
  })
  const simulator = openSimulator(runtime.simulatorUrl ?? '')
  const consumer = await runtime.miniflare.getWorker(WORKERS.consumer.name)
  let jobs = 0
  return {
    ...runtime,
    vars,
    simulator,
    consumer,
    /** Read and written without being counted. */
    data: await runtime.miniflare.getD1Database('DATA_0', WORKERS.app.name),
    /** One more consumer with a message of its own: a local queue runs one batch at a time. */
    runJob: async (queue: string, body: object) => {
      const id = `bench-${++jobs}`
      await consumer.queue(queue, [{ id, timestamp: new Date(), body, attempts: 1 }])
    },
    signUp: async () => {
      const browser = openBrowser(runtime.url)
      await signUp(browser, simulator, person())
      return browser
    },
    counts: async (): Promise<Counts> => {
      const { url } = runtime
      // Both workers answer with Counts: tests/bench/counted.
      const [one, two] = (await Promise.all([
        fetch(`${url}/counts`).then((answer) => answer.json()),
        consumer.fetch('http://consumer/').then((answer) => answer.json()),
      ])) as [Counts, Counts]
      return addCounts(one, two)
    },
  }
}

const bundleCounted = (key: 'app' | 'consumer') =>
  run('wrangler', [
    ...['deploy', `tests/bench/counted/${key}/index.ts`, '--dry-run', '-c', WORKERS[key].config],
    ...['--outdir', join(ROOT, COUNTED, 'workers', key)],
  ]).then(() => undefined)

let people = 0
const person = () => ({
  name: 'Bench',
  email: `bench${++people}@shop.example`,
  phone: '+972 54-555-0100',
  businessName: 'Bench',
  language: 'en',
  timeZone: 'Asia/Jerusalem',
  country: 'IL',
})

export type Stub = Awaited<ReturnType<typeof openStub>>

/** Graph in a process of its own, answering each message after `latencyMs`. */
export async function openStub(latencyMs: number, throughput: 'STANDARD' | 'HIGH' = 'HIGH') {
  const appId = '770000000000001'
  const args = [String(latencyMs), appId, throughput]
  const child = fork(join(import.meta.dirname, 'stub-graph.ts'), args)
  const port = await new Promise<number>((resolve) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
  })
  // It ends with us, however we end.
  child.unref()
  child.channel?.unref()
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    appId,
    /** What this stub knows of a customer, as `connectNumber` wants it. */
    business: {
      wabaId: '102290129340398',
      numbers: [{ id: '106540352242922' }],
      accessToken: 'EAAstubstubstubstubstubstub',
    },
    stats: async (): Promise<Stats> => (await fetch(`${url}/stats`)).json(),
    /** How many messages have come, without telling which. */
    count: async () => Number(await (await fetch(`${url}/count`)).text()),
    /** From now on, statuses of every message go to this webhook. */
    tellStatuses: (to: StatusTarget) =>
      fetch(`${url}/tell-statuses`, { method: 'POST', body: JSON.stringify(to) }),
    reset: async () => {
      await fetch(`${url}/reset`)
    },
    close: () => child.kill(),
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}
