import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildUi } from '../../scripts/build.mjs'
import { findChromium, serveChromium } from '../../scripts/chromium.mjs'
import { openDemo } from '../../scripts/demo.mjs'
import { openWorld, type World } from '../support/runtime'

declare module 'vitest' {
  export interface ProvidedContext {
    url: string
    simulatorUrl: string
    chromium: string
    /** Cookies of the demo's owner: an account with everything in it. */
    demoOwner: Record<string, string>
  }
}

/** One product and one browser for all files: starting them is what takes long. */
export default async function openShared(project: TestProject) {
  await buildUi()
  // Unpacking it moves this process's temporary folder for a moment, in which nothing else may start.
  await findChromium()
  const [world, chromium] = await Promise.all([openWorld(), serveChromium()])
  project.provide('url', world.url)
  project.provide('simulatorUrl', world.simulator.url)
  project.provide('chromium', chromium.wsEndpoint())
  project.provide('demoOwner', await seedDemo(world))
  return async () => {
    await chromium.close()
    await world.stop()
  }
}

async function seedDemo(world: World): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'proconnect-demo-'))
  try {
    const { url, simulator } = world
    const demo = await openDemo({ url, simulatorUrl: simulator.url, folder })
    await demo.seed(() => {})
    return demo.cookies()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
