import { openKeyStore } from '../../worker/boundary/crypto/data-keys'
import { openKeks } from '../../worker/boundary/crypto/wrapping'
import type { Member } from '../../worker/boundary/http/context'
import {
  type ConsumerDeps,
  type ConsumerEnv,
  openConsumerDeps,
} from '../../worker/consumer/dispatch'
import { randomId, timeOrderedId } from '../../worker/lib/ids'
import { bindingsFor, type Platform } from './bindings'
import { type AccountControls, accountControls } from './controls'
import type { Meta } from './meta'
import type { Random } from './random'
import type { Task } from './scheduler'
import type { Databases } from './sqlite'

/** Values that only the simulation knows; of the right form, worth nothing. */
export const VARS = {
  META_APP_ID: '770000000000001',
  META_APP_SECRET: 'simulated-app-secret-0123456789',
  META_VERIFY_TOKEN: 'simulated-verify-token-0123456789',
  META_GRAPH_URL: 'http://graph.simulated',
  META_GRAPH_VERSION: 'v26.0',
  LINK_SECRET: 'simulated-link-secret-0123456789',
  TOMBSTONE_PEPPER: 'simulated-tombstone-pepper-01234',
  RECEIPT_KEY: 'ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=',
  KEK_1: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  MAIL_FROM: 'ProConnect <no-reply@proconnect.example>',
  SUPPORT_EMAIL: 'support@proconnect.example',
}

export type Shard = 'DATA_0' | 'DATA_1'

export type Person = {
  contactId: string
  identity: string | null
  firstName: string | null
  country: string
  consent: 'opted_in' | 'unknown' | 'opted_out'
  stop: 'all' | 'marketing' | null
  /** They wrote a moment ago, so that they may be answered, and count against no limit. */
  hasWritten: boolean
}

export type Account = AccountControls & {
  id: string
  shard: Shard
  member: Member
  numberId: string
  wabaId: string
  connectionId: string
  people: Person[]
}

/** The dependencies of a task: the product's own, on simulated bindings. */
export function depsFor(
  platform: Platform,
  task: Task,
  world: { meta: Meta; random: Random; wall: () => number },
): ConsumerDeps {
  const { scheduler } = platform
  // The variables make it the environment of a worker.
  const env = { ...bindingsFor(platform, task), ...VARS } as unknown as ConsumerEnv
  const deps = openConsumerDeps(env)
  return {
    ...deps,
    clock: { now: () => world.wall() + task.skewMs },
    sleep: (ms) => scheduler.call(task, 'sleep', () => undefined, ms),
    random: () => world.random.next(),
    graph: { ...deps.graph, call: (call) => world.meta.call(task, call) },
  }
}

/** Enough people to keep the slowest number busy for more than a second. */
export const CROWD = 25

const COUNTRIES = { IL: '+97250', DE: '+49151', BR: '+55119', US: '+1415' } as const

function makePerson(random: Random, no: number, now: number): Person {
  const country = random.weighted({ IL: 6, DE: 2, BR: 1, US: 1 })
  const kind = random.weighted({ phone: 16, bsuid: 3, nobody: 1 })
  const digits = String(1_000_000 + no)
  const identity = {
    phone: `${COUNTRIES[country]}${digits}`,
    bsuid: `${country}.${digits}`,
    nobody: null,
  }[kind]
  return {
    contactId: timeOrderedId(now),
    identity,
    firstName: random.chance(0.85) ? `Person ${no}` : null,
    country,
    consent: random.weighted({ opted_in: 16, unknown: 1, opted_out: 1 }),
    stop: random.chance(0.05) ? random.pick(['all', 'marketing'] as const) : null,
    hasWritten: true,
  }
}

export function makeAccount(
  random: Random,
  controls: Random,
  { no, shard, now, isCrowd, isCalm }: AccountWish,
): Account {
  const id = randomId()
  const size = random.weighted({ one: 1, few: 6, many: 3 })
  const some = { one: 1, few: random.between(2, 5), many: random.between(5, 11) }[size]
  const people = isCrowd ? random.between(CROWD, CROWD + 10) : some
  const numberId = `10000000${no}`
  const held = accountControls(controls, { numberId, isCrowd, isExact: isCalm })
  return {
    ...held,
    id,
    shard,
    member: {
      userId: randomId(),
      accountId: id,
      shard,
      role: 'owner',
      sessionId: randomId(),
      seesPhones: true,
    },
    numberId,
    wabaId: `20000000${no}`,
    connectionId: randomId(),
    people: Array.from({ length: people }, (_, at) => {
      const person = makePerson(random, no * 100 + at, now)
      return { ...person, hasWritten: !held.portfolio || controls.chance(0.25) }
    }),
  }
}

type AccountWish = { no: number; shard: Shard; now: number; isCrowd: boolean; isCalm: boolean }

export const numbersOf = ({ numberId, otherNumberId }: Account): string[] =>
  otherNumberId ? [numberId, otherNumberId] : [numberId]

/** Writes an account and its people down; its key and its token by the product's own code. */
export function insertAccount(
  databases: Databases,
  account: Account,
  options: { perSecond: number; now: number },
): void {
  const { id, shard, connectionId, member, portfolio } = account
  const { now } = options
  const directory = (sql: string, ...values: unknown[]) => databases.DIRECTORY.run({ sql, values })
  const data = (sql: string, ...values: unknown[]) => databases[shard].run({ sql, values })
  directory(
    `INSERT INTO accounts (id, shard, state, name, time_zone, country, created_at)
     VALUES (?, ?, 'active', 'Simulated', 'Asia/Jerusalem', 'IL', ?)`,
    ...[id, shard, now],
  )
  directory(
    'INSERT INTO users (id, email, name, language, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
    ...[member.userId, `${member.userId}@example.com`, 'Owner', 'he', now, now],
  )
  directory(
    'INSERT INTO memberships (account_id, user_id, role, created_at) VALUES (?, ?, ?, ?)',
    ...[id, member.userId, 'owner', now],
  )
  connectRoutes(databases, account)
  data("INSERT INTO tenants (account_id, state) VALUES (?, 'active')", id)
  for (const numberId of numbersOf(account)) {
    data(
      `INSERT INTO numbers (account_id, id, connection_id, display_phone_number, quality_rating, status,
         throughput_per_second, messaging_limit, synced_at)
       VALUES (?, ?, ?, ?, 'GREEN', 'CONNECTED', ?, ?, ?)`,
      ...[id, numberId, connectionId, '+972 3-000-0000', options.perSecond],
      ...[portfolio?.limit ?? null, now],
    )
  }
  for (const person of account.people) insertPerson(data, id, person, now)
}

/** Its key and its token, as connecting makes them; may be cut off and begun again. */
export async function connectAccount(
  databases: Databases,
  { id, shard, numberId, wabaId, connectionId }: Account,
  deps: ConsumerDeps,
  now: number,
): Promise<void> {
  const data = (sql: string, ...values: unknown[]) => databases[shard].run({ sql, values })
  const db = await deps.db.account(id, shard)
  await deps.keys.create(db, now)
  const keys = await deps.keys.open(db)
  const token = await keys.seal('connections.token', connectionId, `token-${numberId}`)
  data(
    `INSERT INTO connections (account_id, id, waba_id, name, currency, state, token, scopes,
       checked_at, created_at) VALUES (?, ?, ?, 'Simulated', 'USD', 'active', ?, '[]', ?, ?)`,
    ...[id, connectionId, wabaId, token, now, now],
  )
}

/** Tells the directory whose number it is, unless it knows; answers whether it had forgotten. */
export function connectRoutes(databases: Databases, account: Account): boolean {
  const { id, wabaId, connectionId } = account
  const run = (sql: string, ...values: unknown[]) =>
    databases.DIRECTORY.run({ sql: `${sql} ON CONFLICT DO NOTHING`, values }).changes
  const numbers = numbersOf(account).map((numberId) =>
    run(
      `INSERT INTO number_routes (phone_number_id, waba_id, account_id, connection_id)
       VALUES (?, ?, ?, ?)`,
      ...[numberId, wabaId, id, connectionId],
    ),
  )
  const wabas = run(
    'INSERT INTO waba_routes (waba_id, account_id, connection_id) VALUES (?, ?, ?)',
    ...[wabaId, id, connectionId],
  )
  return Math.max(...numbers, wabas) > 0
}

type Run = (sql: string, ...values: unknown[]) => void

export function insertPerson(data: Run, accountId: string, person: Person, now: number): void {
  const { contactId, identity, firstName, country, consent, stop, hasWritten } = person
  const isPhone = identity?.startsWith('+')
  const phone = isPhone ? identity : null
  const bsuid = isPhone ? null : identity
  data(
    `INSERT INTO contacts (account_id, id, name, first_name, phone, bsuid, country, fields, tags,
       consent, search, last_inbound_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, '{}', '[]', ?, '', ?, ?, ?)`,
    ...[accountId, contactId, firstName, firstName, phone, bsuid, country, consent],
    ...[hasWritten ? now : null, now, now],
  )
  if (identity === null) return
  data(
    'INSERT INTO identities (account_id, kind, value, contact_id) VALUES (?, ?, ?, ?)',
    ...[accountId, isPhone ? 'phone' : 'bsuid', identity, contactId],
  )
  if (stop === null) return
  data(
    'INSERT INTO suppressions (account_id, identity, scope, reason, at) VALUES (?, ?, ?, ?, ?)',
    ...[accountId, identity, stop, 'api', now],
  )
}

/** The product keeps opened keys for a minute; a history must not find another one's. */
export async function forgetKeys(accountIds: string[]): Promise<void> {
  const store = openKeyStore({} as R2Bucket, openKeks(new Map(), '1'))
  for (const accountId of accountIds) {
    // An account without a key makes the store forget what it opened.
    const gone = { accountId, all: async () => [] } as unknown as Parameters<typeof store.open>[0]
    await store.open(gone).catch(() => undefined)
  }
}

const BODY = { type: 'BODY', text: 'Hello {{1}}', example: { body_text: [['you']] } }

/** An approved template, as Meta knows it and as it was synced. */
export const insertTemplate = (
  databases: Databases,
  meta: Meta,
  { id, shard, connectionId, wabaId }: Account,
  template: { id: string; name: string; category: string },
): void => {
  const facts = { language: 'en', status: 'APPROVED', parameter_format: 'POSITIONAL' }
  meta.addTemplate(wabaId, { ...template, ...facts, components: [BODY] })
  databases[shard].run({
    sql: `INSERT INTO templates (account_id, id, connection_id, name, language, category, status,
            parameter_format, components) VALUES (?, ?, ?, ?, 'en', ?, 'APPROVED', 'POSITIONAL', ?)`,
    values: [
      id,
      template.id,
      connectionId,
      template.name,
      template.category,
      JSON.stringify([BODY]),
    ],
  })
}
