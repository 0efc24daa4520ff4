// The least that a webhook costs in workerd: check the signature, parse the JSON, answer.
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/build.mjs'
import { startRuntime } from '../../../scripts/runtime.mjs'

const WORKER = `
const key = (secret) => crypto.subtle.importKey('raw', new TextEncoder().encode(secret),
  { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
export default {
  async fetch(request, { META_APP_SECRET }) {
    const bytes = await request.arrayBuffer()
    const hex = request.headers.get('x-hub-signature-256').slice(7)
    const signature = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16))
    const isOurs = await crypto.subtle.verify('HMAC', await key(META_APP_SECRET), signature, bytes)
    JSON.parse(new TextDecoder().decode(bytes))
    return new Response('ok', { status: isOurs ? 200 : 401 })
  },
}`

const FLOOR = 'dist/floor'

/** In the app worker's own place, behind everything that the runtime puts in front of it. */
export async function openFloor(vars: Record<string, string>) {
  const folder = join(ROOT, FLOOR, 'workers')
  for (const key of ['app', 'consumer'] as const) {
    rmSync(join(folder, key), { recursive: true, force: true })
    cpSync(join(ROOT, 'dist/workers', key), join(folder, key), { recursive: true })
  }
  writeFileSync(join(folder, 'app', 'index.js'), WORKER)
  const { url, stop } = await startRuntime({ vars, bundles: FLOOR, simulatorPort: null })
  return { url, stop }
}
