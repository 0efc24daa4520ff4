import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import {
  ChangesQuery,
  ConversationChange,
  ConversationView,
  FoundView,
  InboxChanges,
  InboxQuery,
  InboxSearch,
  InboxSummary,
  NewNote,
  OpenConversationView,
  ReadMark,
  ThreadEntry,
  ThreadQuery,
} from '../../contract/inbox'
import { requireRole } from '../accounts/roles'
import { actOnConversation, addNote } from './conversation-operations'
import { listConversations, openConversation, readChanges, summarize } from './list-operations'
import { openFile } from './media-operations'
import { searchInbox } from './search-operations'
import { readUpTo, showTyping } from './seen-operations'
import { readThread } from './thread-operations'

/** Conversations: a person on one of the account's numbers. */
export const conversationRoutes = new Hono<AppContext>()
  .get(
    '/',
    answers('A list of the inbox', listOf(ConversationView)),
    query(InboxQuery),
    async (c) => {
      const { deps, db, member } = c.var
      return c.json(await listConversations(deps, db, member.userId, c.req.valid('query')))
    },
  )
  .get('/summary', answers('What is unread', InboxSummary), async (c) =>
    c.json(await summarize(c.var.db, c.var.member.userId)),
  )
  .get(
    '/changes',
    answers('What changed since a place in the log', InboxChanges),
    query(ChangesQuery),
    async (c) => c.json(await readChanges(c.var.deps, c.var.db, c.req.valid('query').after)),
  )
  .get(
    '/search',
    answers('Conversations by name, number or words', listOf(FoundView)),
    query(InboxSearch),
    async (c) => {
      const { deps, db, member } = c.var
      const search = { ...c.req.valid('query'), isBlind: !member.seesPhones }
      const items = await searchInbox(deps, db, search)
      return c.json({ items, next: null })
    },
  )
  .get('/:conversationId', answers('A conversation', OpenConversationView), async (c) =>
    c.json(await openConversation(c.var.deps, c.var.db, c.req.param('conversationId'))),
  )
  .get(
    '/:conversationId/thread',
    answers('What was said, newest first', listOf(ThreadEntry)),
    query(ThreadQuery),
    async (c) => {
      const { deps, db, language } = c.var
      const { before = Number.MAX_SAFE_INTEGER, limit } = c.req.valid('query')
      const id = c.req.param('conversationId')
      return c.json(await readThread(deps, db, language, id, before, limit))
    },
  )
  .get('/:conversationId/files/:key', answers('The file of a message', null), async (c) => {
    const { deps, db } = c.var
    const { conversationId, key } = c.req.param()
    const { bytes, is } = await openFile(deps, db, conversationId, key)
    // What is not known by its content is never shown inside a page of ours.
    return c.body(bytes.slice(), 200, {
      'Content-Type': is?.type ?? 'application/octet-stream',
      'Content-Disposition': is && is.kind !== 'document' ? 'inline' : 'attachment',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
  })
  .post(
    '/:conversationId/act',
    answers('Assigns, closes, snoozes or labels', null, 204),
    body(ConversationChange),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'messages.send')
      const id = c.req.param('conversationId')
      await actOnConversation(deps, db, member.userId, id, c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .post('/:conversationId/read', answers('Marks as read', null, 204), body(ReadMark), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    await readUpTo(deps, db, c.req.param('conversationId'), c.req.valid('json').upTo)
    return c.body(null, 204)
  })
  .post('/:conversationId/typing', answers('Shows that somebody types', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    await showTyping(deps, db, c.req.param('conversationId'))
    return c.body(null, 204)
  })
  .post('/:conversationId/notes', answers('Adds a note', null, 204), body(NewNote), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'messages.send')
    const id = c.req.param('conversationId')
    await addNote(deps, db, member.userId, id, c.req.valid('json'))
    return c.body(null, 204)
  })
