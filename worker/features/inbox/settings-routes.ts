import { Hono } from 'hono'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { Id, listOf } from '../../contract/common'
import {
  InboxSettings,
  LabelInput,
  LabelView,
  NewLabel,
  SavedReplyInput,
  SavedReplyView,
  StorageView,
} from '../../contract/inbox'
import { actorOf } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { listTeam } from './assign-operations'
import {
  addLabel,
  changeLabel,
  changeSettings,
  listLabels,
  listSaved,
  readSettings,
  removeLabel,
  removeSaved,
  saveSaved,
} from './settings-operations'
import { readStorage } from './storage-operations'

/** Who may answer, and how conversations find them. */
export const inboxRoutes = new Hono<AppContext>()
  .get(
    '/team',
    answers('Who may answer', listOf(v.object({ id: Id, name: v.string() }))),
    async (c) => c.json({ items: await listTeam(c.var.deps, c.var.db), next: null }),
  )
  .get('/storage', answers('What files take up', StorageView), async (c) =>
    c.json(await readStorage(c.var.db)),
  )
  .get('/settings', answers('How conversations are assigned', InboxSettings), async (c) =>
    c.json(await readSettings(c.var.db)),
  )
  .patch(
    '/settings',
    answers('Changes how conversations are assigned', InboxSettings),
    body(InboxSettings),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'business.change')
      return c.json(await changeSettings(deps, db, actorOf(member), c.req.valid('json')))
    },
  )

export const labelRoutes = new Hono<AppContext>()
  .get('/', answers('Labels of conversations', listOf(LabelView)), async (c) =>
    c.json({ items: await listLabels(c.var.db), next: null }),
  )
  .post('/', answers('Adds a label', LabelView, 201), body(NewLabel), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    return c.json(await addLabel(deps, db, c.req.valid('json')), 201)
  })
  .patch(
    '/:labelId',
    answers('Renames and colours a label', LabelView),
    body(LabelInput),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'messages.send')
      const id = c.req.param('labelId')
      return c.json(await changeLabel(deps, db, actorOf(member), id, c.req.valid('json')))
    },
  )
  .delete('/:labelId', answers('Removes a label', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    await removeLabel(deps, db, actorOf(member), c.req.param('labelId'))
    return c.body(null, 204)
  })

export const savedReplyRoutes = new Hono<AppContext>()
  .get('/', answers('Saved replies', listOf(SavedReplyView)), async (c) =>
    c.json({ items: await listSaved(c.var.deps, c.var.db), next: null }),
  )
  .post('/', answers('Saves a reply', SavedReplyView, 201), body(SavedReplyInput), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    return c.json(await saveSaved(deps, db, member.userId, null, c.req.valid('json')), 201)
  })
  .patch(
    '/:savedReplyId',
    answers('Changes a saved reply', SavedReplyView),
    body(SavedReplyInput),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'messages.send')
      const id = c.req.param('savedReplyId')
      return c.json(await saveSaved(deps, db, member.userId, id, c.req.valid('json')))
    },
  )
  .delete('/:savedReplyId', answers('Removes a saved reply', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    await removeSaved(deps, db, actorOf(member), c.req.param('savedReplyId'))
    return c.body(null, 204)
  })
