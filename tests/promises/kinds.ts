/** The kinds of data that the policy names, and what keeps the service going without being about anybody. */
export type Kind =
  /** "Name, email address, phone number, and business details." */
  | 'account'
  /** "Access tokens, WABA IDs, and Phone Number IDs required to connect to the Meta API." */
  | 'authentication'
  /** "Contact lists (uploaded by you) and message history sent via our platform." */
  | 'communication'
  /** What "usage and billing analytics" are counted from. */
  | 'usage'
  /** Ids of our own, states, times, hashes, keys, positions of work: nothing that anybody told us. */
  | 'operation'

/** Every column of every table, by kind. A column that is not here fails the test of the first promise. */
export const STORED: Record<string, Partial<Record<Kind, string>>> = {
  // DIRECTORY
  accounts: {
    account: 'name legal_name registration_number address time_zone country',
    operation: 'id shard state created_at retention_months phones_hidden has_samples',
  },
  codes: {
    account: 'email payload',
    operation: 'id purpose browser_hash code_hash tries created_at expires_at used_at',
  },
  deletion_requests: {
    operation:
      'code account_id shard state_before via state requested_at starts_at due_at due_day finished_at steps trouble checks backups_until access_until receipt source closed_at alarmed_at',
  },
  invitations: {
    account: 'email name role',
    operation: 'id account_id invited_by created_at expires_at used_at',
  },
  memberships: { account: 'role', operation: 'account_id user_id created_at last_seen_at' },
  meta_users: { authentication: 'user_hash', operation: 'account_id connection_id' },
  number_routes: {
    authentication: 'phone_number_id waba_id',
    operation: 'account_id connection_id claimed_at',
  },
  operator_acts: { operation: 'id at actor action target after' },
  privacy_cases: { communication: 'sealed', operation: 'id at accounts closed_at' },
  rate_counters: { operation: 'key window_start count' },
  sessions: { account: 'device', operation: 'id user_id account_id created_at last_seen_at' },
  tombstones: { operation: 'hash at until' },
  users: {
    account: 'email name phone language',
    operation: 'id send_key email_verified_at created_at updated_at',
  },
  portfolio_routes: { authentication: 'business_id', operation: 'connection_id account_id' },
  signup_states: { operation: 'state_hash account_id session_id connection_id expires_at' },
  opt_in_routes: { operation: 'code account_id' },
  waba_routes: { authentication: 'waba_id', operation: 'account_id connection_id' },
  // DATA
  access_proofs: { operation: 'account_id connection_id id at cause unsubscribed revoked token' },
  active_broadcasts: { operation: 'account_id broadcast_id state updated_at' },
  audit: { operation: 'account_id id at actor action target before after' },
  broadcast_parts: {
    operation: 'account_id broadcast_id first last kind opens_at waits_for zone',
  },
  broadcast_stops: { operation: 'account_id broadcast_id no at' },
  broadcast_taps: { operation: 'account_id broadcast_id no at' },
  broadcast_tests: {
    communication: 'like_id',
    operation: 'account_id broadcast_id message_id version',
  },
  broadcasts: {
    communication: 'name audience mapping template',
    authentication: 'number_id template_id',
    usage: 'canary canary_figures plan total included reserved_micros',
    operation:
      'account_id id state canary_state canary_decides_at state_reason version connection_id hold_until freeze_cursor frozen_at created_by created_at updated_at launched_at started_at finished_at parent_id retry parts waves start starts_at rests_until rests_for rest_hours untold_since',
  },
  bulk_edits: {
    communication: 'action who',
    operation:
      'account_id id people state cursor done slices created_by created_at updated_at finished_at is_open',
  },
  bulk_slices: { communication: 'ids', operation: 'account_id edit_id no matched last' },
  chunks: {
    usage: 'counts',
    operation:
      'account_id broadcast_id chunk first last enqueued_at lease_until finished_at dirty opens_at waits_for zone',
  },
  coexistence: {
    authentication: 'number_id',
    usage: 'progress messages',
    operation: 'account_id state contacts history phase chunk onboarded_at updated_at',
  },
  connections: {
    authentication:
      'waba_id business_id name token meta_user_id scopes token_expires_at granted currency time_zone_id',
    operation:
      'account_id id state checked_at last_used_at templates_state templates_synced_at templates_added templates_changed templates_removed templates_problem created_at',
  },
  consents: {
    communication: 'contact_id at change source wording evidence',
    operation: 'account_id id actor',
  },
  contact_changes: { communication: 'contact_id at body', operation: 'account_id id actor' },
  contact_duplicates: {
    communication: 'first_id second_id reason',
    operation: 'account_id rank found_at dismissed_at dismissed_by',
  },
  contact_merges: {
    communication: 'kept_id dropped_id sealed',
    operation: 'account_id id state at created_by slices updated_at is_open',
  },
  duplicate_scans: { operation: 'account_id scanned_at asked_at found due_at' },
  merge_slices: { communication: 'keys', operation: 'account_id merge_id no part' },
  contact_notes: {
    communication: 'contact_id body at edited_at',
    operation: 'account_id id created_by',
  },
  consent_settings: {
    communication: 'own left_out',
    operation: 'account_id answers_stop answers_start',
  },
  contact_tags: { communication: 'tag_id contact_id', operation: 'account_id' },
  contacts: {
    communication:
      'name first_name last_name phone wa_id bsuid email country language fields tags consent consent_at consent_source search last_inbound_at',
    operation: 'account_id id created_at updated_at jobs',
  },
  data_keys: { operation: 'account_id id kek_id half created_at' },
  dead_letters: { operation: 'account_id id queue job at replayed_at' },
  export_jobs: {
    operation:
      'account_id id state created_by created_at updated_at finished_at expires_at size rows of attempts',
  },
  fields: { communication: 'key name type choices', operation: 'account_id created_at' },
  frequency_caps: { operation: 'account_id messages days' },
  health_notes: {
    authentication: 'number_id',
    usage: 'kind detail',
    operation: 'account_id connection_id source since until',
  },
  idempotency_keys: {
    communication: 'body',
    operation: 'account_id key request_hash status created_at',
  },
  identities: { communication: 'kind value contact_id', operation: 'account_id' },
  import_edits: {
    communication: 'phone was outcome problem',
    operation: 'account_id import_id row_no at',
  },
  import_presets: {
    communication: 'name headers settings',
    operation: 'account_id id created_by created_at',
  },
  legal_bases: {
    account: 'name',
    communication: 'basis',
    operation: 'account_id id declared_by at withdrawn_at',
  },
  import_problems: { communication: 'problems', operation: 'account_id import_id last_row' },
  imports: {
    communication: 'file_name headers preview settings preset',
    usage: 'counts undone',
    operation:
      'account_id id size state problem upload_id parts delimiter newline data_offset records_before byte_offset row_no lease_token lease_until rate_per_second created_by created_at started_at finished_at has_files undo_until undo_cursor',
  },
  import_undo: { communication: 'people', operation: 'account_id import_id last_row' },
  key_rotations: {
    operation: 'account_id key_id field cursor resealed started_at updated_at finished_at',
  },
  messages: {
    communication: 'contact_id at direction type body wamid broadcast_id author',
    authentication: 'number_id',
    operation: 'account_id id',
  },
  media_files: { operation: 'account_id id bytes waiting_since' },
  limit_ledger: {
    communication: 'ids',
    authentication: 'portfolio_id',
    usage: 'people',
    operation: 'account_id source_id chunk at upto',
  },
  message_marks: {
    communication: 'contact_id wamid kind side at body',
    operation: 'account_id',
  },
  message_words: { communication: 'word contact_id', operation: 'account_id message_id' },
  search_keys: { communication: 'secret', operation: 'account_id id' },
  conversations: {
    communication:
      'contact_id labels last_at last_side preview last_inbound_at last_inbound_wamid opened_at answered_at closed_at',
    authentication: 'number_id',
    operation: 'account_id id state assignee last_id read_id unread snoozed_until',
  },
  inbox_events: { operation: 'account_id seq at conversation_id kind user_id' },
  inbox_settings: { operation: 'account_id assign last_assignee' },
  labels: { communication: 'name', operation: 'account_id id created_at colour' },
  saved_replies: {
    communication: 'shortcut text',
    operation: 'account_id id created_by updated_at',
  },
  reply_usage: { authentication: 'number_id', usage: 'month', operation: 'account_id message_id' },
  numbers: {
    authentication:
      'id display_phone_number verified_name name_status pin registration is_on_biz_app',
    usage: 'quality_rating status throughput_per_second messaging_limit',
    operation: 'account_id connection_id synced_at',
  },
  message_budgets: { usage: 'stop_micros', operation: 'account_id' },
  message_spending: { usage: 'month micros', operation: 'account_id broadcast_id' },
  number_history: {
    authentication: 'number_id',
    usage: 'quality_rating status throughput_per_second messaging_limit',
    operation: 'account_id at',
  },
  open_outbox: { operation: 'account_id id created_at' },
  opt_in_asks: { communication: 'sealed at', operation: 'account_id code version' },
  opt_in_counts: { usage: 'visits sent confirmed', operation: 'account_id day' },
  opt_in_pages: {
    authentication: 'number_id',
    operation: 'account_id code is_open version',
  },
  opt_in_wordings: { communication: 'texts', operation: 'account_id version at created_by' },
  outbox: {
    communication:
      'contact_id identity wamid body accepted_at sent_at delivered_at read_at failed_at',
    authentication: 'number_id',
    usage: 'pricing code',
    operation:
      'account_id id scope consent_entry state rank token attempts created_by created_at claimed_at',
  },
  person_requests: {
    communication: 'contact_id',
    operation: 'account_id id at told_at settled_at',
  },
  quiet_hours: { operation: 'account_id rules updated_at' },
  recipients: {
    communication:
      'contact_id identity country wamid sealed_params accepted_at sent_at delivered_at read_at failed_at replied_at',
    usage: 'pricing code',
    operation:
      'account_id broadcast_id no consent_entry state rank token attempts not_before held claimed_at',
  },
  segments: {
    communication: 'name filter',
    operation: 'account_id id created_by created_at updated_at',
  },
  send_rates: { usage: 'handled', operation: 'account_id broadcast_id minute' },
  suppressions: { communication: 'identity scope reason at', operation: 'account_id' },
  tags: { communication: 'name folded', operation: 'account_id id created_at' },
  testers: { communication: 'contact_id', operation: 'account_id added_by added_at' },
  template_drafts: {
    communication: 'name category parameter_format versions refusals',
    operation:
      'account_id id connection_id ttl_seconds version submitting_at created_by created_at updated_at',
  },
  template_events: {
    communication: 'before after',
    operation: 'account_id template_id id at kind',
  },
  templates: {
    communication:
      'name language category status rejected_reason quality parameter_format components status_detail previous_category correct_category header_file',
    operation: 'account_id id connection_id category_at ttl_seconds edited_at',
  },
  tenants: { operation: 'account_id state' },
  waiting_statuses: { communication: 'evidence', operation: 'account_id id at' },
  rate_cards: {
    usage: 'currency effective rates',
    operation: 'account_id imported_by imported_at',
  },
  usage_clicks: { usage: 'day clicks', communication: 'template_id', operation: 'account_id' },
  usage_daily: {
    usage: 'day currency cells charges hours',
    authentication: 'number_id',
    operation: 'account_id',
  },
  usage_meta: {
    usage: 'day lines sent delivered',
    operation: 'account_id connection_id asked_at',
  },
  usage_parts: { usage: 'counts', operation: 'account_id source piece seen' },
  usage_state: {
    usage: 'unheard unheard_since budget_micros budget_currency budget_told',
    operation: 'account_id as_of told_at telling_until meta_asked_at meta_problem',
  },
}
