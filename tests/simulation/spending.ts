import {
  type PriceCategory,
  priceCategory,
  priceDay,
  rateFor,
} from '../../worker/features/meta/rates'
import type { Scene } from './history'
import { Violation } from './violation'

/** What Meta took, or may have taken, of each broadcast is what its month counts, to the last cent. */
export function checkSpending({ databases }: Scene): void {
  for (const database of Object.values(databases)) {
    if (database.name === 'DIRECTORY') continue
    const rows = database.read(
      `SELECT r.broadcast_id, r.country, b.template ->> 'category', b.launched_at
       FROM recipients AS r JOIN broadcasts AS b
         ON b.account_id = r.account_id AND b.id = r.broadcast_id
       WHERE r.state NOT IN ('queued', 'skipped')
         AND (r.state <> 'failed' OR r.accepted_at IS NOT NULL OR r.wamid IS NOT NULL)`,
    )
    const due = new Map<string, number>()
    for (const [id, country, category, launchedAt] of rows) {
      const priced: PriceCategory = priceCategory(String(category))
      const day = priceDay(Number(launchedAt))
      const { micros } = rateFor(country === null ? null : String(country), priced, day)
      due.set(String(id), (due.get(String(id)) ?? 0) + micros)
    }
    const counted = database.read(
      `SELECT broadcast_id, sum(micros) FROM message_spending WHERE broadcast_id <> ''
       GROUP BY 1 HAVING sum(micros) <> 0`,
    )
    const said = new Map(counted.map(([id, micros]) => [String(id), Number(micros)]))
    for (const id of new Set([...due.keys(), ...said.keys()])) {
      if (due.get(id) === said.get(id)) continue
      throw new Violation('money', `${id} cost ${due.get(id)}, and ${said.get(id)} is counted`)
    }
  }
}
