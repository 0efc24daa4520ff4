// Starts the product's workers and the Meta simulator in workerd, from their own wrangler.toml files.
// Used by `npm start`, the browser and flow tests, and the benchmarks: they differ by options only.
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const BIN = join(ROOT, 'node_modules', '.bin')

export const WORKERS = {
  app: { config: 'wrangler.toml', name: 'proconnect-app' },
  consumer: { config: 'worker/consumer/wrangler.toml', name: 'proconnect-consumer' },
  simulator: { config: 'tests/simulator/wrangler.toml', name: 'proconnect-simulator' },
}

const quiet = {
  ...process.env,
  // The project's own Node comes first: the machine's may be too old for wrangler.
  PATH: `${BIN}${delimiter}${process.env.PATH}`,
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_LOG: 'error',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

/** Bundles workers as a deployment would, each into dist/workers/<key>/index.js. */
export async function bundleWorkers(keys = Object.keys(WORKERS)) {
  const bundle = (key) =>
    promisify(execFile)(
      join(BIN, 'wrangler'),
      [
        'deploy',
        '--dry-run',
        '-c',
        WORKERS[key].config,
        '--outdir',
        join(ROOT, 'dist/workers', key),
      ],
      { cwd: ROOT, env: quiet, maxBuffer: 2 ** 26 },
    )
  mkdirSync(join(ROOT, 'dist/ui'), { recursive: true })
  await Promise.all(keys.map(bundle))
}

/**
 * Options for Miniflare. `port` is the app's, `simulatorPort` the simulator's (null leaves it out:
 * then Graph is wherever `vars.META_GRAPH_URL` says). `persist` is a folder, or null for memory.
 */
export async function runtimeOptions({ port, simulatorPort, persist, vars, log }) {
  const { unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const graph = simulatorPort ? { META_GRAPH_URL: `http://127.0.0.1:${simulatorPort}` } : {}
  const workerOf = (key) => {
    const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, WORKERS[key].config))
    // Locally mail goes to the simulator's mailbox page instead of Cloudflare's e-mail service.
    const { email: _email, ...options } = workerOptions
    const mailbox = { EMAIL: { name: WORKERS.simulator.name, entrypoint: 'Mailbox' } }
    const hasMail = key !== 'simulator' && simulatorPort
    return {
      ...options,
      name: WORKERS[key].name,
      rootPath: join(ROOT, 'dist/workers', key),
      modules: [{ type: 'ESModule', path: join(ROOT, 'dist/workers', key, 'index.js') }],
      bindings: { ...options.bindings, ...vars, ...graph },
      serviceBindings: { ...options.serviceBindings, ...(hasMail && mailbox) },
    }
  }
  const simulator = simulatorPort && {
    ...workerOf('simulator'),
    unsafeDirectSockets: [{ host: '127.0.0.1', port: simulatorPort }],
  }
  return {
    host: '127.0.0.1',
    port,
    ...(log && { log }),
    ...(persist && { defaultPersistRoot: persist }),
    workers: [workerOf('app'), workerOf('consumer'), ...(simulator ? [simulator] : [])],
  }
}

/** Applies the migrations that a database has not seen yet, in order, as wrangler would. */
export async function migrate(miniflare) {
  const databases = { DIRECTORY: 'migrations/directory', DATA_0: 'migrations/data' }
  for (const [binding, folder] of Object.entries(databases)) {
    const db = await miniflare.getD1Database(binding, WORKERS.app.name)
    await migrateDatabase(db, join(ROOT, folder))
  }
}

export async function migrateDatabase(db, folder) {
  await db.exec(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TEXT DEFAULT CURRENT_TIMESTAMP)',
  )
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all()
  const applied = new Set(results.map(({ name }) => name))
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    if (applied.has(name)) continue
    const statements = readFileSync(join(folder, name), 'utf8').split('--> statement-breakpoint')
    await db.batch([
      ...statements.filter((text) => text.trim()).map((text) => db.prepare(text)),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ])
  }
}
