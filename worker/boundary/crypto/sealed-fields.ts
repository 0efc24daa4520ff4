/** Where sealed values lie. The list is what a rotation walks, and what a test holds against the schema. */
export type SealedColumn = {
  table: string
  column: string
  /** Primary key behind `account_id`. */
  keys: readonly string[]
  /** The row's part of what a value is bound to. */
  rowIdOf(keys: readonly (string | number)[]): string
}

const last = (keys: readonly (string | number)[]) => String(keys.at(-1))

/** `table.column` of every sealed column. */
export const SEALED_COLUMNS = {
  'connections.token': { table: 'connections', column: 'token', keys: ['id'], rowIdOf: last },
  'numbers.pin': { table: 'numbers', column: 'pin', keys: ['id'], rowIdOf: last },
  'idempotency_keys.body': {
    table: 'idempotency_keys',
    column: 'body',
    keys: ['key'],
    rowIdOf: last,
  },
  'messages.body': {
    table: 'messages',
    column: 'body',
    keys: ['contact_id', 'id'],
    rowIdOf: last,
  },
  'recipients.sealed_params': {
    table: 'recipients',
    column: 'sealed_params',
    keys: ['broadcast_id', 'no'],
    rowIdOf: (keys) => keys.join(':'),
  },
  'message_marks.body': {
    table: 'message_marks',
    column: 'body',
    keys: ['contact_id', 'wamid', 'kind', 'side'],
    rowIdOf: (keys) => keys.slice(1).join(':'),
  },
  'contact_notes.body': {
    table: 'contact_notes',
    column: 'body',
    keys: ['contact_id', 'id'],
    rowIdOf: last,
  },
  'contact_changes.body': {
    table: 'contact_changes',
    column: 'body',
    keys: ['contact_id', 'id'],
    rowIdOf: last,
  },
  'contact_merges.sealed': {
    table: 'contact_merges',
    column: 'sealed',
    keys: ['id'],
    rowIdOf: last,
  },
  'conversations.preview': {
    table: 'conversations',
    column: 'preview',
    keys: ['id'],
    rowIdOf: last,
  },
  'saved_replies.text': { table: 'saved_replies', column: 'text', keys: ['id'], rowIdOf: last },
  'search_keys.secret': { table: 'search_keys', column: 'secret', keys: ['id'], rowIdOf: last },
  'opt_in_asks.sealed': { table: 'opt_in_asks', column: 'sealed', keys: ['code'], rowIdOf: last },
  'outbox.body': { table: 'outbox', column: 'body', keys: ['id'], rowIdOf: last },
} as const satisfies Record<string, SealedColumn>

/** R2 objects below `<prefix>/<account id>/` hold bytes; each is bound to the rest of its name. */
export const SEALED_BYTES_PREFIXES = {
  raw: 'raw.changes',
  dead: 'dead.changes',
  exports: 'exports.part',
  media: 'media.file',
} as const
export const EXPORTS_PREFIX = 'exports'

/** Part of what a value is bound to. */
export type SealedField =
  | keyof typeof SEALED_COLUMNS
  | (typeof SEALED_BYTES_PREFIXES)[keyof typeof SEALED_BYTES_PREFIXES]

/** Columns of DIRECTORY that are sealed under the key-encryption key itself, because no account's key fits. */
export const SERVICE_SEALED = [
  { table: 'privacy_cases', column: 'sealed', key: 'id', purpose: 'cases' },
] as const
