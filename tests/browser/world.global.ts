import type { TestProject } from 'vitest/node'
import { buildUi } from '../../scripts/build.mjs'
import { serveChromium } from '../../scripts/chromium.mjs'
import { openWorld } from '../support/runtime'

declare module 'vitest' {
  export interface ProvidedContext {
    url: string
    simulatorUrl: string
    chromium: string
  }
}

/** One product and one browser for all files: starting them is what takes long. */
export default async function openShared(project: TestProject) {
  await buildUi()
  const [world, chromium] = await Promise.all([openWorld(), serveChromium()])
  project.provide('url', world.url)
  project.provide('simulatorUrl', world.simulatorUrl ?? '')
  project.provide('chromium', chromium.wsEndpoint())
  return async () => {
    await chromium.close()
    await world.stop()
  }
}
