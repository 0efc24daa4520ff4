import type { Deps } from '../../boundary/deps'
import { listNames } from './user-queries'

/** What people are called, by their id; who closed their account is missing. */
export async function namesOf(
  { db }: Pick<Deps, 'db'>,
  userIds: string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)]
  if (ids.length === 0) return new Map()
  const rows = await listNames(db.directory, ids)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
