import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import { ContactFilter, ContactQuery } from '../../contract/contact-list'
import {
  ContactChange,
  ContactView,
  CountView,
  FieldChange,
  FieldView,
  NewContact,
  NewField,
  TagView,
  TimelineEntry,
  TimelineQuery,
} from '../../contract/contacts'
import { requireRole } from '../accounts/roles'
import { changeContact } from './change-operations'
import { changeField, declareField } from './field-operations'
import {
  addContact,
  getContact,
  listContacts,
  listFields,
  listTags,
  readTimeline,
  totalContacts,
} from './operations'
import type { TimelineSources } from './timeline'

/** The timeline's sources come from the app, which knows all features. */
export const contactRoutes = (timeline: TimelineSources) =>
  new Hono<AppContext>()
    .get('/', answers('Contacts', listOf(ContactView)), query(ContactQuery), async (c) => {
      const { after, limit, sort, ...filter } = c.req.valid('query')
      const { deps, db, member } = c.var
      const search = { ...filter, isBlind: !member.seesPhones }
      return c.json(await listContacts(db, search, { sort, after, limit }, deps.clock.now()))
    })
    .post('/', answers('Add a contact', ContactView, 201), body(NewContact), async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'contacts.change')
      const actor = `user:${member.userId}`
      return c.json(await addContact(deps, db, actor, c.req.valid('json')), 201)
    })
    .get('/count', answers('How many match', CountView), query(ContactFilter), async (c) => {
      const { deps, db, member } = c.var
      const now = deps.clock.now()
      const search = { ...c.req.valid('query'), isBlind: !member.seesPhones }
      return c.json({ count: await totalContacts(db, search, now), at: now })
    })
    .get('/:contactId', answers('A contact', ContactView), async (c) =>
      c.json(await getContact(c.var.db, c.req.param('contactId'))),
    )
    .patch(
      '/:contactId',
      answers('Change a contact', ContactView),
      body(ContactChange),
      async (c) => {
        const { deps, db, member } = c.var
        requireRole(member, 'contacts.change')
        const id = c.req.param('contactId')
        return c.json(await changeContact(deps, db, member, id, c.req.valid('json')))
      },
    )
    .get(
      '/:contactId/timeline',
      answers('What happened with a contact', listOf(TimelineEntry)),
      query(TimelineQuery),
      async (c) => {
        const { deps, db, language } = c.var
        const { after = Number.MAX_SAFE_INTEGER, limit, what } = c.req.valid('query')
        const sources = what ? timeline[what] : Object.values(timeline).flat()
        const scope = { deps, db, language }
        const contactId = c.req.param('contactId')
        return c.json(await readTimeline(scope, sources, contactId, after, limit))
      },
    )

export const tagRoutes = new Hono<AppContext>().get(
  '/',
  answers('Tags', listOf(TagView)),
  async (c) => c.json(await listTags(c.var.db)),
)

export const fieldRoutes = new Hono<AppContext>()
  .get('/', answers('Custom fields', listOf(FieldView)), async (c) =>
    c.json(await listFields(c.var.db)),
  )
  .post('/', answers('Declare a custom field', FieldView, 201), body(NewField), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'contacts.change')
    return c.json(await declareField(deps, db, member, c.req.valid('json')), 201)
  })
  .patch('/:key', answers('Change a custom field', FieldView), body(FieldChange), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'contacts.change')
    return c.json(await changeField(deps, db, member, c.req.param('key'), c.req.valid('json')))
  })
