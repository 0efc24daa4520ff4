import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { NewTester, NewTests, TesterView, TestsView } from '../../contract/broadcast-tests'
import { listOf } from '../../contract/common'
import { requireRole } from '../accounts/roles'
import { sendTests, testsOf } from './test-operations'
import { addTester, listTesters, removeTester } from './tester-operations'

/** Tests of one broadcast; they go to testers only. */
export const testRoutes = new Hono<AppContext>()
  .get('/', answers('What became of its tests', TestsView), async (c) => {
    const { deps, db, language } = c.var
    return c.json(await testsOf(deps, db, c.req.param('broadcastId') ?? '', language))
  })
  .post('/', answers('Send it to testers', TestsView, 201), body(NewTests), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'broadcasts.change')
    const id = c.req.param('broadcastId') ?? ''
    return c.json(await sendTests(deps, db, member, id, c.req.valid('json'), language), 201)
  })

/** Who gets tests. */
export const testerRoutes = new Hono<AppContext>()
  .get('/', answers('Testers', listOf(TesterView)), async (c) =>
    c.json({ items: await listTesters(c.var.db), next: null }),
  )
  .post('/', answers('Add a tester', listOf(TesterView), 201), body(NewTester), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const items = await addTester(deps, db, member, c.req.valid('json'))
    return c.json({ items, next: null }, 201)
  })
  .delete('/:contactId', answers('Remove a tester', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    await removeTester(deps, db, member, c.req.param('contactId'))
    return c.body(null, 204)
  })
