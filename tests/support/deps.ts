import { env } from 'cloudflare:workers'
import { type Deps, openDeps } from '../../worker/boundary/deps'
import type { TestEnv } from './env'

/** The app's own dependencies on real bindings; `at` moves the clock, single members may be replaced. */
export function testDeps({ at, ...others }: { at?: number } & Partial<Deps> = {}): Deps {
  // The runner's environment is the app's plus what tests/vitest.config.mts adds.
  const deps = openDeps(env as TestEnv)
  return { ...deps, ...(at !== undefined && { clock: { now: () => at } }), ...others }
}
