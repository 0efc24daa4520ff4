import type { Database } from './sqlite'

/** When something of what is being sent, or cancelled, may go on: chunks open, quiet ends, a sample is judged. */
export function nextOpening(database: Database): number {
  const [row] = database.read(
    `SELECT min(CASE WHEN b.state <> 'running' THEN 0
        WHEN b.rests_until IS NOT NULL THEN b.rests_until
        ELSE min(coalesce((SELECT min(coalesce(c.opens_at, 0)) FROM chunks AS c
            WHERE c.account_id = b.account_id AND c.broadcast_id = b.id
              AND c.finished_at IS NULL), 0),
          coalesce(b.canary_decides_at, 9e15)) END)
     FROM broadcasts AS b WHERE b.state NOT IN ('draft', 'paused', 'done', 'cancelled')`,
  )
  return Number(row?.[0] ?? Number.POSITIVE_INFINITY)
}
