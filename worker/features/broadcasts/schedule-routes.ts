import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { CalendarQuery, CalendarView } from '../../contract/calendar'
import { QuietHours } from '../../contract/schedule'
import { requireRole } from '../accounts/roles'
import { changeQuietHours, readQuietHours } from './quiet-operations'
import { viewCalendar } from './schedule-operations'

/** When broadcasts rest. */
export const quietHoursRoutes = new Hono<AppContext>()
  .get('/', answers('When broadcasts rest', QuietHours), async (c) =>
    c.json(await readQuietHours(c.var.db)),
  )
  .patch('/', answers('Changes when broadcasts rest', QuietHours), body(QuietHours), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'business.change')
    return c.json(await changeQuietHours(deps, db, member, c.req.valid('json')))
  })

/** Broadcasts of a month, by the day they start. */
export const calendarRoutes = new Hono<AppContext>().get(
  '/',
  answers('A month of broadcasts', CalendarView),
  query(CalendarQuery),
  async (c) => c.json(await viewCalendar(c.var.deps, c.var.db, c.req.valid('query').month)),
)
