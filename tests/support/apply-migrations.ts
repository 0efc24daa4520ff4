import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { TestEnv } from './env'

// The test runner's environment is the app's plus what tests/vitest.config.mts adds.
const { DIRECTORY, DATA_0, DATA_1, DIRECTORY_MIGRATIONS, DATA_MIGRATIONS } = env as TestEnv
await applyD1Migrations(DIRECTORY, DIRECTORY_MIGRATIONS)
await applyD1Migrations(DATA_0, DATA_MIGRATIONS)
await applyD1Migrations(DATA_1, DATA_MIGRATIONS)
