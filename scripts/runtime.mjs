// Starts the product's workers and the Meta simulator in workerd, from their own wrangler.toml files.
// Used by `npm start`, the browser and flow tests, and the benchmarks: they differ by options only.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, WORKERS } from './build.mjs'
import { freePort } from './ports.mjs'
import { isAlive } from './processes.mjs'

const CRON = '* * * * *'

/**
 * Starts everything and applies the migrations. Give `simulatorPort: null` to leave the simulator out
 * and say in `vars.META_GRAPH_URL` where Graph is. Leave `persist` out to keep all state in memory.
 * @param {{
 *   port?: number,
 *   simulatorPort?: number | null,
 *   persist?: string,
 *   vars: Record<string, string>,
 *   onLog?: (log: { message: string, level: string }) => void,
 *   onOutbound?: (url: URL) => void,
 *   bundles?: string,
 *   inspectorPort?: number,
 * }} options
 */
export async function startRuntime({ simulatorPort, ...options }) {
  const { Miniflare, convertV4MiniflareOptions } = await import('miniflare')
  const simulator = simulatorPort === undefined ? await freePort() : simulatorPort
  const ui = copyOfUi()
  const read = () => runtimeOptions({ ...options, ui, simulatorPort: simulator })
  const miniflare = new Miniflare(convertV4MiniflareOptions(await read()))
  const stop = async () => {
    await miniflare.dispose()
    rmSync(ui, { recursive: true, force: true })
  }
  try {
    const url = await miniflare.ready
    await migrate(miniflare)
    return {
      miniflare,
      // Browsers trust `localhost`, so cookies marked Secure work there without a certificate.
      url: `http://localhost:${url.port}`,
      simulatorUrl: simulator ? `http://localhost:${simulator}` : null,
      /** What cron does each minute in production; locally nothing does it by itself. */
      tick: async () => (await miniflare.getWorker(WORKERS.app.name)).scheduled({ cron: CRON }),
      /** Takes freshly built bundles into use; state stays. */
      reload: async () => miniflare.setOptions(convertV4MiniflareOptions(await read())),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * A build that happens meanwhile must not take the files away from pages that are open. The folder's
 * name holds the process, so that what a killed one left is found and removed.
 */
function copyOfUi() {
  const served = join(ROOT, 'dist', 'served')
  mkdirSync(served, { recursive: true })
  for (const name of readdirSync(served)) {
    if (!isAlive(Number.parseInt(name, 10))) rmSync(join(served, name), { recursive: true })
  }
  const copy = mkdtempSync(join(served, `${process.pid}-`))
  cpSync(join(ROOT, 'dist/ui'), copy, { recursive: true })
  return copy
}

/**
 * The same as options for Miniflare; `bundles` is the folder of other bundles than the usual ones, `ui`
 * that of other pages.
 */
export async function runtimeOptions(settings) {
  const { port, simulatorPort, persist, vars, onLog, onOutbound, bundles, inspectorPort, ui } =
    settings
  const { unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const { Log, LogLevel } = await import('miniflare')
  // The simulator is Meta, and the guard of the operator's desk.
  const simulated = `http://127.0.0.1:${simulatorPort}`
  // Where a person's browser finds its sign-up window.
  const shown = `http://localhost:${simulatorPort}`
  const graph = simulatorPort
    ? {
        META_GRAPH_URL: simulated,
        META_CONFIG_ID: '1000',
        META_SDK_URL: `${shown}/sdk.js`,
        META_LOGIN_ORIGINS: shown,
        ACCESS_TEAM_DOMAIN: simulated,
        ACCESS_AUD: 'local-desk',
      }
    : {}
  const workerOf = (key) => {
    const { workerOptions } = unstable_getMiniflareWorkerOptions(
      join(ROOT, WORKERS[key].config),
      undefined,
      // `.dev.vars` counts only where the caller says so.
      { envFiles: ['.no-file'] },
    )
    // Locally mail goes to the simulator's mailbox page instead of Cloudflare's e-mail service.
    const { email: _email, ...options } = workerOptions
    const mailbox = { EMAIL: { name: WORKERS.simulator.name, entrypoint: 'Mailbox' } }
    const folder = join(ROOT, key === 'simulator' ? 'dist' : (bundles ?? 'dist'), 'workers', key)
    const hasMail = key !== 'simulator' && simulatorPort
    return {
      ...options,
      ...(ui && options.assets && { assets: { ...options.assets, directory: ui } }),
      name: WORKERS[key].name,
      rootPath: folder,
      modules: [{ type: 'ESModule', path: join(folder, 'index.js') }],
      bindings: { ...options.bindings, ...graph, ...vars },
      serviceBindings: { ...options.serviceBindings, ...(hasMail && mailbox) },
      ...(onOutbound && key !== 'simulator' && { outboundService: passedOn(onOutbound) }),
    }
  }
  const simulator = simulatorPort && {
    ...workerOf('simulator'),
    unsafeDirectSockets: [{ host: '127.0.0.1', port: simulatorPort }],
  }
  return {
    host: '127.0.0.1',
    port: port ?? 0,
    cf: false,
    logRequests: false,
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: onLog ?? (() => {}),
    ...(persist && { resourcePersistencePath: persist }),
    ...(inspectorPort && { inspectorPort }),
    workers: [workerOf('app'), workerOf('consumer'), ...(simulator ? [simulator] : [])],
  }
}

/** Tells of each request that leaves a worker, and lets it go where it wants. */
const passedOn = (onOutbound) => async (request) => {
  const { fetch } = await import('miniflare')
  onOutbound(new URL(request.url))
  return fetch(request)
}

/** Applies the migrations that a database has not seen yet, in order, as wrangler would. */
export async function migrate(miniflare) {
  const databases = { DIRECTORY: 'migrations/directory', DATA_0: 'migrations/data' }
  for (const [binding, folder] of Object.entries(databases)) {
    const db = await miniflare.getD1Database(binding, WORKERS.app.name)
    await migrateDatabase(db, join(ROOT, folder))
  }
}

async function migrateDatabase(db, folder) {
  await db.exec(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TEXT DEFAULT CURRENT_TIMESTAMP)',
  )
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all()
  const applied = new Set(results.map(({ name }) => name))
  const names = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  for (const name of names.sort()) {
    if (applied.has(name)) continue
    const statements = readFileSync(join(folder, name), 'utf8').split('--> statement-breakpoint')
    await db.batch([
      ...statements.filter((text) => text.trim()).map((text) => db.prepare(text)),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ])
  }
}
