// Builds what runs: the browser's files into dist/ui, each worker into dist/workers/<key>. Nothing is
// built twice from the same sources.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const BIN = join(ROOT, 'node_modules', '.bin')

/** For the tools we start: our own Node first (the machine's may be too old), and nothing sent home. */
export const toolEnv = {
  ...process.env,
  PATH: `${BIN}${delimiter}${process.env.PATH}`,
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_LOG: 'error',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

export const WORKERS = {
  app: { config: 'wrangler.toml', name: 'proconnect-app' },
  consumer: { config: 'worker/consumer/wrangler.toml', name: 'proconnect-consumer' },
  simulator: { config: 'tests/simulator/wrangler.toml', name: 'proconnect-simulator' },
}

const SHARED_SOURCES = ['package-lock.json', 'tsconfig.json']
const WORKER_SOURCES = [...SHARED_SOURCES, 'worker', 'wrangler.toml']
const UI_SOURCES = [...SHARED_SOURCES, 'ui', 'worker/contract']
/** Written by the build itself. */
const GENERATED = new Set(['ui/paraglide'])

/** Bundles workers as a deployment would, each into dist/workers/<key>/index.js. */
export async function bundleWorkers(keys = Object.keys(WORKERS)) {
  // The app's configuration names this folder, so wrangler wants it to exist.
  mkdirSync(join(ROOT, 'dist/ui'), { recursive: true })
  await Promise.all(keys.map(bundleWorker))
}

function bundleWorker(key) {
  const { config } = WORKERS[key]
  const sources = key === 'simulator' ? [...WORKER_SOURCES, 'tests/simulator'] : WORKER_SOURCES
  return buildOnce(`dist/workers/${key}`, sources, (folder) =>
    run('wrangler', ['deploy', '--dry-run', '-c', config, '--outdir', folder]),
  )
}

/** Builds the browser's files into dist/ui. */
export function buildUi() {
  const args = ['build', 'ui', '--emptyOutDir', '--logLevel', 'warn']
  // A test runner says that this is a test, and Vite would then leave development code in.
  const env = { NODE_ENV: 'production' }
  return buildOnce('dist/ui', UI_SOURCES, (folder) =>
    run('vite', [...args, '--outDir', folder], env),
  )
}

/** Runs a tool of ours; its output goes into the error when it fails. */
export async function run(tool, args, env = {}) {
  try {
    const options = { cwd: ROOT, env: { ...toolEnv, ...env }, maxBuffer: 2 ** 26 }
    return (await promisify(execFile)(join(BIN, tool), args, options)).stdout
  } catch (error) {
    const output = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.trim()
    throw new Error(`${tool} ${args[0]} failed:\n${output || error.message}`, { cause: error })
  }
}

/**
 * Builds into a folder beside `target` and then puts it in its place, so that a build that fails or
 * runs twice at once never leaves half a result.
 */
async function buildOnce(target, sources, build) {
  const stamp = join(ROOT, `${target}.hash`)
  const hash = hashOf(sources)
  const folder = join(ROOT, target)
  const isBuilt = existsSync(folder) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
  if (isBuilt) return false

  const fresh = `${folder}.${process.pid}.new`
  const old = `${folder}.${process.pid}.old`
  mkdirSync(dirname(folder), { recursive: true })
  try {
    await build(fresh)
    rmSync(stamp, { force: true })
    if (existsSync(folder)) renameSync(folder, old)
    renameSync(fresh, folder)
    writeFileSync(stamp, hash)
  } finally {
    for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true })
  }
  return true
}

function hashOf(sources) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesUnder)) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const full = join(ROOT, path)
  if (!existsSync(full) || GENERATED.has(path)) return []
  const entries = readdirSyncOrNull(full)
  if (entries === null) return [full]
  return entries.flatMap((entry) => filesUnder(join(path, entry.name)))
}

function readdirSyncOrNull(path) {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}
