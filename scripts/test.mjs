// `npm test`: everything that can be checked by a machine, from a bare clone. `npm run check` (--fast)
// leaves out what takes long: journeys through the whole product, and the browser.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
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

  await step('format and lint', () => tool('biome', 'ci', '--error-on-warnings', '.'))
  await step('import arrows', () => tool('node', 'scripts/arrows.mjs'))
  await step('build', build)
  for (const program of programs())
    await step(`types of ${program}`, () => tool('tsc', '-p', program))
  await step('tests in workerd', () => vitest('worker'))
  await step('tests in Node', () => vitest('node'))
  await step('deployment, dry run', () => tool('node', 'scripts/deploy.mjs', '--dry-run'))
  // One after the other: a machine with two cores would make both late.
  if (!isFast) {
    await step('bugs put in, kill points', () => vitest('simulation'))
    await step('5,000 seeded histories', () =>
      tool('node', 'scripts/simulate.mjs', '--histories', '5000'),
    )
    await step('journeys', () => vitest('flows'))
    await step('torture', () => vitest('torture'))
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
  return vitest('browser')
}

async function vitest(project) {
  const results = join(RESULTS, `${project}.json`)
  const { code, output } = await execute('vitest', [
    ...['run', '--config', 'tests/vitest.config.mts', '--project', project],
    ...['--silent=passed-only', '--reporter=dot'],
    ...['--reporter=json', `--outputFile.json=${results}`],
  ])
  const { passed, failed } = countsIn(results)
  // An error outside all tests fails the run too, and must not hide behind their count.
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, output }
}

function countsIn(results) {
  if (!existsSync(results)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
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
