import { Hono } from 'hono'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import type { AppContext } from '../../boundary/http/context'
import { messageFor } from '../../boundary/http/errors'
import {
  countDeadLetters,
  type DeadLetter,
  findDeadLetter,
  listDeadLetters,
  markReplayed,
} from '../../boundary/queues/dead-letters'
import { Job } from '../../boundary/queues/jobs'
import type { Language } from '../../contract/common'
import { DeadLetterList, type DeadLetterView } from '../../contract/dead-letters'
import { AppError } from '../../lib/errors'
import { recordAudit } from './audit-operations'
import { requireRole } from './roles'

/** Work that failed too often: seen and replayed by who may change the business. */
export const deadLetterRoutes = new Hono<AppContext>()
  .get('/', answers('Work that failed too often', DeadLetterList), async (c) => {
    const { db, member, language } = c.var
    requireRole(member, 'business.change')
    const [rows, count] = await Promise.all([listDeadLetters(db), countDeadLetters(db)])
    return c.json({ items: rows.map((row) => toDeadLetterView(row, language)), count })
  })
  .post('/:letterId/replay', answers('Try it again', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'business.change')
    const letter = await findDeadLetter(db, c.req.param('letterId'))
    if (!letter) throw new AppError('not_found', 404)
    const job = v.parse(Job, letter.job)
    if (job.type === 'broadcast.send') await deps.jobs.sends([job])
    else if (job.type === 'webhook.body' || job.type === 'webhook.stored') {
      await deps.jobs.events([job])
    } else await deps.jobs.chore(job)
    // Marked after it was queued: pressed twice, the job runs twice and finds nothing to do.
    await markReplayed(db, letter.id, deps.clock.now())
    await recordAudit(db, deps.clock, {
      actor: `user:${member.userId}`,
      action: 'dead_letter.replayed',
      target: letter.id,
    })
    return c.body(null, 204)
  })

const KINDS: Record<string, DeadLetterView['kind']> = {
  'broadcast.send': 'broadcast',
  'broadcast.freeze': 'broadcast',
  'broadcast.cancel': 'broadcast',
  'webhook.dead': 'webhook',
  'contacts.import': 'import',
  'templates.sync': 'sync',
  'numbers.refresh': 'sync',
}

function toDeadLetterView({ id, at, job }: DeadLetter, language: Language): DeadLetterView {
  const parsed = v.safeParse(Job, job)
  const kind = (parsed.success && KINDS[parsed.output.type]) || 'other'
  return { id, at, kind, text: messageFor(language, `dead_letter.${kind}`) }
}
