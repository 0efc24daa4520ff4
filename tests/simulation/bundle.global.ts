import type { TestProject } from 'vitest/node'
import { bundleSimulation } from './bundle.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** The bundled simulation; see `simulate.ts` for its options. */
    simulation: string
  }
}

export async function setup({ provide }: TestProject): Promise<void> {
  provide('simulation', await bundleSimulation())
}
