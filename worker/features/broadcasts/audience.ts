import { type SQL, sql } from 'drizzle-orm'
import { RETRYABLE_CODES } from '../../boundary/graph/send-errors'
import type {
  Audience,
  ParameterMapping,
  ParameterSource,
  RetryKind,
  SkipReason,
} from '../../contract/broadcasts'
import { SAMPLE_START } from '../../contract/samples'
import { countRules, type Filter } from '../../contract/segments'
import type { TemplateParameter } from '../../contract/templates'
import { MINUTE_MS } from '../../lib/time'
import { matchesFilter } from '../contacts/segments'
import { type Frequency, isRecentlyWritten, isTooOften } from './frequency'

/**
 * Who gets a broadcast and who is left out, as SQL over `contacts AS c`. The plan counts with it, the
 * preview shows with it and the freeze writes rows with it: one rule, three uses.
 */

/** The identity a message goes to: the phone where we have it (Meta recommends it), else the BSUID. */
export const IDENTITY = sql.raw('coalesce(c.phone, c.bsuid)')

export function isChosen(accountId: string, { audience, filters, retry, now }: Chosen): SQL {
  if (retry) return sql`c.account_id = ${accountId} AND ${isRetried(accountId, retry, now)}`
  const isInAny = (some: Filter[]) =>
    some.map((filter) => matchesFilter({ accountId, now }, filter))
  const included = audience.everyone
    ? sql`true`
    : anyOf([...tagged(audience.tags), ...isInAny(filters.included)])
  const excluded = anyOf([...tagged(audience.withoutTags), ...isInAny(filters.excluded)])
  return sql`c.account_id = ${accountId} AND ${included} AND NOT ${excluded}`
}

const anyOf = (parts: SQL[]): SQL =>
  parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` OR `)})`

const tagged = (tagIds: string[]) => (tagIds.length > 0 ? [hasAnyTag(tagIds)] : [])

const hasAnyTag = (tagIds: string[]) => sql`EXISTS (
  SELECT 1 FROM json_each(${JSON.stringify(tagIds)}) AS j
  CROSS JOIN contact_tags AS ct
    ON ct.account_id = c.account_id AND ct.tag_id = j.value AND ct.contact_id = c.id)`

/** Who is chosen: an audience, or the people of another broadcast who get another try. */
export type Chosen = {
  audience: Audience
  filters: AudienceFilters
  retry: Retry | null
  /** Settled at launch: the same people are chosen in each slice of the freeze. */
  now: number
}
export type Retry = { of: string; by: string; what: RetryKind }

/** The rows of an audience's segments. */
export type AudienceFilters = { included: Filter[]; excluded: Filter[] }

/** A launched broadcast keeps the rows it was confirmed with: a later change of a segment is not its own. */
export type StoredAudience = Audience & { filters?: AudienceFilters }

/** A statement takes 100 values; a rule binds two, and the plan's own leave room for so many. */
export const MOST_AUDIENCE_RULES = 25

export const isTooLong = ({ included, excluded }: AudienceFilters): boolean =>
  [...included, ...excluded].reduce((sum, filter) => sum + countRules(filter), 0) >
  MOST_AUDIENCE_RULES

/**
 * A consumer lives 15 minutes at most, and a row is marked unknown after its lease: whoever is still
 * unknown after this has no POST under way any more.
 */
export const SETTLED_MS = 30 * MINUTE_MS

/** Rows of a broadcast that can be tried again, as SQL over `recipients AS r`. */
export const isRetryable = (what: RetryKind, now: number): SQL =>
  what === 'failed'
    ? sql`(r.state = 'failed' AND r.code IN (
        SELECT value FROM json_each(${JSON.stringify(RETRYABLE_CODES.map(String))})))`
    : sql`(r.state = 'unknown' AND coalesce(r.claimed_at, 0) < ${now - SETTLED_MS})`

/** Left out of a retry before their turn came, since it was stopped or above what was confirmed: not tried. */
const UNTRIED = ['cancelled', 'over_limit'] satisfies SkipReason[]

export const isUntried = (state: string, code: string | null): boolean =>
  state === 'skipped' && UNTRIED.some((one) => one === code)

/** Whether another retry of a broadcast than `by` has taken a person of it (`recipients AS r`). */
export const isTakenByOther = (accountId: string, of: string, by: string): SQL => sql`EXISTS (
  SELECT 1 FROM recipients AS t JOIN broadcasts AS b
    ON b.account_id = t.account_id AND b.id = t.broadcast_id
  WHERE t.account_id = ${accountId} AND t.contact_id = r.contact_id
    AND b.parent_id = ${of} AND b.id <> ${by}
    AND NOT (t.state = 'skipped' AND t.code IN (SELECT value FROM json_each(${JSON.stringify(UNTRIED)}))))`

/**
 * Nobody is tried twice at once: people whom another retry of the same broadcast took stay out. So do those
 * who got it as somebody with whom they have become one.
 */
const isRetried = (accountId: string, { of, by, what }: Retry, now: number): SQL => sql`c.id IN (
  SELECT r.contact_id FROM recipients AS r
  WHERE r.account_id = ${accountId} AND r.broadcast_id = ${of} AND ${isRetryable(what, now)}
    AND NOT EXISTS (
      SELECT 1 FROM recipients AS o
      WHERE o.account_id = ${accountId} AND o.contact_id = r.contact_id AND o.broadcast_id = ${of}
        AND o.no <> r.no AND o.state NOT IN ('failed', 'skipped'))
    AND NOT ${isTakenByOther(accountId, of, by)})`

/** Meta's category as the claim and the plan use it. */
export const isMarketing = (category: string) => category.toUpperCase() === 'MARKETING'

/** Nothing is sent to people who are made up, whatever was chosen: the claim asks it too. */
export const isSample = (contactId: SQL): SQL =>
  sql`${contactId} GLOB ${sql.raw(`'${SAMPLE_START}*'`)}`

/** That an identity asked for no more: a marketing stop does not block a utility message, a full stop does. */
export const isStopped = (accountId: SQL | string, identity: SQL, category: string): SQL => {
  const scope = isMarketing(category) ? sql`true` : sql`s.scope = 'all'`
  return sql`EXISTS (
    SELECT 1 FROM suppressions AS s
    WHERE s.account_id = ${accountId} AND s.identity = ${identity} AND ${scope})`
}

/** The reason why a chosen person is left out; null for those who get it. First reason wins. */
export function leftOutReason(
  category: string,
  parameters: TemplateParameter[],
  mapping: ParameterMapping,
  basisId: string | null,
  frequency: Frequency,
  now: number,
): SQL {
  const marketing = isMarketing(category) ? 1 : 0
  const needsConsent = marketing === 1 && basisId === null ? 1 : 0
  return sql`CASE
    WHEN ${isSample(sql.raw('c.id'))} THEN 'sample'
    WHEN ${IDENTITY} IS NULL THEN 'no_identity'
    WHEN ${isStopped(sql.raw('c.account_id'), IDENTITY, category)} THEN 'opted_out'
    WHEN ${marketing} AND c.consent = 'opted_out' THEN 'opted_out'
    WHEN ${marketing} AND c.country = 'US' THEN 'us_marketing'
    WHEN ${needsConsent} AND c.consent <> 'opted_in' THEN 'no_consent'
    WHEN ${lacksParameter(parameters, mapping)} THEN 'missing_parameter'
    WHEN ${isRecentlyWritten(frequency, now)} THEN 'recently_written'
    WHEN ${marketing === 1 ? isTooOften(frequency, now) : sql`false`} THEN 'too_often'
  END`
}

/** The entry that a marketing message to a contact rests on; null for other messages. */
export const consentEntry = (category: string, basisId: string | null): SQL =>
  isMarketing(category)
    ? sql`iif(c.consent = 'opted_in', (
        SELECT k.id FROM consents AS k
        WHERE k.account_id = c.account_id AND k.contact_id = c.id AND k.change = 'opted_in'
        ORDER BY k.id DESC LIMIT 1), ${basisId && `basis:${basisId}`})`
    : sql`NULL`

function lacksParameter(parameters: TemplateParameter[], mapping: ParameterMapping): SQL {
  const gaps = parameters.flatMap(({ key }) => {
    const source = mapping[key]
    // Not matched yet: a draft with such a gap can't be launched, and until then it counts nobody out.
    if (!source) return []
    const hasAlways = source.from === 'fixed' || source.fallback !== null
    return hasAlways ? [] : [sql`${contactValue(source)} IS NULL`]
  })
  return gaps.length > 0 ? sql`(${sql.join(gaps, sql` OR `)})` : sql`false`
}

const COLUMNS = {
  name: sql.raw('c.name'),
  first_name: sql.raw('c.first_name'),
  last_name: sql.raw('c.last_name'),
  phone: sql.raw('c.phone'),
  email: sql.raw('c.email'),
} as const

/** What the contact itself holds for a source, without the fall-back; null when empty. */
export function contactValue(source: Exclude<ParameterSource, { from: 'fixed' }>): SQL {
  const value =
    source.from === 'contact'
      ? COLUMNS[source.column]
      : sql`json_extract(c.fields, ${`$.${JSON.stringify(source.key)}`})`
  return sql`nullif(trim(${value}), '')`
}
