import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { ParameterMapping, SkipReason } from '../../contract/broadcasts'
import type { TemplateParameter } from '../../contract/templates'
import { hasWords } from '../contacts/segments'
import { type Chosen, contactValue, isChosen, isMarketing, leftOutReason } from './audience'
import type { Frequency } from './frequency'
import type { PlanGroup } from './plan'
import type { Person } from './values'

export type Choice = {
  chosen: Chosen
  category: string
  parameters: TemplateParameter[]
  mapping: ParameterMapping
  /** The account's declaration, for marketing to people without a recorded consent. */
  basisId: string | null
  frequency: Frequency
  /** From when the cap and the hours of rest look back. */
  heardAt: number
}

/** Why a person is left out, of those chosen. */
export const reasonOf = ({ category, parameters, mapping, basisId, frequency, heardAt }: Choice) =>
  leftOutReason(category, parameters, mapping, basisId, frequency, heardAt)

/**
 * Chosen people grouped by why they are left out (null: not) and country, and how many of those who get it
 * lack an own value and get the fall-back, by parameter key; where there is none, how many are left out for
 * it. One statement: it goes over all contacts.
 */
export async function groupAudience(
  db: AccountDb,
  choice: Choice,
): Promise<{
  groups: PlanGroup[]
  fallbacks: { key: string; count: number }[]
  missing: { key: string; count: number }[]
  /** Of those who get it, people without a recorded consent. */
  onBasis: number
}> {
  const { chosen, category, parameters, mapping } = choice
  const own = parameters.flatMap(({ key }) => {
    const source = mapping[key]
    return source && source.from !== 'fixed' ? [{ key, source }] : []
  })
  const lacks = own.map(
    ({ source }, at) => sql`, ${contactValue(source)} IS NULL AS ${sql.raw(`f${at}`)}`,
  )
  const sums = own.map((_, at) => sql.raw(`, sum(f${at}) AS f${at}`))
  // The columns f0, f1 … hold counts as well.
  const rows = await db.all<PlanGroup & { silent: number } & Record<string, unknown>>(sql`
    SELECT reason, country, count(*) AS people, sum(silent) AS silent ${sql.join(sums)} FROM (
      SELECT ${reasonOf(choice)} AS reason, c.country,
             c.consent <> 'opted_in' AS silent ${sql.join(lacks)}
      FROM contacts AS c WHERE ${isChosen(db.accountId, chosen)})
    GROUP BY reason, country`)
  const kept = rows.filter(({ reason }) => reason === null)
  const gaps = rows.filter(({ reason }) => reason === 'missing_parameter')
  const lacking = (some: typeof rows, hasFallback: boolean) =>
    own.flatMap(({ key, source }, at) => {
      if ((source.fallback !== null) !== hasFallback) return []
      return [{ key, count: some.reduce((sum, row) => sum + Number(row[`f${at}`]), 0) }]
    })
  return {
    groups: rows.map(({ reason, country, people }) => ({ reason, country, people })),
    fallbacks: lacking(kept, true),
    missing: lacking(gaps, false),
    onBasis: isMarketing(category) ? kept.reduce((sum, { silent }) => sum + silent, 0) : 0,
  }
}

export type AudienceRow = { id: string; name: string | null; phone: string | null }

/** Some of the people chosen: left out for a reason (null: they get it), all or only who lacks a value. */
export type Part = { reason: string | null; lacks: string | null }

/** People of a part of the audience, by contact id. */
export function pagePart(
  db: AccountDb,
  choice: Choice,
  { reason, lacks }: Part,
  after: string,
  limit: number,
): Promise<AudienceRow[]> {
  const source = lacks === null ? undefined : choice.mapping[lacks]
  const isLacking = source && source.from !== 'fixed' ? sql`${contactValue(source)} IS NULL` : null
  if (lacks !== null && isLacking === null) return Promise.resolve([])
  return db.all<AudienceRow>(sql`
    SELECT c.id, c.name, c.phone FROM contacts AS c
    WHERE ${isChosen(db.accountId, choice.chosen)} AND c.id > ${after}
      AND ${reasonOf(choice)} IS ${reason} AND ${isLacking ?? sql`true`}
    ORDER BY c.id LIMIT ${limit}`)
}

export type ChosenPerson = Person & { id: string; reason: SkipReason | null }

/**
 * People with what their messages are filled from: the first who get it; or, of all who are chosen, those
 * whom a search finds, also where they are left out.
 */
export async function samplePeople(
  db: AccountDb,
  choice: Choice,
  search: { q: string; isBlind: boolean } | null,
  limit: number,
): Promise<ChosenPerson[]> {
  const rows = await db.all<PersonRow & { id: string; reason: SkipReason | null }>(sql`
    SELECT c.id, ${reasonOf(choice)} AS reason, ${PERSON_COLUMNS} FROM contacts AS c
    WHERE ${isChosen(db.accountId, choice.chosen)}
      AND ${search ? hasWords(search.q, search.isBlind) : sql`reason IS NULL`}
    ORDER BY c.id LIMIT ${limit}`)
  return rows.map(({ id, reason, ...row }) => ({ id, reason, ...toPerson(row) }))
}

export type PersonRow = Omit<Person, 'fields'> & { fields: string }

export const PERSON_COLUMNS = sql.raw(
  'c.name, c.first_name AS firstName, c.last_name AS lastName, c.phone, c.email, c.fields',
)

export const toPerson = ({ fields, ...row }: PersonRow): Person => ({
  ...row,
  // The column holds what `contacts` operations wrote: an object of texts.
  fields: JSON.parse(fields) as Record<string, string>,
})
