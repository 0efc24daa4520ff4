import { type Deps, openDeps, type SharedEnv } from '../boundary/deps'
import type { FrameBuilder } from '../boundary/live/room'
import type { Handlers } from '../boundary/queues/consume'
import type { JobOf, Verdict } from '../boundary/queues/jobs'
import { purgeAccounts } from '../features/accounts/jobs'
import { resealJob, rotateAllJob, sweepKeys } from '../features/accounts/key-jobs'
import { findTenant } from '../features/accounts/tenant-queries'
import { rebuildJob, sweepUsage } from '../features/analytics/jobs'
import type { PacerStub } from '../features/broadcasts/durable'
import { historyInBroadcasts } from '../features/broadcasts/history-queries'
import {
  cancelJob,
  foldStatusesJob,
  freezeJob,
  openPartsJob,
  refreshNumbersJob,
  sendChunkJob,
  sweepBroadcastsJob,
} from '../features/broadcasts/jobs'
import { deliverSingle } from '../features/broadcasts/outbox-operations'
import { findSingle } from '../features/broadcasts/outbox-queries'
import { progressOf } from '../features/broadcasts/progress-operations'
import { stopTemplate } from '../features/broadcasts/template-operations'
import type { SendDeps } from '../features/broadcasts/window-operations'
import { bulkJob, sweepBulkEdits } from '../features/contacts/bulk-jobs'
import { duplicatesJob, sweepDuplicates } from '../features/contacts/duplicate-jobs'
import { importSlice, sweepImports } from '../features/contacts/import-jobs'
import { importFrame } from '../features/contacts/import-operations'
import { forgetUnproven } from '../features/contacts/joining-operations'
import { mergeJob, sweepMerges } from '../features/contacts/merge-jobs'
import { historyInMerges } from '../features/contacts/merge-queries'
import {
  closeDeauthorizedJob,
  exportJob,
  retainJob,
  sweepDeletions,
  sweepRetention,
  tellConcernedJob,
} from '../features/deletion/jobs'
import { MERGE_PARTS } from '../features/deletion/merge-parts-operations'
import { eraseAndSettle } from '../features/deletion/person-erase-operations'
import { noteReplies } from '../features/inbox/allowance-operations'
import { findLastSeq } from '../features/inbox/event-queries'
import { historyInInbox } from '../features/inbox/history-queries'
import { giveBackJob, keepMediaJob, sweepInbox } from '../features/inbox/jobs'
import { sweepConnections, sweepHealth, sweepStoredBodies } from '../features/meta/jobs'
import {
  type OnLost,
  refreshTemplateJob,
  sweepTemplatesJob,
  syncTemplatesJob,
} from '../features/templates/jobs'
import { checkConnectionJob } from './account-news'
import { replayArchivedJob, replayDeadEvent } from './events'

/** What the consumer binds besides: the pacers it owns. */
export type ConsumerEnv = SharedEnv & { SEND_PACER: { getByName(name: string): PacerStub } }
export type ConsumerDeps = Deps & SendDeps

export const openConsumerDeps = (env: ConsumerEnv): ConsumerDeps => ({
  ...openDeps(env),
  pacer: (accountId, numberId) => env.SEND_PACER.getByName(`${accountId}:pacer:${numberId}`),
})

/** What a webhook would have done, had it come. */
const stopLost: OnLost = async (deps, accountId, lost) => {
  const db = await deps.db.account(accountId)
  for (const { id, reason } of lost) await stopTemplate(deps, db, id, reason, true)
}

/**
 * Nothing is begun for an account that is closed: a late message creates nothing. What waits for an
 * account that opens again is found by the sweeps. (Sending asks the same inside its own statements.)
 */
const ofOpenAccount =
  <J extends { accountId: string }>(handle: (deps: ConsumerDeps, job: J) => Promise<Verdict>) =>
  async (deps: ConsumerDeps, job: J): Promise<Verdict> => {
    const tenant = await findTenant(await deps.db.account(job.accountId))
    return tenant?.state === 'active' ? handle(deps, job) : 'done'
  }

/** A message that did not leave when it was written: who has its thread open sees what became of it. */
async function deliverJob(
  deps: ConsumerDeps,
  { accountId, messageId }: JobOf<'message.deliver'>,
): Promise<Verdict> {
  const db = await deps.db.account(accountId)
  await deliverSingle(deps, db, messageId)
  const message = await findSingle(db, messageId)
  if (message && message.state !== 'queued') await noteReplies(deps, db, [messageId])
  return 'done'
}

/** Who knows what happened with a person besides being imported. */
const HISTORY = [historyInBroadcasts, historyInInbox, historyInMerges]

/** Job type → handler. */
export const handlers: Handlers<ConsumerDeps> = {
  'broadcast.send': sendChunkJob,
  'broadcast.freeze': ofOpenAccount(freezeJob),
  'broadcast.open': ofOpenAccount(openPartsJob),
  'broadcast.cancel': ofOpenAccount(cancelJob),
  'broadcasts.sweep': sweepBroadcastsJob,
  'contacts.import': ofOpenAccount<JobOf<'contacts.import'>>((deps, job) =>
    importSlice(deps, job, HISTORY),
  ),
  'contacts.bulk': ofOpenAccount(bulkJob(eraseAndSettle)),
  'contacts.merge': ofOpenAccount(mergeJob(MERGE_PARTS)),
  'contacts.duplicates': ofOpenAccount(duplicatesJob),
  'contacts.sweep': async (deps) => {
    await sweepBulkEdits(deps)
    await sweepMerges(deps, MERGE_PARTS)
    await sweepDuplicates(deps)
    await forgetUnproven(deps)
    return sweepImports(deps)
  },
  'templates.sync': ofOpenAccount<JobOf<'templates.sync'>>((deps, job) =>
    syncTemplatesJob(deps, job, stopLost),
  ),
  'template.refresh': ofOpenAccount<JobOf<'template.refresh'>>((deps, job) =>
    refreshTemplateJob(deps, job, stopLost),
  ),
  'templates.sweep': sweepTemplatesJob,
  'numbers.refresh': ofOpenAccount(refreshNumbersJob),
  'message.deliver': ofOpenAccount(deliverJob),
  'inbox.sweep': sweepInbox,
  'media.keep': ofOpenAccount(keepMediaJob),
  'conversations.give_back': ofOpenAccount(giveBackJob),
  'statuses.fold': ofOpenAccount(foldStatusesJob),
  'accounts.purge': purgeAccounts,
  'connections.sweep': sweepConnections,
  'connections.health': sweepHealth,
  'connection.check': ofOpenAccount(checkConnectionJob),
  'webhooks.sweep': sweepStoredBodies,
  'keys.sweep': sweepKeys,
  'keys.reseal': resealJob,
  'keys.rotate_all': rotateAllJob,
  'connection.deauthorized': ofOpenAccount(closeDeauthorizedJob),
  'people.tell': tellConcernedJob,
  'account.export': ofOpenAccount(exportJob),
  'account.retain': ofOpenAccount(retainJob),
  'deletions.sweep': sweepDeletions,
  'retention.sweep': sweepRetention,
  'webhook.dead': ofOpenAccount(replayDeadEvent),
  'webhooks.replay': ofOpenAccount(replayArchivedJob),
  'usage.sweep': sweepUsage,
  'usage.rebuild': ofOpenAccount(rebuildJob),
}

/** What a browser that watches a topic is shown; null lets the page ask by itself. */
export const buildFrame: FrameBuilder<ConsumerEnv> = async (env, accountId, topic, language) => {
  const [kind, id] = topic.split(':')
  const deps = openConsumerDeps(env)
  if (topic === 'inbox') return { seq: await findLastSeq(await deps.db.account(accountId)) }
  if (!id) return null
  if (kind === 'import') return importFrame(deps, accountId, id, language)
  if (kind !== 'broadcast') return null
  return progressOf(deps, await deps.db.account(accountId), id, language)
}
