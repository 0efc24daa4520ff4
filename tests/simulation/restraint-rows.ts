import { type QuietHours, USUAL_QUIET_HOURS } from '../../worker/contract/schedule'
import { openZone } from '../../worker/lib/zones'
import type { Databases } from './sqlite'
import type { Account } from './world'

/** Everything rests from some minutes on, into the middle of sending, until the day is over. */
export function insertQuietHours(
  databases: Databases,
  account: Account,
  now: number,
  { inMs, clock }: { inMs: number; clock: Account['quietClock'] },
): void {
  const to = openZone('Asia/Jerusalem')
    .wallTimeAt(now + inMs)
    .slice(11)
  if (to === '00:00') return
  account.quietFrom = to
  account.quietClock = clock
  const rules: QuietHours = {
    ...USUAL_QUIET_HOURS,
    isOn: true,
    appliesTo: 'everything',
    clock,
    hours: [0, 1, 2, 3, 4, 5, 6].map(() => ({ from: '00:00', to })),
    shabbat: false,
    holidays: false,
  }
  databases[account.shard].run({
    sql: 'INSERT INTO quiet_hours (account_id, rules, updated_at) VALUES (?, ?, ?)',
    values: [account.id, JSON.stringify(rules), now],
  })
}

/** One in four lets nobody get more than one marketing message; told by its id, so that no draw is spent on it. */
export const hasCap = ({ id }: Account): boolean => id < 'i'

const CAP_DAYS = 365

export function insertCap(databases: Databases, { id, shard }: Account): void {
  databases[shard].run({
    sql: 'INSERT INTO frequency_caps (account_id, messages, days) VALUES (?, 1, ?)',
    values: [id, CAP_DAYS],
  })
}

export function insertTesters(
  databases: Databases,
  { id, shard, member }: Account,
  people: { contactId: string }[],
): void {
  for (const { contactId } of people) {
    databases[shard].run({
      sql: `INSERT INTO testers (account_id, contact_id, added_by, added_at) VALUES (?, ?, ?, 0)
            ON CONFLICT DO NOTHING`,
      values: [id, contactId, member.userId],
    })
  }
}
