import type { D1Migration } from '@cloudflare/vitest-pool-workers'
import type { SharedEnv } from '../../worker/boundary/deps'

export type TestEnv = SharedEnv & {
  DATA_0: D1Database
  DATA_1: D1Database
  DIRECTORY_MIGRATIONS: D1Migration[]
  DATA_MIGRATIONS: D1Migration[]
  /** Mails that were sent: `GET /?to=`. */
  MAILS: Fetcher
}
