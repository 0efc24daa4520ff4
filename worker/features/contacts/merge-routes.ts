import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import {
  DuplicateList,
  DuplicateQuery,
  DuplicateScan,
  DuplicateVerdict,
  MergeView,
  NewMerge,
  SamenessView,
} from '../../contract/merges'
import { requireRole } from '../accounts/roles'
import {
  askForDuplicates,
  judgeDuplicate,
  listDuplicates,
  readSameness,
} from './duplicate-operations'
import { getMerge, mergeContacts, undoMerge } from './merge-operations'
import type { MergePart } from './merge-parts'

/** `/contacts`: who is one person. What else follows a person comes from the app, which knows all features. */
export const mergeRoutes = (parts: readonly MergePart[]) =>
  new Hono<AppContext>()
    .get(
      '/duplicates',
      answers('Contacts that are probably one person', DuplicateList),
      query(DuplicateQuery),
      async (c) => {
        const { after, limit } = c.req.valid('query')
        return c.json(await listDuplicates(c.var.db, after, limit))
      },
    )
    .post(
      '/duplicates/scan',
      answers('Look for duplicates again', DuplicateScan, 202),
      async (c) => {
        const { deps, db, member } = c.var
        requireRole(member, 'contacts.change')
        return c.json(await askForDuplicates(deps, db), 202)
      },
    )
    .post(
      '/duplicates/verdict',
      answers('Say whether two contacts are two people', null, 204),
      body(DuplicateVerdict),
      async (c) => {
        const { deps, db, member } = c.var
        await judgeDuplicate(deps, db, member, c.req.valid('json'))
        return c.body(null, 204)
      },
    )
    .post(
      '/merges',
      answers('Make one contact of two', MergeView, 201),
      body(NewMerge),
      async (c) => {
        const { deps, db, member } = c.var
        return c.json(await mergeContacts(deps, db, member, parts, c.req.valid('json')), 201)
      },
    )
    .get('/merges/:mergeId', answers('How far a merge is', MergeView), async (c) =>
      c.json(await getMerge(c.var.deps, c.var.db, c.req.param('mergeId'))),
    )
    .post('/merges/:mergeId/undo', answers('Make two of them again', MergeView, 202), async (c) => {
      const { deps, db, member } = c.var
      return c.json(await undoMerge(deps, db, member, parts, c.req.param('mergeId')), 202)
    })
    .get(
      '/:contactId/sameness',
      answers('Whom a contact may be the same person as', SamenessView),
      async (c) => c.json(await readSameness(c.var.deps, c.var.db, c.req.param('contactId'))),
    )
