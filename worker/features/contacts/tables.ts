import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { ConsentState, FieldType } from '../../contract/contacts'
import type { ImportCounts, ImportSettings, ImportView, UndoCounts } from '../../contract/imports'
import type { RowFinding } from './import-rows'
import type { UndoEntry } from './undoing'

/** A person. May have no phone at all (usernames); `phone` is what the user gave, in E.164. */
export const contacts = sqliteTable(
  'contacts',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name'),
    firstName: text('first_name'),
    lastName: text('last_name'),
    phone: text('phone'),
    /** What Meta calls the same phone, where it differs (BR, MX, AR). */
    waId: text('wa_id'),
    bsuid: text('bsuid'),
    email: text('email'),
    country: text('country'),
    /** Two or three letters, as WhatsApp's templates name languages. */
    language: text('language'),
    /** Custom fields by key. */
    fields: json<Record<string, string>>('fields').notNull(),
    /** Tag ids; `contact_tags` is the same the other way round. */
    tags: json<string[]>('tags').notNull(),
    /** Follows from the ledger `consents`. */
    consent: text('consent').$type<ConsentState>().notNull(),
    consentAt: time('consent_at'),
    consentSource: text('consent_source'),
    /** Name, phone and e-mail, folded for searching. */
    search: text('search').notNull(),
    lastInboundAt: time('last_inbound_at'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    /** Imports and bulk edits that changed this person, by id: what they did is told by their own rows. */
    jobs: json<string[]>('jobs'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('contacts_by_name').on(
      table.accountId,
      sql`coalesce(name, phone, bsuid, '') COLLATE NOCASE`,
      table.id,
    ),
    // Holds those who wrote only: an import doesn't pay for it.
    index('contacts_by_last')
      .on(table.accountId, table.lastInboundAt, table.id)
      .where(sql`last_inbound_at IS NOT NULL`),
  ],
)

export type IdentityKind = 'phone' | 'wa_id' | 'bsuid' | 'parent_bsuid'

/** Each spelling by which a person is known, to the one contact it belongs to. */
export const identities = sqliteTable(
  'identities',
  {
    accountId: accountId(),
    kind: text('kind').$type<IdentityKind>().notNull(),
    value: text('value').notNull(),
    contactId: text('contact_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.kind, table.value] })],
)

export const tags = sqliteTable(
  'tags',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    /** The name folded, so that "VIP" and "vip" are one tag. */
    folded: text('folded').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex('tags_by_folded').on(table.accountId, table.folded),
  ],
)

export const contactTags = sqliteTable(
  'contact_tags',
  {
    accountId: accountId(),
    tagId: text('tag_id').notNull(),
    contactId: text('contact_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.tagId, table.contactId] })],
)

export const fields = sqliteTable(
  'fields',
  {
    accountId: accountId(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    type: text('type').$type<FieldType>().notNull(),
    /** Of a choice. */
    choices: json<string[]>('choices'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.key] })],
)

/** `retracted`: what the entry before it says was written down by mistake. */
export type ConsentChange = 'opted_in' | 'opted_out' | 'retracted'

export type Evidence = Record<string, string>

/** Append-only: what a person agreed to or refused, how we know, and who wrote it down. */
export const consents = sqliteTable(
  'consents',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    change: text('change').$type<ConsentChange>().notNull(),
    /** `import:<id>:<row>`, `message`, `form`, `meta`, `api`, `agent`, `correction`. */
    source: text('source').notNull(),
    wording: text('wording'),
    actor: text('actor').notNull(),
    /** What proves it, by name: the message, the version of a page, the entry that is taken back. */
    evidence: json<Evidence>('evidence'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.contactId, table.id] })],
)

export type SuppressionScope = 'all' | 'marketing'

/** What the send claim checks, by the identity a message would go to. */
export const suppressions = sqliteTable(
  'suppressions',
  {
    accountId: accountId(),
    identity: text('identity').notNull(),
    scope: text('scope').$type<SuppressionScope>().notNull(),
    reason: text('reason').notNull(),
    at: time('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.identity, table.scope] })],
)

export type ImportRowState = ImportView['state']

export const imports = sqliteTable(
  'imports',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    fileName: text('file_name').notNull(),
    size: integer('size').notNull(),
    state: text('state').$type<ImportRowState>().notNull(),
    /** `code` and values of an AppError, rendered for whoever asks. */
    problem: json<{ code: string; values: Record<string, string | number> }>('problem'),
    /** R2's multipart upload id and the parts that arrived: `{ "1": "etag" }`. */
    uploadId: text('upload_id'),
    parts: json<Record<string, string>>('parts').notNull(),
    delimiter: text('delimiter'),
    newline: text('newline'),
    headers: json<string[]>('headers').notNull(),
    preview: json<string[][]>('preview').notNull(),
    settings: json<ImportSettings>('settings'),
    counts: json<ImportCounts>('counts').notNull(),
    /** Where the first row of people begins, in bytes, and how many records stand before it. */
    dataOffset: integer('data_offset').notNull().default(0),
    recordsBefore: integer('records_before').notNull().default(0),
    /** Where the next batch begins, and how many records were read: the row a spreadsheet shows. */
    byteOffset: integer('byte_offset').notNull().default(0),
    rowNo: integer('row_no').notNull().default(0),
    leaseToken: text('lease_token'),
    leaseUntil: time('lease_until'),
    ratePerSecond: integer('rate_per_second'),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    /** 1 until the sweep has erased the upload: what is open, or ended a moment ago. */
    hasFiles: integer('has_files').notNull().default(1),
    /** The name of the saved matching that the settings were taken from. */
    preset: text('preset'),
    /** Set when it ended; null again once it can't be undone any more, or was. */
    undoUntil: time('undo_until'),
    /** The last person that undoing has looked at. */
    undoCursor: text('undo_cursor'),
    undone: json<UndoCounts>('undone'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // Holds open imports only, so the sweep never looks at the others.
    index('imports_with_files').on(table.createdAt).where(sql`has_files = 1`),
    index('imports_to_undo').on(table.undoUntil).where(sql`undo_until IS NOT NULL`),
  ],
)

/**
 * Rows that were not imported, as they stood in the file; while an import is checked, what was found in it.
 * One line per batch that had any, under the number of its last such row. (A line each would make a list of known people as dear to write as a new one.)
 */
export const importProblems = sqliteTable(
  'import_problems',
  {
    accountId: accountId(),
    importId: text('import_id').notNull(),
    lastRow: integer('last_row').notNull(),
    problems: json<RowFinding[]>('problems').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.importId, table.lastRow] })],
)

/** What a person typed instead of a bad number, and what comes of the row with it. */
export const importEdits = sqliteTable(
  'import_edits',
  {
    accountId: accountId(),
    importId: text('import_id').notNull(),
    rowNo: integer('row_no').notNull(),
    phone: text('phone').notNull(),
    was: text('was').$type<RowOutcome>().notNull(),
    outcome: text('outcome').$type<RowOutcome>().notNull(),
    /** What is still wrong with it. */
    problem: text('problem').$type<RowFinding['reason']>(),
    at: time('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.importId, table.rowNo] })],
)

/** The count that a row is in. */
export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'duplicates' | 'invalid' | 'blank'

/** A matching that was saved under a name, with the headers it fits. */
export const importPresets = sqliteTable(
  'import_presets',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    headers: json<string[]>('headers').notNull(),
    settings: json<ImportSettings>('settings').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

/**
 * What known people were before an import changed them: one line per batch. People whom it created need none:
 * their ids tell where they come from.
 */
export const importUndo = sqliteTable(
  'import_undo',
  {
    accountId: accountId(),
    importId: text('import_id').notNull(),
    lastRow: integer('last_row').notNull(),
    people: json<UndoEntry[]>('people').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.importId, table.lastRow] })],
)
