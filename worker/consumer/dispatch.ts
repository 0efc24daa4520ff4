import type { Deps, SharedEnv } from '../boundary/deps'
import type { FrameBuilder } from '../boundary/live/room'
import type { EventsHandler, Handlers } from '../boundary/queues/consume'
import type { Verdict } from '../boundary/queues/jobs'
import { purgeAccounts } from '../features/accounts/jobs'
import { importSlice, sweepImports } from '../features/contacts/import-jobs'

const later = async (): Promise<Verdict> => ({ retryAfterSeconds: 60 })

export const handlers: Handlers<Deps> = {
  'broadcast.send': later,
  'broadcast.freeze': later,
  'broadcast.cancel': later,
  'broadcasts.sweep': later,
  'contacts.import': importSlice,
  'contacts.sweep': sweepImports,
  'templates.sync': later,
  'accounts.purge': purgeAccounts,
}

export const onEvents: EventsHandler<Deps> = async () => ({ failed: new Set() })

export const buildFrame: FrameBuilder<SharedEnv> = async () => null
