import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { messageFor } from '../../boundary/http/errors'
import {
  countDeadLetters,
  type DeadLetter,
  findDeadLetter,
  listDeadLetters,
  listReplayed,
  markReplayed,
} from '../../boundary/queues/dead-letters'
import { Job, type SendJob } from '../../boundary/queues/jobs'
import type { Language } from '../../contract/common'
import type {
  DeadLetterKind,
  DeadLetterList,
  DeadLetterView,
  Replayed,
} from '../../contract/dead-letters'
import { AppError } from '../../lib/errors'
import { recordAudit } from './audit-operations'

/** What failed too often and waits, in plain words, and what was tried again lately. */
export async function describeDeadLetters(
  db: AccountDb,
  language: Language,
): Promise<DeadLetterList> {
  const [rows, count, replayed] = await Promise.all([
    listDeadLetters(db),
    countDeadLetters(db),
    listReplayed(db),
  ])
  return {
    items: rows.map((row) => toDeadLetterView(row, language)),
    count,
    replayed: replayed.map((row) => toDeadLetterView(row, language)),
  }
}

type ReplayDeps = Pick<Deps, 'jobs' | 'clock'>

/** Queues a failed job again. Pressed twice, it runs twice and finds nothing to do the second time. */
export async function replayDeadLetter(
  deps: ReplayDeps,
  db: AccountDb,
  actor: string,
  letterId: string,
): Promise<void> {
  const letter = await findDeadLetter(db, letterId)
  if (!letter) throw new AppError('not_found', 404)
  await replay(deps, db, [letter])
  await recordAudit(db, deps.clock, { actor, action: 'dead_letter.replayed', target: letter.id })
}

/** The same for all that wait, as many as a page shows; the rest with the next press. */
export async function replayDeadLetters(
  deps: ReplayDeps,
  db: AccountDb,
  actor: string,
): Promise<Replayed> {
  const letters = await listDeadLetters(db)
  if (letters.length > 0) {
    await replay(deps, db, letters)
    const target = `all:${letters.length}`
    await recordAudit(db, deps.clock, { actor, action: 'dead_letter.replayed', target })
  }
  return { replayed: letters.length, waiting: await countDeadLetters(db) }
}

/** Queued before it is marked: a crash in between queues it once more, which changes nothing. */
async function replay({ jobs, clock }: ReplayDeps, db: AccountDb, letters: DeadLetter[]) {
  const sends: SendJob[] = []
  for (const letter of letters) {
    const job = v.parse(Job, letter.job)
    if (job.type === 'broadcast.send') sends.push(job)
    else if (job.type === 'webhook.body' || job.type === 'webhook.stored') await jobs.events([job])
    else await jobs.chore(job)
  }
  if (sends.length > 0) await jobs.sends(sends)
  const ids = letters.map(({ id }) => id)
  await markReplayed(db, ids, clock.now())
}

const KINDS: Record<string, DeadLetterKind> = {
  'broadcast.send': 'broadcast',
  'broadcast.freeze': 'broadcast',
  'broadcast.open': 'broadcast',
  'broadcast.cancel': 'broadcast',
  'message.deliver': 'message',
  'webhook.dead': 'webhook',
  'contacts.import': 'import',
  'templates.sync': 'sync',
  'numbers.refresh': 'sync',
}

function toDeadLetterView(row: DeadLetter, language: Language): DeadLetterView {
  const { id, at, replayedAt } = row
  const parsed = v.safeParse(Job, row.job)
  const job = parsed.success ? parsed.output : null
  const kind = (job && KINDS[job.type]) || 'other'
  const text = messageFor(language, `dead_letter.${kind}`)
  return { id, at, kind, text, about: job && aboutOf(job), replayedAt }
}

function aboutOf(job: Job): DeadLetterView['about'] {
  if ('broadcastId' in job) return { kind: 'broadcast', id: job.broadcastId }
  if ('importId' in job) return { kind: 'import', id: job.importId }
  return null
}
