import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import {
  ContactFilter,
  ContactQuery,
  ContactView,
  CountView,
  FieldView,
  NewContact,
  TagView,
  TimelineEntry,
  TimelineQuery,
} from '../../contract/contacts'
import { requireRole } from '../accounts/roles'
import {
  addContact,
  getContact,
  listContacts,
  listFields,
  listTags,
  readTimeline,
  totalContacts,
} from './operations'
import type { TimelineSource } from './timeline'

/** The timeline's sources come from the app, which knows all features. */
export const contactRoutes = (timeline: readonly TimelineSource[]) =>
  new Hono<AppContext>()
    .get('/', answers('Contacts', listOf(ContactView)), query(ContactQuery), async (c) => {
      const { after, limit, ...filter } = c.req.valid('query')
      const search = { ...filter, isBlind: !c.var.member.seesPhones }
      return c.json(await listContacts(c.var.db, search, after, limit))
    })
    .post('/', answers('Add a contact', ContactView, 201), body(NewContact), async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'contacts.change')
      const actor = `user:${member.userId}`
      return c.json(await addContact(deps, db, actor, c.req.valid('json')), 201)
    })
    .get('/count', answers('How many match', CountView), query(ContactFilter), async (c) => {
      const { deps, db, member } = c.var
      const search = { ...c.req.valid('query'), isBlind: !member.seesPhones }
      const count = await totalContacts(db, search)
      return c.json({ count, at: deps.clock.now() })
    })
    .get('/:contactId', answers('A contact', ContactView), async (c) =>
      c.json(await getContact(c.var.db, c.req.param('contactId'))),
    )
    .get(
      '/:contactId/timeline',
      answers('What happened with a contact', listOf(TimelineEntry)),
      query(TimelineQuery),
      async (c) => {
        const { deps, db, language } = c.var
        const { after = Number.MAX_SAFE_INTEGER, limit } = c.req.valid('query')
        const scope = { deps, db, language }
        const contactId = c.req.param('contactId')
        return c.json(await readTimeline(scope, timeline, contactId, after, limit))
      },
    )

export const tagRoutes = new Hono<AppContext>().get(
  '/',
  answers('Tags', listOf(TagView)),
  async (c) => c.json(await listTags(c.var.db)),
)

export const fieldRoutes = new Hono<AppContext>().get(
  '/',
  answers('Custom fields', listOf(FieldView)),
  async (c) => c.json(await listFields(c.var.db)),
)
