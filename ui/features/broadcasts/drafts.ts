import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { formatDate } from '../../lib/format'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import {
  changeBroadcast,
  createBroadcast,
  deleteBroadcast,
  draftRetry,
  duplicateBroadcast,
} from './api'
import { keepBroadcast } from './model'

type Content = Pick<
  BroadcastView,
  'numberId' | 'templateId' | 'audience' | 'mapping' | 'waves' | 'canary' | 'start' | 'restHours'
>

/** A new draft; the tag or segment that its maker came from is its audience. */
export async function startDraft(
  from: { tag: string; segment: string },
  idempotencyKey: string,
): Promise<BroadcastView> {
  const name = m.broadcasts_new_name({ date: formatDate(Date.now()) })
  const draft = await createBroadcast(name, idempotencyKey)
  if (!from.tag && !from.segment) return draft
  const audience = {
    ...{ everyone: false, withoutTags: [] },
    tags: from.tag ? [from.tag] : [],
    segments: from.segment ? [from.segment] : [],
  }
  return changeBroadcast(draft.id, { version: draft.version, audience })
}

async function writeAnew(content: Content, name: string, idempotencyKey: string) {
  const { numberId, templateId, audience, mapping, waves, canary, start, restHours } = content
  const draft = await createBroadcast(name, idempotencyKey)
  const copy = await changeBroadcast(draft.id, {
    version: draft.version,
    numberId,
    templateId,
    audience,
    mapping,
    waves,
    canary,
    start,
    restHours,
  })
  keepBroadcast(copy)
  return copy
}

const LONGEST_NAME = 100

/** The same once more, as a draft of its own; the server knows everything that belongs to it. */
export async function copyAsDraft({ id, name }: BroadcastView, idempotencyKey: string) {
  const copyName = m.broadcast_copy_name({ name }).slice(0, LONGEST_NAME)
  const copy = await duplicateBroadcast(id, copyName, idempotencyKey)
  keepBroadcast(copy)
  return copy
}

/** A draft has nothing but its content, so writing that anew brings it back. */
export async function bringBack(draft: BroadcastView): Promise<BroadcastView> {
  const key = crypto.randomUUID()
  const { retry, name } = draft
  if (!retry) return writeAnew(draft, name, key)
  // Its people are those of another broadcast, not an audience.
  const again = await draftRetry(retry.of, retry.what, key)
  keepBroadcast(again)
  return again
}

export async function discardDraft(id: string) {
  await deleteBroadcast(id)
  await queryClient.invalidateQueries({ queryKey: ['broadcasts', 'list'] })
}
