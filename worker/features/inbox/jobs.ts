import type { Deps } from '../../boundary/deps'
import { GraphError, NoAnswerError } from '../../boundary/graph/errors'
import type { JobOf, Verdict } from '../../boundary/queues/jobs'
import { AppError } from '../../lib/errors'
import { wakeSnoozed } from './conversation-operations'
import { giveBackLeft } from './give-back-operations'
import { keepMedia } from './media-operations'
import { eraseAbandoned } from './upload-operations'

/** A file that can't be brought now is brought when somebody opens it. */
export async function keepMediaJob(
  deps: Deps,
  { accountId, contactId, messageId }: JobOf<'media.keep'>,
): Promise<Verdict> {
  try {
    await keepMedia(deps, await deps.db.account(accountId), contactId, messageId)
  } catch (error) {
    if (error instanceof NoAnswerError) return { retryAfterSeconds: 60 }
    if (!(error instanceof GraphError || error instanceof AppError)) throw error
  }
  return 'done'
}

/** Whatever is given to somebody who can answer nobody: what the act itself did not come to, and what is older. */
export async function giveBackJob(
  deps: Deps,
  { accountId, userId, by }: JobOf<'conversations.give_back'>,
): Promise<Verdict> {
  await giveBackLeft(deps, await deps.db.account(accountId), { userId, by })
  return 'done'
}

export async function sweepInbox(deps: Deps): Promise<Verdict> {
  await wakeSnoozed(deps)
  await eraseAbandoned(deps)
  return 'done'
}
