import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import { ContactNoteChange, ContactNoteView, NewContactNote } from '../../contract/contact-notes'
import { requireRole } from '../accounts/roles'
import { addNote, changeNote, listNotes, removeNote } from './note-operations'

export const contactNoteRoutes = new Hono<AppContext>()
  .get(
    '/:contactId/notes',
    answers('Notes about a contact', listOf(ContactNoteView)),
    async (c) => {
      const { deps, db } = c.var
      const items = await listNotes(deps, db, c.req.param('contactId'))
      return c.json({ items, next: null })
    },
  )
  .post(
    '/:contactId/notes',
    answers('Write a note about a contact', ContactNoteView, 201),
    body(NewContactNote),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'messages.send')
      const contactId = c.req.param('contactId')
      const note = c.req.valid('json')
      return c.json(await addNote(deps, db, member.userId, contactId, note), 201)
    },
  )
  .patch(
    '/:contactId/notes/:noteId',
    answers('Change a note', ContactNoteView),
    body(ContactNoteChange),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'messages.send')
      const { contactId, noteId } = c.req.param()
      return c.json(await changeNote(deps, db, contactId, noteId, c.req.valid('json').text))
    },
  )
  .delete('/:contactId/notes/:noteId', answers('Remove a note', null, 204), async (c) => {
    const { db, member } = c.var
    requireRole(member, 'messages.send')
    const { contactId, noteId } = c.req.param()
    await removeNote(db, contactId, noteId)
    return c.body(null, 204)
  })
