// worker.startup_ms: how long the modules of the app worker take to be read and run, in a fresh process of
// the same JavaScript engine; processor time, which a busy machine changes least. What Cloudflare gives its modules stands in for nothing: none is called.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../scripts/build.mjs'
import { median, type Report } from './rig/rig.ts'

const ROUNDS = 9

const MEASURE = `
import { registerHooks } from 'node:module'
const platform = 'class Base {}; export { Base as DurableObject, Base as WorkerEntrypoint }; export const env = {}'
registerHooks({
  resolve: (name, context, next) =>
    name.startsWith('cloudflare:')
      ? { url: 'data:text/javascript,' + encodeURIComponent(platform), shortCircuit: true }
      : next(name, context),
})
const before = process.cpuUsage()
await import(process.argv[1])
const { user, system } = process.cpuUsage(before)
console.log((user + system) / 1000)`

export async function measure(report: Report) {
  const bundle = join(ROOT, 'dist/workers/app/index.js')
  const took: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const args = ['--input-type=module', '-e', MEASURE, bundle]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    took.push(Number(stdout))
  }
  report('worker.startup_ms', median(took), 'ms')
}
