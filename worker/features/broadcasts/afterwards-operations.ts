// What a broadcast leads to: the next one.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { FollowUpKind, NewFollowUp } from '../../contract/broadcast-recipients'
import type { Filter } from '../../contract/segments'
import { countContacts } from '../contacts/queries'
import { listSegments, saveSegment } from '../contacts/segment-operations'
import { broadcastStillRunning, retryNotCopied } from './errors'
import { followUpFilter } from './follow-ups'
import { getBroadcast, keepDraft, newDraft } from './operations'
import { type Broadcast, listRetries } from './queries'
import { toAudience } from './views'

type Clocked = Pick<Deps, 'clock'>

/**
 * The same once more as a draft: message, sender, audience, values and settings; nothing of how it went,
 * nor of when.
 */
export async function duplicateBroadcast(
  { clock }: Clocked,
  db: AccountDb,
  member: Member,
  id: string,
  name: string,
): Promise<Broadcast> {
  const original = await getBroadcast(db, id)
  // A retry is for the people of its broadcast; there is no audience to take over.
  if (original.parentId) throw retryNotCopied()
  const { numberId, connectionId, templateId, audience, mapping } = original
  const { restHours, waves, canary } = original
  const copy: Broadcast = {
    ...newDraft(db.accountId, member, name, clock.now()),
    ...{ numberId, connectionId, templateId, mapping, restHours, waves, canary },
    audience: toAudience(audience),
  }
  await keepDraft(db, clock, member, copy)
  return copy
}

/** How many contacts a follow-up would be for, counted by the rule that it would be drafted with. */
export async function countFollowUp(
  { clock }: Clocked,
  db: AccountDb,
  id: string,
  who: FollowUpKind,
  code: number | undefined,
): Promise<number> {
  const filter = await filterFor(db, await finished(db, id), who, code)
  return countContacts(db, { filters: [filter], now: clock.now() })
}

/** A draft whose audience is a segment of these people; the same people twice are one segment. */
export async function draftFollowUp(
  deps: Clocked,
  db: AccountDb,
  member: Member,
  id: string,
  { who, code, name }: NewFollowUp,
): Promise<Broadcast> {
  const original = await finished(db, id)
  const filter = await filterFor(db, original, who, code)
  const segmentId = await segmentOf(deps, db, member, name, filter)
  const { numberId, connectionId } = original
  const draft: Broadcast = {
    ...newDraft(db.accountId, member, name, deps.clock.now()),
    ...{ numberId, connectionId },
    audience: { everyone: false, tags: [], withoutTags: [], segments: [segmentId] },
  }
  await keepDraft(db, deps.clock, member, draft)
  return draft
}

async function finished(db: AccountDb, id: string): Promise<Broadcast> {
  const broadcast = await getBroadcast(db, id)
  if (broadcast.state !== 'done' && broadcast.state !== 'cancelled') throw broadcastStillRunning()
  return broadcast
}

async function filterFor(
  db: AccountDb,
  { id }: Broadcast,
  who: FollowUpKind,
  code: number | undefined,
): Promise<Filter> {
  const retries = await listRetries(db, id)
  return followUpFilter(
    id,
    retries.map((retry) => retry.id),
    who,
    code,
  )
}

async function segmentOf(
  deps: Clocked,
  db: AccountDb,
  member: Member,
  name: string,
  filter: Filter,
): Promise<string> {
  const { items } = await listSegments(db)
  const wanted = JSON.stringify(filter)
  const same = items.find((segment) => JSON.stringify(segment.filter) === wanted)
  return (same ?? (await saveSegment(deps, db, member, { name, filter }))).id
}
