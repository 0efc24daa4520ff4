// What `npm run dev` adds to `npm start`.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './build.mjs'
import { nextFreePort } from './ports.mjs'

const VITE_PORT = 5173
/** Editors write a file in several steps. */
const SETTLE_MS = 200

/** Vite with reload; what workers answer is handed on to `origin`. */
export async function openVite(origin) {
  process.env.PROCONNECT_ORIGIN = origin
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(ROOT, 'ui/vite.config.ts'),
    server: { host: '127.0.0.1', port: await nextFreePort(VITE_PORT), strictPort: true },
    logLevel: 'warn',
  })
  await vite.listen()
  return { url: `http://localhost:${vite.config.server.port}`, close: () => vite.close() }
}

/** Calls `rebuild` after sources of a worker changed; never twice at once. */
export function watchWorkers(rebuild) {
  let timer
  let running = Promise.resolve()
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(rebuild)
    }, SETTLE_MS)
  }
  for (const folder of ['worker', 'tests/simulator']) {
    watch(join(ROOT, folder), { recursive: true }, changed)
  }
}
