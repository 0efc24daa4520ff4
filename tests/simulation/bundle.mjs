import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../scripts/build.mjs'
import { simulated } from './scaled-limits.mjs'

const FOLDER = join(ROOT, 'dist/simulation')

/** Runs histories, hunts mutations, kills everywhere: see its options. */
export const PROGRAM = join(FOLDER, 'simulate.js')

/** One file: loading packages one by one costs more than the first histories. */
export const bundleSimulation = () =>
  build({
    ...simulated,
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: 'tests/simulation/simulate.ts',
      outDir: FOLDER,
      emptyOutDir: true,
      minify: false,
    },
  })
