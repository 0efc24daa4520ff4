// `npm test`: everything that can be checked by a machine, from a bare clone. `npm run check` (--fast)
// leaves out what takes long: journeys through the whole product, and the browser.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { BIN, buildUi, bundleWorkers, ROOT, toolEnv } from './build.mjs'
import { preflight } from './preflight.mjs'
import { main, option } from './report.mjs'

const RESULTS = join(ROOT, 'dist', 'test-results')

const isFast = option('fast') === true
const total = { passed: 0, failed: 0 }

await main(async () => {
  if (!(await preflight(console.log))) return
  rmSync(RESULTS, { recursive: true, force: true })
  mkdirSync(RESULTS, { recursive: true })

  await step('format and lint', () =>
    tool('biome', 'ci', '--colors=off', '--error-on-warnings', '.'),
  )
  await step('import arrows', () => tool('node', 'scripts/arrows.mjs'))
  await step('build', build)
  for (const program of programs())
    await step(`types of ${program}`, () => tool('tsc', '-p', program))
  await step('tests in workerd', () => inTwoRuntimes('worker'))
  await step('tests in Node', () => vitest('node'))
  await step('deployment, dry run', () => tool('node', 'scripts/deploy.mjs', '--dry-run'))
  // One after the other: a machine with two cores would make both late.
  if (!isFast) {
    await step('bugs put in, kill points', () => vitest('simulation'))
    await step('5,000 seeded histories', () =>
      tool('node', 'scripts/simulate.mjs', '--histories', '5000'),
    )
    await step('journeys', () => inRealTime('flows'))
    await step('torture', () => inRealTime('torture'))
    await step('browser', browser)
  }
  console.log(`${total.passed} passed, ${total.failed} failed`)
  if (total.failed > 0) process.exitCode = 1
})

/** Each tsconfig is a program with types of its own: workers, browser, Node, tests in workerd … */
function programs() {
  const folders = readdirSync(join(ROOT, 'tests'), { withFileTypes: true })
  const inTests = folders.flatMap((entry) => {
    if (/^tsconfig\..*json$/.test(entry.name)) return [`tests/${entry.name}`]
    const isProgram = existsSync(join(ROOT, 'tests', entry.name, 'tsconfig.json'))
    return isProgram ? [`tests/${entry.name}`] : []
  })
  return ['worker', 'ui', ...inTests]
}

/** Runs one step and tells in one line how it went; what a failure printed follows. */
async function step(name, run) {
  const startedAt = Date.now()
  const { passed, failed, output } = await run()
  total.passed += passed
  total.failed += failed
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  const counts = passed + failed > 1 ? `, ${passed} passed, ${failed} failed` : ''
  console.log(`${failed > 0 ? '✗' : '✓'} ${name} (${seconds} s${counts})`)
  if (failed > 0) console.log(`\n${output.trim()}\n`)
}

/** A tool whose exit code is its verdict. */
async function tool(name, ...args) {
  const { code, output } = await execute(name, args)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}

async function build() {
  try {
    await Promise.all([buildUi(), bundleWorkers()])
    return { passed: 1, failed: 0, output: '' }
  } catch (error) {
    return { passed: 0, failed: 1, output: error.message }
  }
}

async function browser() {
  const { findChromium } = await import('./chromium.mjs')
  await findChromium()
  return inRealTime('browser')
}

async function vitest(project) {
  const { code, output, files } = await runFiles(project)
  return { ...verdictOf(code, files), output, files }
}

/** A runtime has one thread, and its files share it: each half gets a runtime of its own. */
async function inTwoRuntimes(project) {
  const halves = await Promise.all(
    [1, 2].map((half) => runFiles(project, [`--shard=${half}/2`], `${project}-${half}`)),
  )
  const files = halves.flatMap((half) => half.files)
  const code = halves.find((half) => half.code !== 0)?.code ?? 0
  return { ...verdictOf(code, files), output: halves.map(({ output }) => output).join('\n') }
}

/**
 * For tests that wait for a real browser, real processes and real seconds: a file that failed is run
 * once more, alone. What fails both times is broken; what passes then was late, and is named in the
 * output with what it printed, so that somebody mends it.
 */
async function inRealTime(project) {
  const first = await vitest(project)
  const late = first.files.filter(({ failed }) => failed > 0).map(({ file }) => file)
  if (late.length === 0) return first
  const second = await runFiles(project, late)
  console.log(
    `~ ${project}: run again, alone: ${late.map((file) => relative(ROOT, file)).join(', ')}`,
  )
  console.log(`\n${first.output.trim()}\n`)
  const others = first.files.filter(({ failed }) => failed === 0)
  return { ...verdictOf(second.code, [...others, ...second.files]), output: second.output }
}

function verdictOf(code, files) {
  const total = (key) => files.reduce((sum, file) => sum + file[key], 0)
  const failed = total('failed')
  // An error outside all tests fails the run too, and must not hide behind their count.
  const isBroken = failed === 0 && (code !== 0 || files.length === 0)
  return { passed: total('passed'), failed: isBroken ? 1 : failed }
}

async function runFiles(project, only = [], name = project) {
  const results = join(RESULTS, `${name}.json`)
  rmSync(results, { force: true })
  const { code, output } = await execute('vitest', [
    ...['run', '--config', 'tests/vitest.config.mts', '--project', project],
    ...['--silent=passed-only', '--reporter=dot'],
    ...['--reporter=json', `--outputFile.json=${results}`],
    ...only,
  ])
  return { code, output, files: filesIn(results) }
}

/** How each file of tests went; one that broke outside its tests counts as one failure. */
function filesIn(results) {
  if (!existsSync(results)) return []
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'))
  return testResults.map(({ name: file, status, assertionResults }) => {
    const having = (state) => assertionResults.filter((test) => test.status === state).length
    const failed = having('failed')
    const isBroken = status === 'failed' && failed === 0
    return { file, passed: having('passed'), failed: isBroken ? 1 : failed }
  })
}

function execute(name, args) {
  const child = spawn(join(BIN, name), args, {
    cwd: ROOT,
    env: { ...toolEnv, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ code: 1, output: message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}
