// Tables of DIRECTORY: what must be found before an account is known.

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { Role, SendKey } from '../../contract/auth'
import type { Language } from '../../contract/common'
import type { PhonesHidden } from '../../contract/team'
import type { AccountState } from './tables'

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  phone: text('phone'),
  language: text('language').$type<Language>().notNull(),
  sendKey: text('send_key').$type<SendKey>().notNull().default('enter'),
  /** When a code sent to the address was typed in; null for who came by an invitation only. */
  emailVerifiedAt: time('email_verified_at'),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
})

/** `id` is the SHA-256 of the cookie's token, which is stored nowhere. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    accountId: text('account_id').notNull(),
    device: text('device').notNull(),
    createdAt: time('created_at').notNull(),
    lastSeenAt: time('last_seen_at').notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
)

export type CodePurpose =
  | 'sign_up'
  | 'sign_in'
  | 'change_email'
  | 'delete_account'
  | 'export_account'
  | 'replace_token'
  | 'change_team'
  | 'accept_invitation'

/** Codes sent by e-mail, bound to the browser that asked; also asked for unknown addresses. */
export const codes = sqliteTable(
  'codes',
  {
    id: text('id').primaryKey(),
    purpose: text('purpose').$type<CodePurpose>().notNull(),
    browserHash: text('browser_hash').notNull(),
    email: text('email').notNull(),
    codeHash: text('code_hash').notNull(),
    /** What a sign-up typed in; becomes an account when the code is right. */
    payload: json<unknown>('payload'),
    tries: integer('tries').notNull().default(0),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [index('codes_by_browser').on(table.browserHash, table.createdAt)],
)

/** Tries per key and window; keys are hashes of an address, a browser or an IP prefix. */
export const rateCounters = sqliteTable(
  'rate_counters',
  {
    key: text('key').notNull(),
    windowStart: time('window_start').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] })],
)

export const accounts = sqliteTable('accounts', {
  id: text('id').primaryKey(),
  shard: text('shard').notNull(),
  state: text('state').$type<AccountState>().notNull(),
  name: text('name').notNull(),
  legalName: text('legal_name'),
  registrationNumber: text('registration_number'),
  address: text('address'),
  timeZone: text('time_zone').notNull(),
  country: text('country').notNull(),
  createdAt: time('created_at').notNull(),
  /** How long messages and unused contacts are kept; null until somebody deletes them. */
  retentionMonths: integer('retention_months'),
  /** For whom contacts' phone numbers are masked. */
  phonesHidden: text('phones_hidden').$type<PhonesHidden>().notNull().default('viewers'),
  /** Made-up people are among its contacts, and a banner says so. */
  hasSamples: integer('has_samples', { mode: 'boolean' }).notNull().default(false),
})

export const memberships = sqliteTable(
  'memberships',
  {
    accountId: accountId(),
    userId: text('user_id').notNull(),
    role: text('role').$type<Role>().notNull(),
    createdAt: time('created_at').notNull(),
    /** Outlives sessions, so that a team sees who does not come any more. */
    lastSeenAt: time('last_seen_at'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.userId] }),
    index('memberships_by_user').on(table.userId),
  ],
)

/** `id` is the SHA-256 of the link's token. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    invitedBy: text('invited_by').notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [index('invitations_by_account').on(table.accountId, table.createdAt)],
)
