// What rows of the builder can be about, and what they begin with.

import type { FieldView } from '../../../worker/contract/contacts'
import {
  BROADCAST_OPS,
  CHOICE_OPS,
  DATE_OPS,
  IS_OPS,
  LAST_MESSAGE_OPS,
  NUMBER_OPS,
  type Rule,
  TEXT_COLUMNS,
  TEXT_OPS,
} from '../../../worker/contract/segments'
import { m } from '../../paraglide/messages.js'

type Op = Rule['op']
/** `field:<key>` for the account's own. */
export type Subject = { value: string; text: () => string }

const COLUMN_NAMES: Record<(typeof TEXT_COLUMNS)[number], () => string> = {
  name: m.contacts_name,
  first_name: m.contacts_first_name,
  last_name: m.contacts_last_name,
  phone: m.contacts_phone,
  email: m.contacts_email,
}

const FIXED: Subject[] = [
  { value: 'search', text: m.segments_on_search },
  ...TEXT_COLUMNS.map((column) => ({ value: `column:${column}`, text: COLUMN_NAMES[column] })),
  { value: 'tag', text: m.contacts_tag },
  { value: 'consent', text: m.contacts_consent },
  { value: 'country', text: m.contacts_country },
  { value: 'language', text: m.contacts_language },
  { value: 'last_message', text: m.contacts_last_message },
  { value: 'broadcast', text: m.segments_on_broadcast },
  { value: 'read_rate', text: m.segments_on_read_rate },
]

export const subjects = (fields: FieldView[]): Subject[] => [
  ...FIXED,
  ...fields.map(({ key, name }) => ({ value: `field:${key}`, text: () => name })),
]

export function subjectOf(rule: Rule): string {
  if (rule.on === 'column') return `column:${rule.column}`
  return rule.on === 'field' ? `field:${rule.key}` : rule.on
}

/** A row that was just begun; blank where somebody has to say something. */
export function newRule(subject: string): Rule {
  const [on, key = ''] = subject.split(':')
  switch (on) {
    case 'column':
      return { on, column: TEXT_COLUMNS.find((one) => one === key) ?? 'name', op: 'is', value: '' }
    case 'field':
      return { on, key, op: 'is', value: '' }
    case 'tag':
      return { on, op: 'any', tags: [] }
    case 'consent':
      return { on, op: 'is', value: 'opted_in' }
    case 'country':
      return { on, op: 'is', countries: [] }
    case 'language':
      return { on, op: 'is', value: '' }
    case 'last_message':
      return { on, op: 'within', days: 30 }
    case 'broadcast':
      return { on, op: 'got', broadcastId: null }
    case 'read_rate':
      return { on, op: 'at_least', percent: 50 }
    default:
      return { on: 'search', op: 'contains', value: '' }
  }
}

const FIELD_OPS: Record<FieldView['type'], readonly Op[]> = {
  text: TEXT_OPS,
  number: NUMBER_OPS,
  date: DATE_OPS,
  choice: CHOICE_OPS,
  yes_no: CHOICE_OPS,
}

export function opsOf(rule: Rule, field: FieldView | undefined): readonly Op[] {
  switch (rule.on) {
    case 'column':
      return TEXT_OPS
    case 'field':
      return FIELD_OPS[field?.type ?? 'text']
    case 'search':
      return ['contains', 'lacks']
    case 'tag':
      return ['any', 'none']
    case 'consent':
    case 'country':
    case 'language':
      return IS_OPS
    case 'last_message':
      return LAST_MESSAGE_OPS
    case 'broadcast':
      return BROADCAST_OPS
    case 'read_rate':
      return ['at_least', 'below']
  }
}

const OP_NAMES: Record<Op, () => string> = {
  is: m.segments_op_is,
  is_not: m.segments_op_is_not,
  contains: m.segments_op_contains,
  lacks: m.segments_op_lacks,
  blank: m.segments_op_blank,
  filled: m.segments_op_filled,
  more: m.segments_op_more,
  less: m.segments_op_less,
  after: m.segments_op_after,
  before: m.segments_op_before,
  any: m.segments_op_any,
  none: m.segments_op_none,
  within: m.segments_op_within,
  not_within: m.segments_op_not_within,
  ever: m.segments_op_ever,
  never: m.segments_op_never,
  got: m.segments_op_got,
  not_got: m.segments_op_not_got,
  read: m.segments_op_read,
  not_read: m.segments_op_not_read,
  replied: m.segments_op_replied,
  not_replied: m.segments_op_not_replied,
  missed: m.segments_op_missed,
  unread: m.segments_op_unread,
  tapped: m.segments_op_tapped,
  failed: m.segments_op_failed,
  at_least: m.segments_op_at_least,
  below: m.segments_op_below,
}

export const opName = (op: Op) => OP_NAMES[op]()

/** The row with another comparison; a value that it has no use for goes. */
export function withOp(rule: Rule, op: string): Rule {
  const value = op === 'blank' || op === 'filled' ? { value: '' } : {}
  if (rule.on === 'broadcast') {
    // A reason belongs to failures only.
    const { code: _, ...rest } = rule
    return { ...rest, op } as Rule
  }
  // Offered were only the operators of this row's own kind.
  return { ...rule, op, ...(rule.on === 'column' || rule.on === 'field' ? value : {}) } as Rule
}
