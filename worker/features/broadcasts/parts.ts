// Parts are runs of rows that begin together. A part is filled by passes over the audience; each person is
// in the first pass that wants them, and passes are written down one after another, so that the order of
// the rows is the order of sending.

import { type SQL, sql } from 'drizzle-orm'
import type { PartKind, WaitReason } from '../../contract/broadcast-parts'
import { lotOf } from './lots'

/** A part that opens only when somebody, or a rule, decides so. */
export const UNTIL_DECIDED = Number.MAX_SAFE_INTEGER

/** One thing that is asked of a person; what a pass asks must hold in full. */
export type Who =
  /** They wrote to us. */
  | { has: 'written'; since: number }
  /** They read what we sent. */
  | { has: 'read'; since: number }
  /** They drew a lot of a broadcast's that is not higher. */
  | { has: 'lot'; of: string; upTo: number }
  /** They are in one of these countries; or in none of them, also where it is not known. */
  | { has: 'country'; of: string[]; isOther: boolean }

export type Pass = Who[]

export type PlannedPart = {
  kind: PartKind
  /** Null: at once. */
  opensAt: number | null
  waitsFor: WaitReason | null
  /** Whose clock its people look at, where that counts. */
  zone?: string
  passes: Pass[]
}

/** Everybody, at once. */
const ONE_PASS: Pass[] = [[]]

export const passesOf = (parts: PlannedPart[] | null): Pass[] =>
  parts ? parts.flatMap(({ passes }) => passes) : ONE_PASS

/** The part that ends with a pass; none while more passes of the same part follow. */
export function partEndingWith(parts: PlannedPart[], pass: number): PlannedPart | undefined {
  let passes = 0
  return parts.find((part) => {
    passes += part.passes.length
    return passes === pass + 1
  })
}

/**
 * Whether a contact (`contacts AS c`) is in a pass: wanted by it, and taken by none before. Asked again what
 * the earlier ones wanted would lose whoever writes or reads between two passes.
 */
export function isInPass(
  passes: Pass[],
  at: number,
  { accountId, id }: { accountId: string; id: string },
): SQL {
  const isTaken = sql`EXISTS (
    SELECT 1 FROM recipients AS w INDEXED BY recipients_by_contact
    WHERE w.account_id = ${accountId} AND w.contact_id = c.id AND w.broadcast_id = ${id})`
  return all([...(passes[at] ?? []).map(asks), ...(at > 0 ? [sql`NOT ${isTaken}`] : [])])
}

/** Whether a contact is wanted by some of all parts, whoever else wants them: by their last pass, the widest. */
export function isWantedBy(some: PlannedPart[], all: PlannedPart[]): SQL {
  if (some.length === all.length) return sql`true`
  const wanted = some.map((part) => matches(widestOf(part)))
  return sql`(${sql.join(wanted, sql` OR `)})`
}

export const widestOf = ({ passes }: PlannedPart): Pass => passes.at(-1) ?? []

const matches = (pass: Pass): SQL => all(pass.map(asks))

const all = (conditions: SQL[]): SQL =>
  conditions.length > 0 ? sql`(${sql.join(conditions, sql` AND `)})` : sql`true`

const COUNTRY = /^[A-Z]{2}$/

/** Numbers of ours stand in the text: a statement binds 100 values, and audiences need them. */
const asks = (who: Who): SQL => {
  if (who.has === 'lot') return sql`${lotOf(who.of)} <= ${sql.raw(String(who.upTo))}`
  if (who.has === 'country') {
    const list = who.of.filter((code) => COUNTRY.test(code)).map((code) => `'${code}'`)
    const isThere = sql`coalesce(c.country IN (${sql.raw(list.join(', '))}), 0)`
    return who.isOther ? sql`NOT ${isThere}` : isThere
  }
  const { has, since } = who
  const time = sql.raw(String(Math.trunc(since)))
  return has === 'written'
    ? sql`coalesce(c.last_inbound_at >= ${time}, 0)`
    : sql`EXISTS (SELECT 1 FROM recipients AS h
        WHERE h.account_id = c.account_id AND h.contact_id = c.id AND h.read_at >= ${time})`
}

/** Where a freeze stands: in which pass, and behind whom. */
export type FreezePlace = { pass: number; after: string }

/** In the first pass the cursor is the last contact's id; in later ones the pass stands before it. */
export function placeOf(cursor: string | null): FreezePlace {
  if (cursor === null) return { pass: 0, after: '' }
  const [pass, after] = cursor.split(':')
  return after === undefined ? { pass: 0, after: cursor } : { pass: Number(pass), after }
}

export const cursorPrefix = (pass: number): string => (pass === 0 ? '' : `${pass}:`)
