// A filter as SQL over `contacts AS c`. Columns and operators come from the lists below, never from a
// request; everything a person typed is bound. D1 takes 100 values a statement: a rule binds two at most.

import { type SQL, sql } from 'drizzle-orm'
import type { Filter, Group, Rule } from '../../contract/segments'
import { DAY_MS } from '../../lib/time'
import { fold, searchWordsOf } from './folding'

export type FilterScope = {
  accountId: string
  now: number
  /** For somebody who may not see phone numbers, and so can't look for their digits. */
  isBlind?: boolean | undefined
  /** Every contact is gone over, and not a page of them. */
  isOfAll?: boolean | undefined
}

/** Whether a contact matches. */
export function matchesFilter(scope: FilterScope, filter: Filter): SQL {
  if (filter.rules.length === 0) return sql`true`
  const rules = filter.rules.map((rule) =>
    'rules' in rule ? matchesGroup(scope, rule) : matchesRule(scope, rule),
  )
  return joined(filter.join, rules)
}

const matchesGroup = (scope: FilterScope, { join, rules }: Group) =>
  joined(
    join,
    rules.map((rule) => matchesRule(scope, rule)),
  )

const joined = (join: Filter['join'], parts: SQL[]): SQL =>
  sql`(${sql.join(parts, join === 'all' ? sql` AND ` : sql` OR `)})`

function matchesRule(scope: FilterScope, rule: Rule): SQL {
  const { accountId, now, isBlind } = scope
  switch (rule.on) {
    case 'column':
      return compares(COLUMNS[rule.column], rule.op, rule.value)
    case 'field':
      return compares(sql`(c.fields ->> ${`$."${rule.key}"`})`, rule.op, rule.value)
    case 'search':
      return unless(rule.op === 'lacks', hasWords(rule.value, isBlind))
    case 'tag':
      return unless(rule.op === 'none', hasAnyTag(rule.tags))
    case 'consent':
      return unless(rule.op === 'is_not', sql`c.consent = ${rule.value}`)
    case 'country':
      return unless(rule.op === 'is_not', isOneOf(sql`c.country`, rule.countries))
    case 'language':
      return unless(rule.op === 'is_not', sql`coalesce(c.language, '') = ${rule.value}`)
    case 'last_message':
      return LAST_MESSAGE[rule.op](now - rule.days * DAY_MS)
    case 'broadcast':
      return hasOfBroadcast(accountId, rule)
    case 'read_rate':
      return hasReadRate(scope, rule)
  }
}

const unless = (isTurned: boolean, condition: SQL) => (isTurned ? sql`NOT ${condition}` : condition)

const COLUMNS = {
  name: sql`c.name`,
  first_name: sql`c.first_name`,
  last_name: sql`c.last_name`,
  phone: sql`c.phone`,
  email: sql`c.email`,
} as const

type FieldOp = Extract<Rule, { on: 'field' }>['op']

/** Text is compared without regard to the case of Latin letters; what is missing is like a blank. */
const OPERATORS: Record<FieldOp, (column: SQL, value: string) => SQL> = {
  is: (column, value) => sql`lower(trim(coalesce(${column}, ''))) = lower(${value})`,
  is_not: (column, value) => sql`lower(trim(coalesce(${column}, ''))) <> lower(${value})`,
  contains: (column, value) => sql`instr(lower(coalesce(${column}, '')), lower(${value})) > 0`,
  lacks: (column, value) => sql`instr(lower(coalesce(${column}, '')), lower(${value})) = 0`,
  blank: (column) => sql`trim(coalesce(${column}, '')) = ''`,
  filled: (column) => sql`trim(coalesce(${column}, '')) <> ''`,
  more: (column, value) => asNumber(column, sql`> ${Number(value)}`),
  less: (column, value) => asNumber(column, sql`< ${Number(value)}`),
  after: (column, value) => asDay(column, sql`> ${value}`),
  before: (column, value) => asDay(column, sql`< ${value}`),
}

const compares = (column: SQL, op: FieldOp, value: string) => OPERATORS[op](column, value)

/** Only what is written as a number has a size. The cell is named once: its key is a bound value. */
const asNumber = (column: SQL, comparison: SQL) => sql`coalesce((
  SELECT CASE WHEN cell GLOB '[-0-9]*' AND json_valid(cell)
              THEN CAST(cell AS REAL) ${comparison} ELSE 0 END
  FROM (SELECT ${column} AS cell)), 0)`

const DAY_PATTERN = sql.raw(`'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'`)
const asDay = (column: SQL, comparison: SQL) => sql`coalesce((
  SELECT cell GLOB ${DAY_PATTERN} AND substr(cell, 1, 10) ${comparison}
  FROM (SELECT ${column} AS cell)), 0)`

/** What a search looks into, without the number. */
const WITHOUT_PHONE = sql`replace(c.search, coalesce(substr(c.phone, 2), ''), '')`

/** As the list's search: each word somewhere in name, phone or e-mail. */
export function hasWords(typed: string, isBlind = false): SQL {
  const words = searchWordsOf(typed)
  // What folds to nothing was only marks: nobody carries them.
  if (words.length === 0) return fold(typed) === '' ? sql`false` : sql`true`
  // instr() takes text as it is: LIKE knows wildcards, and D1 refuses patterns above 50 bytes.
  return sql`NOT EXISTS (
    SELECT 1 FROM json_each(${JSON.stringify(words)}) AS w
    WHERE instr(${isBlind ? WITHOUT_PHONE : sql`c.search`}, w.value) = 0)`
}

/** `IN` over a list that is unfolded once, not for each contact. */
const isOneOf = (column: SQL, values: readonly string[]) => sql`coalesce(
  ${column} IN (SELECT value FROM json_each(${JSON.stringify(values)})), 0)`

/** CROSS JOIN: without it SQLite reads all tags of the account for each contact. */
const hasAnyTag = (tagIds: readonly string[]) => sql`EXISTS (
  SELECT 1 FROM json_each(${JSON.stringify(tagIds)}) AS j
  CROSS JOIN contact_tags AS ct
    ON ct.account_id = c.account_id AND ct.tag_id = j.value AND ct.contact_id = c.id)`

const LAST_MESSAGE = {
  within: (since: number) => sql`coalesce(c.last_inbound_at >= ${since}, 0)`,
  not_within: (since: number) => sql`coalesce(c.last_inbound_at < ${since}, 1)`,
  ever: () => sql`c.last_inbound_at IS NOT NULL`,
  never: () => sql`c.last_inbound_at IS NULL`,
} as const

/**
 * What became of broadcasts stands in `recipients`, a table of theirs that is only read here. Its states
 * climb: who read a message has got it.
 */
const GOT = sql.raw(`r.state IN ('accepted', 'sent', 'delivered', 'read', 'played')`)
const READ = sql.raw(`r.state IN ('read', 'played')`)
const REACHED = sql.raw(`r.state IN ('delivered', 'read', 'played')`)
const EVIDENCE = {
  got: GOT,
  read: READ,
  replied: sql.raw('r.replied_at IS NOT NULL'),
  missed: sql.raw(`r.state IN ('failed', 'skipped')`),
  unread: sql.raw(`r.state = 'delivered'`),
  failed: sql.raw(`r.state = 'failed'`),
  tapped: sql.raw(`EXISTS (SELECT 1 FROM broadcast_taps AS p
    WHERE p.account_id = r.account_id AND p.broadcast_id = r.broadcast_id AND p.no = r.no)`),
} as const

const BROADCAST_OPS = {
  got: { of: 'got', isTurned: false },
  not_got: { of: 'got', isTurned: true },
  read: { of: 'read', isTurned: false },
  not_read: { of: 'read', isTurned: true },
  replied: { of: 'replied', isTurned: false },
  not_replied: { of: 'replied', isTurned: true },
  missed: { of: 'missed', isTurned: false },
  unread: { of: 'unread', isTurned: false },
  tapped: { of: 'tapped', isTurned: false },
  failed: { of: 'failed', isTurned: false },
} as const

function hasOfBroadcast(
  accountId: string,
  { op, broadcastId, code }: Extract<Rule, { on: 'broadcast' }>,
): SQL {
  const { of, isTurned } = BROADCAST_OPS[op]
  // A number, so that the rule binds no third value.
  const isOfCode = code === undefined ? sql`` : sql.raw(` AND r.code = '${Number(code)}'`)
  const evidence = sql`${EVIDENCE[of]}${isOfCode}`
  // One broadcast is read once, by its key; all of them are looked up by the contact.
  const has =
    broadcastId === null
      ? sql`EXISTS (
          SELECT 1 FROM recipients AS r INDEXED BY recipients_by_contact
          WHERE r.account_id = c.account_id AND r.contact_id = c.id AND ${evidence})`
      : sql`c.id IN (
          SELECT r.contact_id FROM recipients AS r
          WHERE r.account_id = ${accountId} AND r.broadcast_id = ${broadcastId} AND ${evidence})`
  return unless(isTurned, has)
}

function hasReadRate(
  { accountId, isOfAll }: FilterScope,
  { op, percent }: Extract<Rule, { on: 'read_rate' }>,
): SQL {
  const rate = sql`100 * sum(${READ}) ${op === 'at_least' ? sql`>=` : sql`<`} ${percent} * count(*)`
  // For all, the table is read once, in its own order (hence the plus), which takes half as long.
  if (isOfAll) {
    return sql`c.id IN (
      SELECT r.contact_id FROM recipients AS r WHERE r.account_id = ${accountId} AND ${REACHED}
      GROUP BY +r.contact_id HAVING ${rate})`
  }
  return sql`coalesce((
    SELECT ${rate} FROM recipients AS r INDEXED BY recipients_by_contact
    WHERE r.account_id = c.account_id AND r.contact_id = c.id AND ${REACHED}), 0)`
}
