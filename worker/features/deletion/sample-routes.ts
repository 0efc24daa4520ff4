import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import type { AppContext } from '../../boundary/http/context'
import { SamplesView } from '../../contract/samples'
import { addSampleBroadcast } from '../broadcasts/sample-operations'
import { addSamples } from '../contacts/sample-operations'
import { addSampleTalks } from '../inbox/sample-operations'
import { removeSamples } from './sample-operations'

/** `/samples`: people who are made up, what they wrote and were sent, to look around with. */
export const sampleRoutes = new Hono<AppContext>()
  .post('/', answers('Add sample people', SamplesView, 201), async (c) => {
    const { deps, db, member, language } = c.var
    const added = await addSamples(deps, db, member, language)
    await addSampleTalks(deps, db, language)
    await addSampleBroadcast(deps, db, member, language)
    return c.json(added, 201)
  })
  .delete('/', answers('Take all sample people away', null, 204), async (c) => {
    const { deps, db, member } = c.var
    await removeSamples(deps, db, member)
    return c.body(null, 204)
  })
