import { logFailure } from '../lib/log'
import { type Clock, sleep, systemClock } from '../lib/time'
import { type Config, readConfig } from './config'
import { type KeyStore, openKeyStore } from './crypto/data-keys'
import { openReceiptSigner, type ReceiptSigner } from './crypto/receipts'
import { openKeks } from './crypto/wrapping'
import { type Databases, openDatabases } from './db'
import { type GraphClient, openGraph } from './graph/client'
import { type LivePublisher, type LiveRoomStub, openLivePublisher } from './live/publisher'
import { type EmailBinding, type Mailer, openMailer } from './mail/mailer'
import { type DeletionStub, type Deletions, openDeletions } from './objects/deletion'
import { type Jobs, openJobs } from './queues/send'

/** Everything outside that operations may touch; each names the members it uses. */
export type Deps = {
  config: Config
  clock: Clock
  /** Waits; only the sender does, for its place in time. */
  sleep(ms: number): Promise<void>
  /** A number in [0, 1), for jitter. */
  random(): number
  db: Databases
  files: R2Bucket
  keys: KeyStore
  graph: GraphClient
  mailer: Mailer
  jobs: Jobs
  live: LivePublisher
  deletions: Deletions
  receipts: ReceiptSigner
  /** Has the consumer send one single message now; the sweep does it later when that fails. */
  deliverOne(accountId: string, messageId: string): Promise<void>
}

/** What both workers bind. */
export type SharedEnv = {
  DIRECTORY: D1Database
  FILES: R2Bucket
  SENDS: Queue
  EVENTS: Queue
  CHORES: Queue
  EMAIL: EmailBinding
  /** Only the app binds it: the consumer is it. */
  CONSUMER?: { deliverOne(accountId: string, messageId: string): Promise<void> }
  LIVE_ROOM: { getByName(name: string): LiveRoomStub }
  DELETION: { getByName(name: string): DeletionStub }
}

/** Turns an environment into Deps, once per event; throws a ConfigError that names what is missing. */
export function openDeps(env: SharedEnv): Deps {
  const config = readConfig(env)
  return {
    config,
    clock: systemClock,
    sleep,
    random: Math.random,
    db: openDatabases(env),
    files: env.FILES,
    keys: openKeyStore(env.FILES, openKeks(config.keks, config.currentKek)),
    graph: openGraph(config),
    mailer: openMailer(env.EMAIL, config.MAIL_FROM),
    jobs: openJobs(env),
    live: openLivePublisher(env.LIVE_ROOM),
    deletions: openDeletions(env.DELETION),
    receipts: openReceiptSigner(config.RECEIPT_KEY),
    deliverOne: async (accountId, messageId) => {
      try {
        await env.CONSUMER?.deliverOne(accountId, messageId)
      } catch (error) {
        // The row is written; a consumer that is being deployed gets it by the sweep.
        logFailure('message.not_delivered_at_once', error)
      }
    },
  }
}
