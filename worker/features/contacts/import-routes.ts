import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { messageFor } from '../../boundary/http/errors'
import { listOf } from '../../contract/common'
import {
  IMPORT_PART_BYTES,
  ImportProblemView,
  ImportSettings,
  ImportView,
  NewImport,
  ProblemQuery,
} from '../../contract/imports'
import { AppError } from '../../lib/errors'
import { requireRole } from '../accounts/roles'
import {
  cancelImport,
  changeImport,
  getImport,
  listImports,
  pageProblems,
  problemsFile,
  startImport,
} from './import-operations'
import { reasonText, toImportView, toProblemView } from './import-views'
import { beginUpload, finishUpload, receivePart } from './upload-operations'

const mayImport = createMiddleware<AppContext>(async (c, next) => {
  requireRole(c.var.member, 'contacts.import')
  await next()
})

export const importRoutes = new Hono<AppContext>()
  .use(mayImport)
  .get('/', answers('The latest imports', listOf(ImportView)), async (c) => {
    const rows = await listImports(c.var.db)
    return c.json({ items: rows.map((row) => toImportView(row, c.var.language)), next: null })
  })
  .post('/', answers('Begin an upload', ImportView, 201), body(NewImport), async (c) => {
    const { deps, db, member, language } = c.var
    const row = await beginUpload(deps, db, member, c.req.valid('json'))
    return c.json(toImportView(row, language), 201)
  })
  .get('/:importId', answers('An import', ImportView), async (c) => {
    const row = await getImport(c.var.db, c.req.param('importId'))
    return c.json(toImportView(row, c.var.language))
  })
  .patch('/:importId', answers('Match columns', ImportView), body(ImportSettings), async (c) => {
    const row = await changeImport(c.var.db, c.req.param('importId'), c.req.valid('json'))
    return c.json(toImportView(row, c.var.language))
  })
  .put('/:importId/parts/:no', answers('Send a part of the file', ImportView), async (c) => {
    const { deps, db, language } = c.var
    const { importId, no } = c.req.param()
    const row = await receivePart(deps, db, importId, Number(no), await bytesOf(c))
    return c.json(toImportView(row, language))
  })
  .post('/:importId/uploaded', answers('All parts are there', ImportView), async (c) => {
    const { deps, db, language } = c.var
    const row = await finishUpload(deps, db, c.req.param('importId'))
    return c.json(toImportView(row, language))
  })
  .post('/:importId/start', answers('Start', ImportView, 202), async (c) => {
    const { deps, db, language } = c.var
    const row = await startImport(deps, db, c.req.param('importId'))
    return c.json(toImportView(row, language), 202)
  })
  .post('/:importId/cancel', answers('Stop', ImportView), async (c) => {
    const { deps, db, language } = c.var
    const row = await cancelImport(deps, db, c.req.param('importId'))
    return c.json(toImportView(row, language))
  })
  .get(
    '/:importId/problems',
    answers('Rows that were not imported', listOf(ImportProblemView)),
    query(ProblemQuery),
    async (c) => {
      const { after = 0, limit } = c.req.valid('query')
      const page = await pageProblems(c.var.db, c.req.param('importId'), after, limit)
      const items = page.items.map((problem) => toProblemView(problem, c.var.language))
      return c.json({ items, next: page.next })
    },
  )
  .get('/:importId/problems.csv', answers('The same as a file', null), async (c) => {
    const { db, language } = c.var
    const row = await getImport(db, c.req.param('importId'))
    const titles = {
      row: messageFor(language, 'import_problem.row'),
      reason: messageFor(language, 'import_problem.reason'),
    }
    const file = problemsFile(db, row, titles, (problem) => reasonText(language, problem))
    return c.body(file, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="problems-${row.id}.csv"`,
    })
  })

/** A part is bytes of a file; nothing else may come this way, and never more than a part. */
async function bytesOf(c: Context<AppContext>): Promise<ArrayBuffer> {
  const expected = 'application/octet-stream'
  if (c.req.header('content-type') !== expected) {
    throw new AppError('request.wrong_type', 415, { expected })
  }
  const bytes = await readAtMost(c.req.raw, IMPORT_PART_BYTES)
  if (!bytes) throw new AppError('request.too_large', 413, { most: IMPORT_PART_BYTES / 1024 })
  return bytes.buffer
}
