import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { messageFor } from '../../boundary/http/errors'
import { listOf } from '../../contract/common'
import {
  EditedRow,
  IMPORT_PART_BYTES,
  ImportProblemView,
  ImportSettings,
  ImportView,
  NewImport,
  NewPreset,
  PresetView,
  ProblemFileQuery,
  ProblemQuery,
  RowEdit,
} from '../../contract/imports'
import { AppError } from '../../lib/errors'
import { requireRole } from '../accounts/roles'
import {
  cancelImport,
  changeImport,
  checkImport,
  getImport,
  listImports,
  startImport,
  viewImport,
} from './import-operations'
import type { ImportRow } from './import-queries'
import { reasonText, toProblemView } from './import-views'
import { forgetPreset, listPresets, savePreset } from './preset-operations'
import { editRow, type FoundRow, pageFindings, problemsFile, undoEdit } from './review-operations'
import { undoImport } from './undo-operations'
import { beginUpload, finishUpload, receivePart } from './upload-operations'

const mayImport = createMiddleware<AppContext>(async (c, next) => {
  requireRole(c.var.member, 'contacts.import')
  await next()
})

const view = (c: Context<AppContext>, row: ImportRow) => viewImport(c.var.db, row, c.var.language)

export const importRoutes = new Hono<AppContext>()
  .use(mayImport)
  .get('/', answers('The latest imports', listOf(ImportView)), async (c) => {
    const rows = await listImports(c.var.db)
    return c.json({ items: await Promise.all(rows.map((row) => view(c, row))), next: null })
  })
  .post('/', answers('Begin an upload', ImportView, 201), body(NewImport), async (c) => {
    const { deps, db, member } = c.var
    return c.json(await view(c, await beginUpload(deps, db, member, c.req.valid('json'))), 201)
  })
  .get('/presets', answers('Saved matchings', listOf(PresetView)), async (c) =>
    c.json(await listPresets(c.var.db)),
  )
  .post('/presets', answers('Save a matching', PresetView, 201), body(NewPreset), async (c) => {
    const { deps, db, member } = c.var
    return c.json(await savePreset(deps, db, member, c.req.valid('json')), 201)
  })
  .delete('/presets/:presetId', answers('Forget a matching', null, 204), async (c) => {
    await forgetPreset(c.var.db, c.req.param('presetId'))
    return c.body(null, 204)
  })
  .get('/:importId', answers('An import', ImportView), async (c) =>
    c.json(await view(c, await getImport(c.var.db, c.req.param('importId')))),
  )
  .patch('/:importId', answers('Match columns', ImportView), body(ImportSettings), async (c) => {
    const row = await changeImport(c.var.db, c.req.param('importId'), c.req.valid('json'))
    return c.json(await view(c, row))
  })
  .put('/:importId/parts/:no', answers('Send a part of the file', ImportView), async (c) => {
    const { deps, db } = c.var
    const { importId, no } = c.req.param()
    const row = await receivePart(deps, db, importId, Number(no), await bytesOf(c))
    return c.json(await view(c, row))
  })
  .post('/:importId/uploaded', answers('All parts are there', ImportView), async (c) => {
    const { deps, db } = c.var
    return c.json(await view(c, await finishUpload(deps, db, c.req.param('importId'))))
  })
  .post('/:importId/check', answers('Check every row', ImportView, 202), async (c) => {
    const { deps, db } = c.var
    return c.json(await view(c, await checkImport(deps, db, c.req.param('importId'))), 202)
  })
  .post('/:importId/start', answers('Start', ImportView, 202), async (c) => {
    const { deps, db, member } = c.var
    return c.json(await view(c, await startImport(deps, db, member, c.req.param('importId'))), 202)
  })
  .post('/:importId/cancel', answers('Stop', ImportView), async (c) => {
    const { deps, db } = c.var
    return c.json(await view(c, await cancelImport(deps, db, c.req.param('importId'))))
  })
  .post('/:importId/undo', answers('Take it back', ImportView, 202), async (c) => {
    const { deps, db, member } = c.var
    return c.json(await view(c, await undoImport(deps, db, member, c.req.param('importId'))), 202)
  })
  .put('/:importId/rows/:row', answers('Correct a row', EditedRow), body(RowEdit), async (c) => {
    const { deps, db } = c.var
    const { importId, row } = c.req.param()
    const { phone } = c.req.valid('json')
    return c.json(
      await editedView(c, importId, await editRow(deps, db, importId, Number(row), phone)),
    )
  })
  .delete('/:importId/rows/:row', answers('Take a correction back', EditedRow), async (c) => {
    const { importId, row } = c.req.param()
    return c.json(await editedView(c, importId, await undoEdit(c.var.db, importId, Number(row))))
  })
  .get(
    '/:importId/problems',
    answers('Rows that were not imported, or that a check found', listOf(ImportProblemView)),
    query(ProblemQuery),
    async (c) => {
      const { kind, after = 0, limit } = c.req.valid('query')
      const { items, next, row } = await pageFindings(c.var.db, c.req.param('importId'), {
        ...{ kind, after, limit },
      })
      return c.json({ items: items.map((one) => toProblemView(one, row, c.var.language)), next })
    },
  )
  .get(
    '/:importId/problems.csv',
    answers('The same as a file', null),
    query(ProblemFileQuery),
    async (c) => {
      const { db, language } = c.var
      const row = await getImport(db, c.req.param('importId'))
      const titles = {
        row: messageFor(language, 'import_problem.row'),
        reason: messageFor(language, 'import_problem.reason'),
      }
      const { kind } = c.req.valid('query')
      const file = problemsFile(db, row, kind, titles, (one) => reasonText(language, one))
      return c.body(file, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="problems-${row.id}.csv"`,
      })
    },
  )

/** A corrected row, and what the import would do by now. */
async function editedView(c: Context<AppContext>, importId: string, found: FoundRow) {
  const row = await getImport(c.var.db, importId)
  const { counts, fixed } = await view(c, row)
  return { problem: toProblemView(found, row, c.var.language), counts, fixed }
}

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
