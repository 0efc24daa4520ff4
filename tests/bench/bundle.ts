// How large the app worker is as it is uploaded, compressed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../../scripts/build.mjs'
import type { Report } from './rig/rig.ts'

export function measure(report: Report) {
  const bundle = readFileSync(join(ROOT, 'dist/workers/app/index.js'))
  report('worker.app_kb', gzipSync(bundle).length / 1000, 'kB')
}
