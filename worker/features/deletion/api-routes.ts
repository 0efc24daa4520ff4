import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { forgetSession } from '../../boundary/http/cookies'
import { CodeSent, VerifyCode } from '../../contract/auth'
import { listOf } from '../../contract/common'
import {
  DeletionView,
  ExportView,
  FilesPart,
  FilesQuery,
  NewDeletion,
  PersonRequestView,
  RetentionChange,
  RetentionView,
} from '../../contract/deletion'
import { getAccount } from '../accounts/account-operations'
import { askingVisitorOf, visitorOf } from '../accounts/requests'
import { openFilesPart, viewFilesParts } from './export-media-operations'
import { askToExport, openExport, requestExport, viewExports } from './export-operations'
import { deletePerson } from './person-erase-operations'
import { settlePersonRequest, viewPersonRequests } from './person-operations'
import { askToDelete, requestDeletion, takeBack, viewDeletion } from './request-operations'
import { changeRetention } from './retention-operations'
import { toExportView, toPersonRequestView, toRequestView } from './views'

/** `/deletion`: of the whole workspace. Also answers while it is closed, so that it can be taken back. */
export const deletionRoutes = new Hono<AppContext>()
  .get('/', answers('What would be deleted, or how far it is', DeletionView), async (c) =>
    c.json(await viewDeletion(c.var.deps, c.var.db, c.var.member)),
  )
  .post('/code', answers('Sends the code that confirms a deletion', CodeSent), async (c) =>
    c.json(await askToDelete(c.var.deps, askingVisitorOf(c), c.var.member)),
  )
  .post(
    '/',
    answers('Closes the workspace; it is deleted after 24 hours', DeletionView, 202),
    body(NewDeletion),
    async (c) => {
      const { deps, db, member } = c.var
      const request = await requestDeletion(deps, db, visitorOf(c), member, c.req.valid('json'))
      forgetSession(c)
      // Nothing is sealed any more, so the answer is not kept for a repeat.
      c.set('isShownOnce', true)
      return c.json({ size: null, request: toRequestView(request, deps.clock.now()) }, 202)
    },
  )
  .post('/take-back', answers('Keeps the workspace', null, 204), async (c) => {
    await takeBack(c.var.deps, c.var.db, c.var.member)
    return c.body(null, 204)
  })

/** `/contacts`: one person with everything that was written. */
export const personRoutes = new Hono<AppContext>().delete(
  '/:contactId',
  answers('Delete a contact with its history', null, 204),
  async (c) => {
    await deletePerson(c.var.deps, c.var.db, c.var.member, c.req.param('contactId'))
    return c.body(null, 204)
  },
)

/** `/person-requests`: people in the contact list who asked us to be deleted. */
export const personRequestRoutes = new Hono<AppContext>()
  .get('/', answers('People who ask to be deleted', listOf(PersonRequestView)), async (c) => {
    const rows = await viewPersonRequests(c.var.db)
    return c.json({ items: rows.map(toPersonRequestView), next: null })
  })
  .post(
    '/:requestId/contacts/:contactId/settle',
    answers('The person was answered otherwise', PersonRequestView),
    async (c) => {
      const { deps, db, member } = c.var
      const { requestId, contactId } = c.req.param()
      return c.json(
        toPersonRequestView(await settlePersonRequest(deps, db, member, requestId, contactId)),
      )
    },
  )

/** `/retention`: how long messages and unused contacts are kept. */
export const retentionRoutes = new Hono<AppContext>()
  .get('/', answers('How long data is kept', RetentionView), async (c) => {
    const account = await getAccount(c.var.deps.db.directory, c.var.member.accountId)
    return c.json({ months: account.retentionMonths })
  })
  .patch(
    '/',
    answers('Changes how long data is kept', RetentionView),
    body(RetentionChange),
    async (c) => {
      const { months } = c.req.valid('json')
      await changeRetention(c.var.deps, c.var.db, c.var.member, months)
      return c.json({ months })
    },
  )

/** `/exports`: everything as one archive. */
export const exportRoutes = new Hono<AppContext>()
  .get('/', answers('Exports of everything', listOf(ExportView)), async (c) => {
    const jobs = await viewExports(c.var.db, c.var.member)
    return c.json({ items: jobs.map(toExportView), next: null })
  })
  .post('/code', answers('Sends the code that confirms an export', CodeSent), async (c) =>
    c.json(await askToExport(c.var.deps, askingVisitorOf(c), c.var.member)),
  )
  .post('/', answers('Exports everything', ExportView, 202), body(VerifyCode), async (c) => {
    const { deps, db, member } = c.var
    const { code } = c.req.valid('json')
    return c.json(toExportView(await requestExport(deps, db, visitorOf(c), member, code)), 202)
  })
  .get('/:exportId/file', answers('The archive', null), async (c) => {
    const { deps, db, member } = c.var
    const { body: stream, size } = await openExport(deps, db, member, c.req.param('exportId'))
    return c.body(stream, 200, {
      'Content-Type': 'application/zip',
      'Content-Length': String(size),
      'Content-Disposition': 'attachment; filename="proconnect-export.zip"',
    })
  })
  .get('/:exportId/parts', answers('Archives of the files', listOf(FilesPart)), async (c) => {
    const { db, member } = c.var
    const items = await viewFilesParts(db, member, c.req.param('exportId'))
    return c.json({ items, next: null })
  })
  .get('/:exportId/files', answers('An archive of files', null), query(FilesQuery), async (c) => {
    const { deps, db, member } = c.var
    const part = c.req.valid('query')
    const stream = await openFilesPart(deps, db, member, c.req.param('exportId'), part)
    return c.body(stream, 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="proconnect-files-${part.from}.zip"`,
    })
  })
