import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
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
import type { DeadLetterView } from '../../contract/dead-letters'
import { AppError } from '../../lib/errors'
import { recordAudit } from './audit-operations'

/** What failed too often and waits, in plain words. */
export async function describeDeadLetters(
  db: AccountDb,
  language: Language,
): Promise<{ items: DeadLetterView[]; count: number }> {
  const [rows, count] = await Promise.all([listDeadLetters(db), countDeadLetters(db)])
  return { items: rows.map((row) => toDeadLetterView(row, language)), count }
}

/** Queues a failed job again. Pressed twice, it runs twice and finds nothing to do the second time. */
export async function replayDeadLetter(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  actor: string,
  letterId: string,
): Promise<void> {
  const letter = await findDeadLetter(db, letterId)
  if (!letter) throw new AppError('not_found', 404)
  const job = v.parse(Job, letter.job)
  if (job.type === 'broadcast.send') await jobs.sends([job])
  else if (job.type === 'webhook.body' || job.type === 'webhook.stored') await jobs.events([job])
  else await jobs.chore(job)
  await markReplayed(db, letter.id, clock.now())
  await recordAudit(db, clock, { actor, action: 'dead_letter.replayed', target: letter.id })
}

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
