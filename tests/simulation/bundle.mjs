import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../scripts/build.mjs'
import { simulated } from './scaled-limits.mjs'

const FOLDER = join(ROOT, 'dist/simulation')

/**
 * One file: loading packages one by one costs more than the first histories. It is named by what is in
 * it, so that a run keeps its build, and a failing history its replay, when the code changes meanwhile.
 */
export async function bundleSimulation() {
  const { output } = await build({
    ...simulated,
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: 'tests/simulation/simulate.ts',
      outDir: FOLDER,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'simulate-[hash].js' } },
    },
  })
  await forgetOldBuilds()
  return join(FOLDER, output[0].fileName)
}

const DAY_MS = 86_400_000

async function forgetOldBuilds() {
  for (const name of await readdir(FOLDER)) {
    const path = join(FOLDER, name)
    const { mtimeMs } = await stat(path)
    if (mtimeMs < Date.now() - DAY_MS) await rm(path, { force: true })
  }
}
