// Which parts of two contacts differ, and which side each is taken from unless somebody says otherwise.

import type { ContactView, FieldView } from '../../../worker/contract/contacts'

export type Side = 'kept' | 'dropped'

export type Part = {
  /** As the server calls it. */
  key: string
  kept: string | null
  dropped: string | null
  /** Null where there is nothing to choose: one is blank, or both say the same. */
  usual: Side | null
}

/** The better one to keep: who has a number, then who wrote last, then the older one. */
export function inKeepingOrder<T extends Rankable>(a: T, b: T): [T, T] {
  const ranks = (one: T) => [one.phone ? 1 : 0, one.lastInboundAt ?? 0, -one.createdAt]
  const [of, other] = [ranks(a), ranks(b)]
  const at = of.findIndex((value, index) => value !== other[index])
  return at >= 0 && (of[at] ?? 0) < (other[at] ?? 0) ? [b, a] : [a, b]
}

type Rankable = Pick<ContactView, 'phone' | 'lastInboundAt' | 'createdAt'>

/** The fuller name; of a number the one that was written from last; of anything else the newer. */
export function partsOf(kept: ContactView, dropped: ContactView, fields: FieldView[]): Part[] {
  const newer: Side = dropped.version > kept.version ? 'dropped' : 'kept'
  const heard: Side = (dropped.lastInboundAt ?? 0) > (kept.lastInboundAt ?? 0) ? 'dropped' : 'kept'
  const fuller: Side = (dropped.name?.length ?? 0) > (kept.name?.length ?? 0) ? 'dropped' : 'kept'
  const keys = new Set([...Object.keys(kept.fields), ...Object.keys(dropped.fields)])
  // In the order in which the account has them; what it has no more comes last.
  const known = fields.map(({ key }) => key).filter((key) => keys.has(key))
  const custom = [...new Set([...known, ...keys])]
  const parts = [
    partOf('name', kept.name, dropped.name, fuller),
    partOf('phone', kept.phone, dropped.phone, heard),
    partOf('email', kept.email, dropped.email, newer),
    partOf('language', kept.language, dropped.language, newer),
    ...custom.map((key) =>
      partOf(`fields.${key}`, kept.fields[key] ?? null, dropped.fields[key] ?? null, newer),
    ),
  ]
  return parts.filter((part) => part.kept !== null || part.dropped !== null)
}

function partOf(key: string, kept: string | null, dropped: string | null, usual: Side): Part {
  const isChoice = kept !== null && dropped !== null && kept !== dropped
  return { key, kept, dropped, usual: isChoice ? usual : null }
}

/** The parts that come from the contact that goes. */
export const takenFrom = (parts: Part[], chosen: Record<string, Side>): string[] =>
  parts
    .filter(({ key, usual }) => usual !== null && (chosen[key] ?? usual) === 'dropped')
    .map(({ key }) => key)
