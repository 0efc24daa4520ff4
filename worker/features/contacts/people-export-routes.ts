import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { ContactExport } from '../../contract/contact-list'
import { todayOf } from '../accounts/account-operations'
import { requireRole } from '../accounts/roles'
import { fileHeaders } from './list-file'
import { exportContacts } from './people-export-operations'

export const peopleExportRoutes = new Hono<AppContext>().get(
  '/export',
  answers('A filtered list as a file', null),
  query(ContactExport),
  async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'contacts.export')
    const wish = c.req.valid('query')
    const file = await exportContacts(deps, db, member, wish, language)
    const today = await todayOf(deps, db.accountId)
    return c.body(file, 200, fileHeaders(wish.format, 'contacts', today))
  },
)
