import type { MetaState } from './state'

export type Env = {
  META: DurableObjectNamespace<MetaState>
  /** The product's app worker; some tests run without it, and webhooks then wait. */
  APP?: Fetcher
  META_APP_ID: string
  META_APP_SECRET: string
  META_VERIFY_TOKEN: string
  /** As the product knows it; tests of the simulator alone leave it out. */
  ACCESS_AUD?: string
}
