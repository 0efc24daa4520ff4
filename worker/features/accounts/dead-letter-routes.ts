import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import type { AppContext } from '../../boundary/http/context'
import { DeadLetterList, Replayed } from '../../contract/dead-letters'
import { describeDeadLetters, replayDeadLetter, replayDeadLetters } from './dead-letter-operations'
import { requireRole } from './roles'

/** Work that failed too often: seen and replayed by who may change the business. */
export const deadLetterRoutes = new Hono<AppContext>()
  .get('/', answers('Work that failed too often', DeadLetterList), async (c) => {
    const { db, member, language } = c.var
    requireRole(member, 'business.change')
    return c.json(await describeDeadLetters(db, language))
  })
  .post('/replay', answers('Try all of it again', Replayed), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'business.change')
    return c.json(await replayDeadLetters(deps, db, `user:${member.userId}`))
  })
  .post('/:letterId/replay', answers('Try it again', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'business.change')
    await replayDeadLetter(deps, db, `user:${member.userId}`, c.req.param('letterId'))
    return c.body(null, 204)
  })
