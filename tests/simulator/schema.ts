/**
 * Everything the simulator knows, in the one object's SQLite. Each table is read by its key or by
 * the one index it has, so a send costs the same with ten messages in the log as with a million.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS dials (scope TEXT PRIMARY KEY, dials TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS counters (
  scope TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (scope, name)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS businesses (
  waba_id TEXT PRIMARY KEY, business_id TEXT NOT NULL, name TEXT NOT NULL, currency TEXT NOT NULL,
  timezone_id TEXT NOT NULL, country TEXT NOT NULL, system_user_id TEXT NOT NULL,
  messaging_limit TEXT NOT NULL, require_proof INTEGER NOT NULL, subscribed INTEGER NOT NULL,
  restriction TEXT NOT NULL, payment_missing INTEGER NOT NULL, created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tokens (
  access_token TEXT PRIMARY KEY, waba_id TEXT NOT NULL, app_id TEXT NOT NULL,
  user_id TEXT NOT NULL, scopes TEXT NOT NULL, issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, dead_subcode INTEGER, revoked_by TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_of_waba ON tokens (waba_id);

CREATE TABLE IF NOT EXISTS numbers (
  id TEXT PRIMARY KEY, waba_id TEXT NOT NULL, position INTEGER NOT NULL,
  display_phone_number TEXT NOT NULL, digits TEXT NOT NULL, verified_name TEXT NOT NULL,
  quality TEXT NOT NULL, throughput TEXT NOT NULL, status TEXT NOT NULL,
  name_status TEXT NOT NULL, is_on_biz_app INTEGER NOT NULL, allowed_recipients TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS numbers_of_waba ON numbers (waba_id, position);

CREATE TABLE IF NOT EXISTS registrations (
  number_id TEXT PRIMARY KEY, pin TEXT, wrong INTEGER NOT NULL, registered INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS syncs (
  number_id TEXT NOT NULL, type TEXT NOT NULL, PRIMARY KEY (number_id, type)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS setups (
  number_id TEXT PRIMARY KEY, kept TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS names (
  number_id TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS signup_codes (
  code TEXT PRIMARY KEY, waba_id TEXT NOT NULL, at INTEGER NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS templates (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, waba_id TEXT NOT NULL,
  name TEXT NOT NULL, language TEXT NOT NULL, category TEXT NOT NULL, status TEXT NOT NULL,
  parameter_format TEXT NOT NULL, components TEXT NOT NULL, quality TEXT NOT NULL,
  quality_at INTEGER NOT NULL, rejected_reason TEXT NOT NULL, previous_category TEXT,
  correct_category TEXT, UNIQUE (waba_id, name, language)
);
CREATE INDEX IF NOT EXISTS templates_of_waba ON templates (waba_id, position);

CREATE TABLE IF NOT EXISTS template_facts (
  template_id TEXT PRIMARY KEY, ttl INTEGER, edited_at INTEGER
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS deleted_names (
  waba_id TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (waba_id, name, language)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, length INTEGER NOT NULL, received INTEGER NOT NULL,
  handle TEXT
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, phone_number_id TEXT NOT NULL,
  recipient TEXT NOT NULL, identity TEXT NOT NULL, wa_id TEXT, bsuid TEXT NOT NULL,
  person_name TEXT NOT NULL, by_bsuid INTEGER NOT NULL, wamid TEXT NOT NULL, type TEXT NOT NULL,
  template TEXT, language TEXT, parameters TEXT NOT NULL, callback_data TEXT,
  pricing TEXT NOT NULL, outcome TEXT NOT NULL, code INTEGER, answer TEXT NOT NULL,
  reported INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS messages_of_number ON messages (phone_number_id, seq);

CREATE TABLE IF NOT EXISTS refusals (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, phone_number_id TEXT NOT NULL,
  code INTEGER NOT NULL, details TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS refusals_of_number ON refusals (phone_number_id, seq);

CREATE TABLE IF NOT EXISTS inbound (
  wamid TEXT PRIMARY KEY, phone_number_id TEXT NOT NULL, at INTEGER NOT NULL, read_at INTEGER
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS windows (
  phone_number_id TEXT NOT NULL, bsuid TEXT NOT NULL, last_inbound_at INTEGER NOT NULL,
  PRIMARY KEY (phone_number_id, bsuid)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS conditions (
  node_id TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (node_id, kind)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS marketing_stops (
  waba_id TEXT NOT NULL, bsuid TEXT NOT NULL, PRIMARY KEY (waba_id, bsuid)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, due_at INTEGER NOT NULL, happened_at INTEGER NOT NULL,
  waba_id TEXT NOT NULL, phone_number_id TEXT NOT NULL, kind TEXT NOT NULL,
  message_seq INTEGER, body TEXT, attempts INTEGER NOT NULL DEFAULT 0,
  is_copy INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at);

CREATE TABLE IF NOT EXISTS media (
  id TEXT PRIMARY KEY, phone_number_id TEXT NOT NULL, mime_type TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS media_parts (
  media_id TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (media_id, part)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS mails (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
  subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL
);
`

/** What a reset empties; the tables themselves stay. */
export const TABLES = [
  'settings',
  'dials',
  'counters',
  'businesses',
  'tokens',
  'numbers',
  'registrations',
  'syncs',
  'setups',
  'signup_codes',
  'templates',
  'template_facts',
  'deleted_names',
  'uploads',
  'messages',
  'refusals',
  'inbound',
  'windows',
  'marketing_stops',
  'outbox',
  'media',
  'media_parts',
  'mails',
] as const
