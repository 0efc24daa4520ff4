import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { ContactExport } from '../../contract/contacts'
import { requireRole } from '../accounts/roles'
import { exportContacts } from './people-export-operations'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const peopleExportRoutes = new Hono<AppContext>().get(
  '/export',
  answers('A filtered list as a file', null),
  query(ContactExport),
  async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'contacts.export')
    const wish = c.req.valid('query')
    const file = await exportContacts(deps, db, member, wish, language)
    const day = new Date(deps.clock.now()).toISOString().slice(0, 10)
    return c.body(file, 200, {
      'Content-Type': TYPES[wish.format],
      'Content-Disposition': `attachment; filename="contacts-${day}.${wish.format}"`,
    })
  },
)
