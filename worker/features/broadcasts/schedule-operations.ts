import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { HOLD_SECONDS } from '../../contract/broadcasts'
import type { CalendarView } from '../../contract/calendar'
import { holidayOn } from '../../lib/hebrew-calendar'
import { SECOND_MS } from '../../lib/time'
import { openZone } from '../../lib/zones'
import { getAccount } from '../accounts/account-operations'
import { broadcastNotScheduled } from './errors'
import { monthSheet } from './month'
import { getBroadcast } from './operations'
import { type Broadcast, moveBroadcast } from './queries'
import { isQuietDay } from './quiet-hours'
import { readQuietHours } from './quiet-operations'
import { listBetween } from './schedule-queries'

type ScheduleDeps = Pick<Deps, 'clock' | 'jobs' | 'live'>

/** Sends a scheduled broadcast now: with the hold of any launch, and within what was confirmed. */
export async function startScheduled(
  deps: ScheduleDeps,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<Broadcast> {
  const now = deps.clock.now()
  const change = {
    holdUntil: now + HOLD_SECONDS * SECOND_MS,
    launchedAt: now,
    // Everywhere at once: whoever presses it does not want to wait for clocks any more.
    start: { kind: 'now' as const },
    startsAt: null,
    stateReason: null,
  }
  const held = await moveBroadcast(db, id, ['scheduled'], 'holding', now, change, { actor })
  if (!held) {
    const present = await getBroadcast(db, id)
    // Pressed twice, or its time had just come.
    if (present.state === 'holding' || present.state === 'freezing') return present
    throw broadcastNotScheduled()
  }
  const job = { type: 'broadcast.freeze' as const, accountId: db.accountId, broadcastId: id }
  await deps.jobs.chore(job, { delaySeconds: HOLD_SECONDS })
  await tell(deps, db, id)
  return held
}

/** Makes it a draft again, to be changed and confirmed anew; nothing of it was sent. */
export async function unschedule(
  deps: ScheduleDeps,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<Broadcast> {
  const before = await getBroadcast(db, id)
  if (before.state === 'draft') return before
  const { filters: _, ...audience } = before.audience
  const change = {
    audience,
    version: before.version + 1,
    template: null,
    plan: null,
    startsAt: null,
    launchedAt: null,
    stateReason: null,
  }
  const now = deps.clock.now()
  const move = { actor, atVersion: before.version }
  const draft = await moveBroadcast(db, id, ['scheduled'], 'draft', now, change, move)
  if (!draft) throw broadcastNotScheduled()
  await tell(deps, db, id)
  return draft
}

/** More than these in six weeks can't be read on one page. */
const CALENDAR_MOST = 500

/** The sheet of a month: its broadcasts by the day they start, holidays and days on which nothing leaves. */
export async function viewCalendar(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  month: string,
): Promise<CalendarView> {
  const [{ timeZone }, rules] = await Promise.all([
    getAccount(deps.db.directory, db.accountId),
    readQuietHours(db),
  ])
  const zone = openZone(timeZone)
  const { days, from, until } = monthSheet(month, zone)
  const rows = await listBetween(db, from, until, CALENDAR_MOST + 1)
  return {
    zone: zone.name,
    today: zone.dayAt(deps.clock.now()),
    days: days.map((day) => ({
      day,
      holiday: holidayOn(day),
      isQuiet: rules.isOn && isQuietDay(rules, zone, day),
    })),
    broadcasts: rows.slice(0, CALENDAR_MOST).map(({ id, name, state, at, lastAt }) => ({
      ...{ id, name, state, at, day: zone.dayAt(at) },
      lastAt: lastAt !== null && lastAt > at ? lastAt : null,
    })),
    isCut: rows.length > CALENDAR_MOST,
  }
}

const tell = ({ live }: Pick<Deps, 'live'>, db: AccountDb, id: string) =>
  live.changed(db.accountId, [`broadcast:${id}`, 'broadcasts'])
