import type { AUDIT_AREAS, AuditAction, AuditView } from '../../../worker/contract/audit'
import { m } from '../../paraglide/messages.js'

const ACTIONS: Record<AuditAction, () => string> = {
  'account.created': m.audit_account_created,
  'account.changed': m.audit_account_changed,
  'account.exported': m.audit_account_exported,
  'member.invited': m.audit_member_invited,
  'member.invited_again': m.audit_member_invited_again,
  'member.invitation_revoked': m.audit_member_invitation_revoked,
  'member.joined': m.audit_member_joined,
  'member.role_changed': m.audit_member_role_changed,
  'member.removed': m.audit_member_removed,
  'member.left': m.audit_member_left,
  'member.email_changed': m.audit_member_email_changed,
  'connection.connected': m.audit_connection_connected,
  'connection.token_replaced': m.audit_connection_token_replaced,
  'connection.token_died': m.audit_connection_token_died,
  'connection.disconnected': m.audit_connection_disconnected,
  'connection.access_given_back': m.audit_connection_access_given_back,
  'keys.rotation_started': m.audit_keys_rotation_started,
  'keys.rotation_finished': m.audit_keys_rotation_finished,
  'contact.added': m.audit_contact_added,
  'contact.deleted': m.audit_contact_deleted,
  'import.started': m.audit_import_started,
  'import.cancelled': m.audit_import_cancelled,
  'template.submitted': m.audit_template_submitted,
  'template.unpaused': m.audit_template_unpaused,
  'template.deleted': m.audit_template_deleted,
  'broadcast.state': m.audit_broadcast_state,
  'broadcast.canary': m.audit_broadcast_canary,
  'broadcast.drafted': m.audit_broadcast_drafted,
  'broadcast.discarded': m.audit_broadcast_discarded,
  'broadcast.quiet_hours': m.audit_broadcast_quiet_hours,
  'broadcast.exported': m.audit_broadcast_exported,
  'broadcast.capped': m.audit_broadcast_capped,
  'deletion.requested': m.audit_deletion_requested,
  'deletion.taken_back': m.audit_deletion_taken_back,
  'retention.changed': m.audit_retention_changed,
  'person_request.settled': m.audit_person_request_settled,
  'dead_letter.replayed': m.audit_dead_letter_replayed,
  'number.added': m.audit_number_added,
  'number.registered': m.audit_number_registered,
  'number.pin_changed': m.audit_number_pin_changed,
  'connection.scopes_changed': m.audit_connection_scopes_changed,
  'connection.health_changed': m.audit_connection_health_changed,
  'connection.health_seen': m.audit_connection_health_seen,
  'contact.exported': m.audit_contact_exported,
  'import.undone': m.audit_import_undone,
  'message.test_sent': m.audit_message_test_sent,
  'tester.added': m.audit_tester_added,
  'tester.removed': m.audit_tester_removed,
  'budget.changed': m.audit_budget_changed,
  'budget.reached': m.audit_budget_reached,
  'rate_card.imported': m.audit_rate_card_imported,
  'webhooks.missing': m.audit_webhooks_missing,
  'webhooks.replayed': m.audit_webhooks_replayed,
  'contact.changed': m.audit_contact_changed,
  'contact.bulk_tagged': m.audit_contact_bulk_tagged,
  'contact.bulk_untagged': m.audit_contact_bulk_untagged,
  'contact.bulk_opted_out': m.audit_contact_bulk_opted_out,
  'contact.bulk_deleted': m.audit_contact_bulk_deleted,
  'contact.bulk_undone': m.audit_contact_bulk_undone,
  'segment.saved': m.audit_segment_saved,
  'segment.changed': m.audit_segment_changed,
  'segment.deleted': m.audit_segment_deleted,
  'field.declared': m.audit_field_declared,
  'field.changed': m.audit_field_changed,
  'legal_basis.declared': m.audit_legal_basis_declared,
  'legal_basis.withdrawn': m.audit_legal_basis_withdrawn,
  'contact.stop_undone': m.audit_contact_stop_undone,
  'contact.evidence_made': m.audit_contact_evidence_made,
  'consent.words_changed': m.audit_consent_words_changed,
  'consent.page_changed': m.audit_consent_page_changed,
  'conversation.assigned': m.audit_conversation_assigned,
  'conversation.unassigned': m.audit_conversation_unassigned,
  'conversation.closed': m.audit_conversation_closed,
  'conversation.reopened': m.audit_conversation_reopened,
  'conversation.snoozed': m.audit_conversation_snoozed,
  'conversation.woken': m.audit_conversation_woken,
  'conversation.labelled': m.audit_conversation_labelled,
  'conversation.unlabelled': m.audit_conversation_unlabelled,
  'inbox.assigning': m.audit_inbox_assigning,
  'label.changed': m.audit_label_changed,
  'label.deleted': m.audit_label_deleted,
  'inbox.saved_deleted': m.audit_inbox_saved_deleted,
  'number.profile_changed': m.audit_number_profile_changed,
  'number.photo_changed': m.audit_number_photo_changed,
  'number.name_asked': m.audit_number_name_asked,
  'number.username_changed': m.audit_number_username_changed,
  'number.block_list_changed': m.audit_number_block_list_changed,
  'number.links_changed': m.audit_number_links_changed,
  'number.contacts_asked': m.audit_number_contacts_asked,
  'number.history_asked': m.audit_number_history_asked,
  'contact.samples_added': m.audit_samples_added,
  'contact.samples_removed': m.audit_samples_removed,
  'contact.merged': m.audit_contact_merged,
  'contact.unmerged': m.audit_contact_unmerged,
  'contact.told_apart': m.audit_contact_told_apart,
}

const isKnown = (action: string): action is AuditAction => action in ACTIONS

/** A newer server may know more acts than this page: then the act's own name is better than none. */
export const actionName = (action: string) => (isKnown(action) ? ACTIONS[action]() : action)

export const AREA_NAMES: Record<(typeof AUDIT_AREAS)[number], () => string> = {
  account: m.audit_area_account,
  member: m.audit_area_member,
  connection: m.audit_area_connection,
  keys: m.audit_area_keys,
  contact: m.audit_area_contact,
  import: m.audit_area_import,
  template: m.audit_area_template,
  broadcast: m.audit_area_broadcast,
  deletion: m.audit_area_deletion,
  retention: m.audit_area_retention,
  person_request: m.audit_area_person_request,
  dead_letter: m.audit_area_dead_letter,
  number: m.audit_area_number,
  message: m.audit_area_message,
  budget: m.audit_area_budget,
  tester: m.audit_area_tester,
  rate_card: m.audit_area_rate_card,
  webhooks: m.audit_area_webhooks,
  segment: m.audit_area_segment,
  field: m.audit_area_field,
  legal_basis: m.audit_area_legal_basis,
  consent: m.audit_area_consent,
  conversation: m.audit_area_conversation,
  inbox: m.audit_area_inbox,
  label: m.audit_area_label,
}

/** Actors that are no people. */
export const ACTOR_NAMES: Record<Exclude<AuditView['actor']['kind'], 'user'>, () => string> = {
  system: m.audit_actor_system,
  meta: m.audit_actor_meta,
  operator: m.audit_actor_operator,
}

/** Where what an act was about can be looked at; what is gone has no page. */
export function placeOf({ action, target: { kind, id } }: AuditView): string | null {
  if (action.endsWith('.deleted') || action.endsWith('.discarded')) return null
  switch (kind) {
    case 'broadcast':
      return `/broadcasts/${id}`
    case 'contact':
      return `/contacts/${id}`
    case 'import':
      return `/contacts/import/${id}`
    case 'connection':
      return `/settings/numbers/${id}/access`
    default:
      return null
  }
}
