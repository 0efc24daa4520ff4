import { type QuietHours, USUAL_QUIET_HOURS } from '../../worker/contract/schedule'
import { openZone } from '../../worker/lib/zones'
import type { Databases } from './sqlite'
import type { Account } from './world'

type Wish = { inMs: number; clock: 'workspace' | 'recipient' }

/** Everything rests from some minutes on, into the middle of sending: on a Friday until the Sabbath is over. */
export function insertQuietHours(
  databases: Databases,
  account: Account,
  now: number,
  { inMs, clock }: Wish,
): void {
  const [day = '', from = ''] = openZone('Asia/Jerusalem')
    .wallTimeAt(now + inMs)
    .split('T')
  if (from === '00:00') return
  const isFriday = weekdayOf(day) === FRIDAY
  account.quiet = {
    clock,
    // By recipients' clocks days of rest are kept in Israel only.
    isAt: isFriday
      ? (wall, country) => isSabbath(wall, from) && (clock === 'workspace' || country === 'IL')
      : (wall) => timeOf(wall) >= from,
  }
  const rules: QuietHours = {
    ...USUAL_QUIET_HOURS,
    isOn: true,
    appliesTo: 'everything',
    clock,
    hours: [0, 1, 2, 3, 4, 5, 6].map(() => ({ from: '00:00', to: isFriday ? '24:00' : from })),
    shabbat: isFriday,
    holidays: false,
    ...(isFriday && { restFrom: from, restUntil: SABBATH_ENDS }),
  }
  databases[account.shard].run({
    sql: 'INSERT INTO quiet_hours (account_id, rules, updated_at) VALUES (?, ?, ?)',
    values: [account.id, JSON.stringify(rules), now],
  })
}

const FRIDAY = 5
const SATURDAY = 6
const SABBATH_ENDS = '20:30'

const timeOf = (wallTime: string) => wallTime.slice(11)
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

function isSabbath(wallTime: string, from: string): boolean {
  const weekday = weekdayOf(wallTime.slice(0, 10))
  if (weekday === FRIDAY) return timeOf(wallTime) >= from
  return weekday === SATURDAY && timeOf(wallTime) < SABBATH_ENDS
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
