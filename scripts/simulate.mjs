// `npm run simulate -- --histories N --seed S`: the seeded simulation of sending, on all cores. History
// number n is always the same one in one build, whose name ends the report; `--trace` prints every step of it. What went wrong on purpose is counted;
// tests/simulation/coverage.ts says what has to.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { bundleSimulation } from '../tests/simulation/bundle.mjs'

/** The first failures tell enough. */
const MOST_SHOWN = 10

/** So many histories must have met every fault of tests/simulation/coverage.ts. */
const ENOUGH = 5_000

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '10000' },
    trace: { type: 'boolean', default: false },
    'kill-at': { type: 'string' },
  },
})
const first = Number(values.seed)
const histories = Number(values.histories)

const program = await bundleSimulation()

const startedAt = Date.now()
const processes = values.trace ? 1 : Math.min(availableParallelism(), histories)
const total = { done: 0, steps: 0, posts: 0, failed: 0 }
const injected = {}
await Promise.all(Array.from({ length: processes }, (_, at) => runShare(at)))
const seconds = (Date.now() - startedAt) / 1000
console.log(
  `${total.done} histories clean, ${total.failed} failed; ${total.steps} steps, ${total.posts} messages, ${seconds.toFixed(1)} s; ${basename(program)}`,
)
const counts = Object.entries(injected)
const missing = counts.filter(([, count]) => count === 0).map(([name]) => name)
if (!values.trace) console.log(`injected: ${counts.map((one) => one.join(' ')).join(', ')}`)
const isTooFew = total.done >= ENOUGH && missing.length > 0
if (isTooFew) console.log(`never injected, so not tested: ${missing.join(', ')}`)
if (total.failed > 0 || isTooFew) process.exitCode = 1

/** Each process takes every n-th history. */
async function runShare(at) {
  const share = Math.floor((histories - at + processes - 1) / processes)
  const args = ['--seed', first + at, '--histories', share, '--every', processes].map(String)
  const killAt = values['kill-at']
  const more = [...(values.trace ? ['--trace'] : []), ...(killAt ? ['--kill-at', killAt] : [])]
  const child = spawn(process.execPath, ['--no-warnings', program, ...args, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let isWhole = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) {
      console.log(line)
      continue
    }
    const {
      failed,
      message,
      done = 0,
      steps = 0,
      posts = 0,
      injected: mine = {},
    } = JSON.parse(line)
    for (const [name, count] of Object.entries(mine)) injected[name] = (injected[name] ?? 0) + count
    if (failed !== undefined) {
      total.failed++
      if (total.failed <= MOST_SHOWN) console.log(message)
    }
    isWhole ||= failed === undefined
    total.done += done
    total.steps += steps
    total.posts += posts
  }
  await ended
  // Its last line is missing: it died, and what it had not run yet is not clean.
  if (!isWhole) total.failed += share
}
