import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { openDeps } from '../../worker/boundary/deps'
import type { TestEnv } from '../support/env'

it('offers every bound shard to new accounts', () => {
  expect(openDeps(env as TestEnv).db.shards).toEqual(['DATA_0', 'DATA_1'])
})
