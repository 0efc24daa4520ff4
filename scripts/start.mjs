// `npm start`: installs and builds what is missing, starts everything, prints where it is.
// `npm run dev` (--dev) adds Vite with reload and takes changed workers into use.
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildUi, bundleWorkers, ROOT } from './build.mjs'
import { openConsole } from './console.mjs'
import { isFree, nextFreePort } from './ports.mjs'
import { preflight } from './preflight.mjs'
import {
  endDescendants,
  endProcesses,
  forgetProcesses,
  onParentGone,
  recordedProcesses,
  recordProcesses,
} from './processes.mjs'
import { ExpectedError, main, option } from './report.mjs'
import { ensureDevVars, readDevVars } from './secrets.mjs'

/** Another folder is another ProConnect beside this one: `--state FOLDER`. */
const HOME = resolve(String(option('state') ?? join(ROOT, '.wrangler')))
const STATE = join(HOME, 'state')
const PROCESSES = join(HOME, 'running.json')
const LOG = join(HOME, 'start.log')
const USUAL_PORT = 8787
const MINUTE_MS = 60_000

const out = openConsole({ json: option('json') === true })

await main(async () => {
  if (!(await preflight(out.say))) return
  const stopper = onStop()
  clearTheWay()
  if (option('fresh')) rmSync(STATE, { recursive: true, force: true })
  if (ensureDevVars(ROOT)) out.say('Made .dev.vars with new secrets.')
  const port = await choosePort()

  const isDev = option('dev') === true
  out.say('Building …')
  await Promise.all([bundleWorkers(), ...(isDev ? [] : [buildUi()])])
  const runtime = await startWorkers(port)
  stopper.beforeExit(runtime.stop)
  const url = isDev ? await startVite(runtime, stopper) : runtime.url
  recordProcesses(PROCESSES, { url, simulatorUrl: runtime.simulatorUrl })
  await checkConfiguration(url)

  const { openDemo } = await import('./demo.mjs')
  const demo = await openDemo({ url, simulatorUrl: runtime.simulatorUrl, folder: STATE })
  out.ready({ url, ownerLink: await demo.inviteOwner(), simulatorUrl: runtime.simulatorUrl })
  tickEachMinute(runtime, stopper)
  try {
    await reviewQuickly(runtime.simulatorUrl)
    await demo.seed(out.progress)
  } catch (error) {
    // ProConnect itself runs; and when it is just being stopped, there is nothing to report.
    if (!stopper.isStopping()) out.say(`The demo is incomplete: ${error.message}`)
  }
})

/** Templates that are handed in are approved while one still looks, instead of within a day. */
async function reviewQuickly(simulatorUrl) {
  const { openSimulator } = await import('./api.mjs')
  await openSimulator(simulatorUrl).put('/dials', { dials: { templateReviewMs: 15_000 } })
}

/** Ctrl-C, a kill, or the end of the process that started us: everything ends, once. */
function onStop() {
  const steps = []
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    await Promise.allSettled(steps.map((step) => step()))
    endDescendants()
    forgetProcesses(PROCESSES)
    process.exit(0)
  }
  const listen = () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      // Miniflare listens too, and would exit before we are done.
      process.removeAllListeners(signal)
      process.on(signal, stop)
    }
  }
  listen()
  process.on('disconnect', stop)
  onParentGone(stop)
  const beforeExit = (step) => {
    steps.push(step)
    listen()
  }
  return { beforeExit, isStopping: () => isStopping }
}

/** One folder, one runtime: two would write the same databases. */
function clearTheWay() {
  const earlier = recordedProcesses(PROCESSES)
  if (earlier?.isRunning) {
    throw new ExpectedError(
      `ProConnect already runs on this state: ${earlier.url} (process ${earlier.pid}). Stop it first, or choose another folder with --state.`,
    )
  }
  // What outlived a killed start would hold on to its state.
  if (earlier) endProcesses(earlier.living)
}

async function choosePort() {
  const wanted = option('port')
  if (wanted === undefined) {
    const port = await nextFreePort(USUAL_PORT)
    if (port !== USUAL_PORT) out.say(`Port ${USUAL_PORT} is taken, so this is ${port}.`)
    return port
  }
  const port = Number(wanted)
  if (!Number.isInteger(port) || port < 1 || port > 65_534) {
    throw new ExpectedError(`--port wants a number from 1 to 65534, not ${wanted}.`)
  }
  if (await isFree(port)) return port
  throw new ExpectedError(
    `Port ${port} is taken by another program. Choose another one, or leave --port out: then the next free one is used.`,
  )
}

async function startWorkers(port) {
  const { startRuntime } = await import('./runtime.mjs')
  mkdirSync(STATE, { recursive: true })
  const log = createWriteStream(LOG)
  return startRuntime({
    port,
    simulatorPort: await nextFreePort(port + 1),
    persist: STATE,
    vars: readDevVars(ROOT),
    onLog: ({ message }) => log.write(`${message}\n`),
  })
}

/** A missing secret is found here, in words, and not by the first visitor. */
async function checkConfiguration(url) {
  const answer = await fetch(`${url}/healthz`)
  if (answer.ok) return
  throw new ExpectedError(`ProConnect can't start: ${(await answer.text()).trim()}`)
}

/**
 * Cron, which no local runtime has: at once, since a kill may have left something, then each minute. A
 * tick that takes longer than a minute is not overtaken.
 */
function tickEachMinute(runtime, stopper) {
  let isTicking = false
  const tick = async () => {
    if (isTicking || stopper.isStopping()) return
    isTicking = true
    try {
      await runtime.tick()
    } catch (error) {
      if (!stopper.isStopping()) out.say(`The minute's chores failed: ${error.message}`)
    }
    isTicking = false
  }
  void tick()
  setInterval(tick, MINUTE_MS)
}

async function startVite(runtime, stopper) {
  const { watchWorkers, openVite } = await import('./dev.mjs')
  const vite = await openVite(runtime.url)
  stopper.beforeExit(vite.close)
  watchWorkers(async () => {
    try {
      await bundleWorkers()
      await runtime.reload()
      recordProcesses(PROCESSES, { url: vite.url, simulatorUrl: runtime.simulatorUrl })
      out.say('Workers reloaded.')
    } catch (error) {
      out.say(error.message)
    }
  })
  return vite.url
}
