import type { D1Migration } from '@cloudflare/vitest-pool-workers'
import type { ConsumerEnv } from '../../worker/consumer/dispatch'

/** Both workers' bindings: the consumer's jobs run in the tests themselves. */
export type TestEnv = ConsumerEnv & {
  DATA_0: D1Database
  DATA_1: D1Database
  DIRECTORY_MIGRATIONS: D1Migration[]
  DATA_MIGRATIONS: D1Migration[]
  /** Mails that were sent: `GET /?to=`. */
  MAILS: Fetcher
}
