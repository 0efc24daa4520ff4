import { sql } from 'drizzle-orm'
import type { DirectoryDb } from '../../boundary/db'

export type CounterKey = { key: string; windowStart: number }

/** Adds one to each counter and answers the new counts. */
export const addToCounters = (db: DirectoryDb, keys: CounterKey[]) =>
  db.all<{ key: string; count: number }>(sql`
    INSERT INTO rate_counters (key, window_start, count)
    SELECT c.value ->> 'key', c.value ->> 'windowStart', 1 FROM json_each(${JSON.stringify(keys)}) AS c
    WHERE true
    ON CONFLICT (key, window_start) DO UPDATE SET count = count + 1
    RETURNING key, count`)

export const deleteOldCounters = (db: DirectoryDb, before: number) =>
  db.run(sql`DELETE FROM rate_counters WHERE window_start < ${before}`)
