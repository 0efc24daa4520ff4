// Whether the portfolio's limit of people is nearly used up: shown beside the number's health, and as the banner.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { listNotes, removeNotes, saveNotes } from '../meta/health-queries'
import { listConnectionRows, listNumberRows } from '../meta/queries'
import { stepOfLimit } from './ledger'
import { limitedPortfolio, roomOf } from './ledger-operations'
import { sumUsed } from './ledger-queries'

type NoteDeps = Pick<Deps, 'clock' | 'live'>

/** Says of every connection how near its limit is, from four fifths on. Repeatable. */
export async function noteLimits(deps: NoteDeps, db: AccountDb): Promise<void> {
  const now = deps.clock.now()
  const [rows, numbers, notes] = await Promise.all([
    listConnectionRows(db),
    listNumberRows(db),
    listNotes(db),
  ])
  let isChanged = false
  for (const { id: connectionId, state } of rows) {
    const number = numbers.find((one) => one.connectionId === connectionId)
    if (state !== 'active' || !number) continue
    const found = await nearness(db, number.id, now)
    const known = notes.find(
      (one) => one.connectionId === connectionId && one.kind === 'limit_near',
    )
    if ((known?.detail ?? null) === (found?.detail ?? null)) continue
    isChanged = true
    if (found) {
      const { accountId } = db
      const note = {
        accountId,
        connectionId,
        kind: 'limit_near' as const,
        numberId: '',
        since: now,
      }
      await saveNotes(db, [{ ...note, ...found, source: 'news' }])
    } else await removeNotes(db, connectionId, ['limit_near'])
  }
  if (isChanged) await deps.live.changed(db.accountId, ['connections'])
}

/** Sums of rows tell at once that there is room; who counts twice is looked at near the limit. */
async function nearness(db: AccountDb, numberId: string, now: number) {
  const portfolio = await limitedPortfolio(db, numberId)
  if (!portfolio) return null
  const atMost = await sumUsed(db, { id: portfolio.id, now })
  if (stepOfLimit(atMost, portfolio.allowance) === null) return null
  const room = await roomOf(db, numberId, now)
  const step = room && stepOfLimit(room.used, room.allowance)
  return step ? { detail: `${step}%`, until: room.freeAt } : null
}
