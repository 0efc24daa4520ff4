import type { AccountDb } from '../../boundary/db'
import { randomId } from '../../lib/ids'
import { fold } from './folding'
import { countTags, findTagsByFolded, insertTags } from './tag-queries'

/** More would be a column of notes mistaken for tags. */
export const TAGS_PER_ACCOUNT = 2000

/** Ids of tags by folded name, making those that are missing; null when there would be too many. */
export async function ensureTags(
  db: AccountDb,
  names: readonly string[],
  now: number,
): Promise<Map<string, string> | null> {
  const byFolded = new Map(names.map((name) => [fold(name), name]))
  const wanted = [...byFolded.keys()]
  const found = toMap(await findTagsByFolded(db, wanted))
  const missing = [...byFolded].filter(([folded]) => !found.has(folded))
  if (missing.length === 0) return found
  if ((await countTags(db)) + missing.length > TAGS_PER_ACCOUNT) return null
  const added = missing.map(([folded, name]) => ({ id: randomId(), name, folded }))
  await insertTags(db, added, now)
  return toMap(await findTagsByFolded(db, wanted))
}

const toMap = (rows: { id: string; folded: string }[]) =>
  new Map(rows.map(({ id, folded }) => [folded, id]))
