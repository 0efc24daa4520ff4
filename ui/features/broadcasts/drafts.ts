import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { Start } from '../../../worker/contract/schedule'
import { formatDate } from '../../lib/format'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { changeBroadcast, createBroadcast, deleteBroadcast, draftRetry } from './api'
import { keepBroadcast } from './model'

type Content = Pick<BroadcastView, 'numberId' | 'templateId' | 'audience' | 'mapping' | 'waves'>

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

/** The same message to the same audience, as a draft of its own; not at the same time. */
export async function copyAsDraft(
  content: Content,
  name: string,
  idempotencyKey: string,
  start: Start = { kind: 'now' },
) {
  const { numberId, templateId, audience, mapping, waves } = content
  const draft = await createBroadcast(name, idempotencyKey)
  const copy = await changeBroadcast(draft.id, {
    version: draft.version,
    numberId,
    templateId,
    audience,
    mapping,
    waves,
    start,
  })
  keepBroadcast(copy)
  return copy
}

/** A draft has nothing but its content, so writing that anew brings it back. */
export async function bringBack(draft: BroadcastView): Promise<BroadcastView> {
  const key = crypto.randomUUID()
  const { retry, name } = draft
  if (!retry) return copyAsDraft(draft, name, key, draft.start)
  // Its people are those of another broadcast, not an audience.
  const again = await draftRetry(retry.of, retry.what, key)
  keepBroadcast(again)
  return again
}

export async function discardDraft(id: string) {
  await deleteBroadcast(id)
  await queryClient.invalidateQueries({ queryKey: ['broadcasts', 'list'] })
}
