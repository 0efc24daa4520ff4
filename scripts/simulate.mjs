// `npm run simulate -- --histories N --seed S`: the seeded simulation of sending, on all cores. History
// number n is always the same one; `--trace` prints every step of it.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { simulated } from '../tests/simulation/scaled-limits.mjs'
import { ROOT } from './build.mjs'

const FOLDER = join(ROOT, 'dist/simulation')

/** The first failures tell enough. */
const MOST_SHOWN = 10

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '10000' },
    trace: { type: 'boolean', default: false },
  },
})
const first = Number(values.seed)
const histories = Number(values.histories)

await build({
  ...simulated,
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  // One file: half the time went into how Node resolves and loads packages.
  ssr: { noExternal: true },
  build: { ssr: 'tests/simulation/simulate.ts', outDir: FOLDER, emptyOutDir: true, minify: false },
})

const startedAt = Date.now()
const processes = values.trace ? 1 : Math.min(availableParallelism(), histories)
const total = { done: 0, steps: 0, posts: 0, failed: 0 }
await Promise.all(Array.from({ length: processes }, (_, at) => runShare(at)))
const seconds = (Date.now() - startedAt) / 1000
console.log(
  `${total.done} histories clean, ${total.failed} failed; ${total.steps} steps, ${total.posts} messages, ${seconds.toFixed(1)} s`,
)
if (total.failed > 0) process.exitCode = 1

/** Each process takes every n-th history. */
async function runShare(at) {
  const share = Math.floor((histories - at + processes - 1) / processes)
  const args = ['--seed', first + at, '--histories', share, '--every', processes].map(String)
  const child = spawn(
    process.execPath,
    ['--no-warnings', join(FOLDER, 'simulate.js'), ...args, ...(values.trace ? ['--trace'] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise((resolve) => child.once('close', resolve))
  let isWhole = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) {
      console.log(line)
      continue
    }
    const { failed, message, done = 0, steps = 0, posts = 0 } = JSON.parse(line)
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
