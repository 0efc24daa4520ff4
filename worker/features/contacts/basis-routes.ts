import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { LegalBasisView, NewLegalBasis } from '../../contract/legal-basis'
import { declareBasis, viewBasis, withdrawBasis } from './basis-operations'

/** `/legal-basis`: why people without a recorded consent may be written to. */
export const legalBasisRoutes = new Hono<AppContext>()
  .get('/', answers('The declared legal basis', LegalBasisView), async (c) =>
    c.json(await viewBasis(c.var.db)),
  )
  .post('/', answers('Declare it', LegalBasisView, 201), body(NewLegalBasis), async (c) => {
    const { deps, db, member } = c.var
    return c.json(await declareBasis(deps, db, member, c.req.valid('json')), 201)
  })
  .delete('/', answers('Withdraw it', null, 204), async (c) => {
    await withdrawBasis(c.var.deps, c.var.db, c.var.member)
    return c.body(null, 204)
  })
