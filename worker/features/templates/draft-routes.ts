import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import {
  HeaderFile,
  LibraryTemplateView,
  NewTemplateDraft,
  SubmissionView,
  SubmitTemplateDraft,
  TemplateDraftChange,
  TemplateDraftView,
} from '../../contract/template-drafts'
import { AppError } from '../../lib/errors'
import { requireRole } from '../accounts/roles'
import {
  beginDraft,
  discardDraft,
  editedBy,
  getDraft,
  listDrafts,
  saveDraft,
} from './draft-operations'
import type { TemplateDraft } from './draft-queries'
import { MOST_FILE_BYTES, openHeaderFile, storeHeaderFile } from './file-operations'
import { libraryViews } from './library'
import { submitDraft } from './submit-operations'
import { toDraftView } from './views'

const mayWrite = createMiddleware<AppContext>(async (c, next) => {
  if (c.req.method !== 'GET') requireRole(c.var.member, 'templates.change')
  await next()
})

const viewOf = async (c: Context<AppContext>, row: TemplateDraft) =>
  toDraftView(row, await editedBy(c.var.db, row))

/** Under `/templates`, before the routes that take an id. */
export const draftRoutes = new Hono<AppContext>()
  .use(mayWrite)
  .get('/library', answers('Texts to begin with', listOf(LibraryTemplateView)), (c) =>
    c.json({ items: libraryViews(c.var.language), next: null }),
  )
  .put(
    '/files',
    answers('Upload the sample of a header', HeaderFile),
    query(v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })),
    async (c) => {
      const { deps, db } = c.var
      const bytes = await bytesOf(c)
      return c.json(await storeHeaderFile(deps, db, c.req.valid('query').name, bytes))
    },
  )
  .get('/files/:fileId', answers('The sample of a header', null), async (c) => {
    const { deps, db } = c.var
    const { body: stream, type } = await openHeaderFile(deps, db, c.req.param('fileId'))
    return c.body(stream, 200, { 'Content-Type': type, 'Content-Disposition': 'attachment' })
  })
  .get('/drafts', answers('Drafts of templates', listOf(TemplateDraftView)), async (c) => {
    const rows = await listDrafts(c.var.db)
    return c.json({ items: rows.map((row) => toDraftView(row, new Map())), next: null })
  })
  .post(
    '/drafts',
    answers('Begin a draft', TemplateDraftView, 201),
    body(NewTemplateDraft),
    async (c) => {
      const { deps, db, member } = c.var
      const row = await beginDraft(deps, db, member, c.req.valid('json'))
      return c.json(await viewOf(c, row), 201)
    },
  )
  .get('/drafts/:draftId', answers('One draft', TemplateDraftView), async (c) =>
    c.json(await viewOf(c, await getDraft(c.var.db, c.req.param('draftId')))),
  )
  .patch(
    '/drafts/:draftId',
    answers('Change a draft', TemplateDraftView),
    body(TemplateDraftChange),
    async (c) => {
      const { deps, db } = c.var
      const row = await saveDraft(deps, db, c.req.param('draftId'), c.req.valid('json'))
      return c.json(await viewOf(c, row))
    },
  )
  .delete('/drafts/:draftId', answers('Discard a draft', null, 204), async (c) => {
    await discardDraft(c.var.deps, c.var.db, c.req.param('draftId'))
    return c.body(null, 204)
  })
  .post(
    '/drafts/:draftId/submit',
    answers('Hand a draft to Meta', SubmissionView),
    body(SubmitTemplateDraft),
    async (c) => {
      const { deps, db, member, language } = c.var
      const { version } = c.req.valid('json')
      const id = c.req.param('draftId')
      const { draft, results } = await submitDraft(deps, db, member, id, version, language)
      return c.json({ draft: draft && (await viewOf(c, draft)), results })
    },
  )

/** The bytes of a file and nothing else; null as soon as there are more than any sample may have. */
async function bytesOf(c: Context<AppContext>): Promise<Uint8Array<ArrayBuffer> | null> {
  const expected = 'application/octet-stream'
  if (c.req.header('content-type') !== expected) {
    throw new AppError('request.wrong_type', 415, { expected })
  }
  return readAtMost(c.req.raw, MOST_FILE_BYTES)
}
