import { bundleSimulation } from './bundle.mjs'

export async function setup(): Promise<void> {
  await bundleSimulation()
}
