import { m } from '../../paraglide/messages.js'

/** What each right of the server's table is called; a test holds them beside the table. */
export const RIGHT_NAMES: Record<string, () => string> = {
  'business.change': m.right_business_change,
  'account.delete': m.right_account_delete,
  'account.export': m.right_account_export,
  'connections.change': m.right_connections_change,
  'members.invite': m.right_members_invite,
  'members.change': m.right_members_change,
  'audit.read': m.right_audit_read,
  'templates.sync': m.right_templates_sync,
  'templates.change': m.right_templates_change,
  'contacts.change': m.right_contacts_change,
  'contacts.delete': m.right_contacts_delete,
  'contacts.import': m.right_contacts_import,
  'broadcasts.change': m.right_broadcasts_change,
  'messages.send': m.right_messages_send,
  'budget.change': m.right_budget_change,
  'rates.import': m.right_rates_import,
  'contacts.export': m.right_contacts_export,
  'consent.correct': m.right_consent_correct,
  owners: m.right_owners,
}
