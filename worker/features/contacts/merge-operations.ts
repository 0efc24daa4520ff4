// Two contacts are one person: one stays, the other becomes part of it, for a day with a way back.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { MergeView, NewMerge } from '../../contract/merges'
import { isSampleId } from '../../contract/samples'
import { timeOrderedId } from '../../lib/ids'
import { DAY_MS } from '../../lib/time'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { namesOf } from '../accounts/user-operations'
import { listConsents } from './consent-queries'
import { forgetPairsOf, returnPairs } from './duplicate-queries'
import {
  contactChangedElsewhere,
  contactNotFound,
  mergeCannotUndo,
  mergeMustWait,
  mergeNotFound,
  mergeOfOne,
  mergeOfSample,
} from './errors'
import { type Contact, findContactRow } from './identity-queries'
import { continueMerge } from './merge-history-operations'
import type { MergeDeps, MergePart, Pair } from './merge-parts'
import { findMerge, listIdentitiesOf, listMergesOf, type Merge } from './merge-queries'
import { writeMerge } from './merge-writing-queries'
import {
  type MergedFacts,
  mergedFacts,
  mergedStanding,
  partedFacts,
  partedStanding,
  type Standing,
} from './merged-person'
import { writeParting } from './parting-queries'
import { reachedBy } from './phone'

/** How long two people can be made two again. */
export const UNDO_MS = DAY_MS

/** What undoing needs; sealed with the merge. */
type Before = {
  kept: Contact
  dropped: Contact
  facts: MergedFacts
  standing: Standing
  /** The ledger's line that the merge wrote. */
  entryId: string | null
  reach: string[]
  /** Of each part, in their order. */
  remembered: unknown[]
}

export type StartDeps = MergeDeps & Pick<Deps, 'jobs' | 'db'>

export async function mergeContacts(
  deps: StartDeps,
  db: AccountDb,
  member: Pick<Member, 'userId' | 'role'>,
  parts: readonly MergePart[],
  wish: NewMerge,
): Promise<MergeView> {
  requireRole(member, 'contacts.change')
  const { keptId, droppedId } = wish
  if (keptId === droppedId) throw mergeOfOne()
  if (isSampleId(keptId) !== isSampleId(droppedId)) throw mergeOfSample()
  const [kept, dropped] = await Promise.all([
    findContactRow(db, keptId),
    findContactRow(db, droppedId),
  ])
  if (!kept || !dropped) throw contactNotFound()
  const isSeen = kept.updatedAt === wish.keptVersion && dropped.updatedAt === wish.droppedVersion
  if (!isSeen) throw contactChangedElsewhere()

  const now = deps.clock.now()
  const pair = { id: timeOrderedId(now), keptId, droppedId }
  const ledger = [...(await listConsents(db, keptId)), ...(await listConsents(db, droppedId))]
  ledger.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const facts = mergedFacts(kept, dropped, new Set(wish.take))
  const { isNews, ...standing } = mergedStanding(kept, dropped, ledger, now)
  const entry = isNews ? { id: timeOrderedId(now), actor: actorOf(member) } : null
  const before: Before = {
    ...{ kept, dropped, facts, standing, entryId: entry?.id ?? null },
    reach: await reachOf(db, pair, kept, dropped),
    remembered: await Promise.all(parts.map((part) => part.remember?.(db, pair) ?? null)),
  }
  const reached = { identity: facts.phone ?? facts.bsuid, country: facts.country }
  const act = { actor: actorOf(member), action: 'contact.merged', target: `contact:${keptId}` }
  const isWritten = await writeMerge(db, {
    ...{ pair, kept, dropped, facts, standing, entry, reach: before.reach, now },
    sealed: await seal(deps, db, pair.id, before),
    createdBy: member.userId,
    isBusy: parts.flatMap((part) => part.isBusy?.(db, pair) ?? []),
    parts: [
      ...forgetPairsOf(db, pair),
      ...parts.flatMap((part) => part.merge?.(db, pair, reached) ?? []),
    ],
    audit: recordAudit(db, deps.clock, { ...act, after: droppedId }).getSQL(),
  })
  if (!isWritten) throw mergeMustWait()
  await followAtOnce(deps, db, parts, pair.id)
  return getMerge(deps, db, pair.id)
}

/** Whatever a message to either could go to. */
async function reachOf(db: AccountDb, pair: Pair, ...both: Contact[]): Promise<string[]> {
  const names = await listIdentitiesOf(db, pair)
  const spelled = names.flatMap(({ kind, value }) => {
    if (kind === 'parent_bsuid') return []
    return kind === 'wa_id' ? [`+${value}`] : [value]
  })
  return [...new Set([...both.flatMap(reachedBy), ...spelled])]
}

/** Nearly everybody's history is moved before anybody looks; a long one goes on in the queue. */
async function followAtOnce(
  deps: StartDeps,
  db: AccountDb,
  parts: readonly MergePart[],
  mergeId: string,
): Promise<void> {
  const end = await continueMerge(deps, db, parts, mergeId, AT_ONCE_MS)
  const job = { type: 'contacts.merge' as const, accountId: db.accountId, mergeId }
  // Once more later: who was being written down under the old id meanwhile follows then.
  await deps.jobs.chore(job, { delaySeconds: end === 'more' ? 0 : LATECOMERS_SECONDS })
}

const AT_ONCE_MS = 1000
const LATECOMERS_SECONDS = 60

const seal = async (deps: Pick<Deps, 'keys'>, db: AccountDb, id: string, before: Before) =>
  (await deps.keys.open(db)).seal('contact_merges.sealed', id, JSON.stringify(before))

/** Null once it was erased. */
async function openBefore(
  deps: Pick<Deps, 'keys'>,
  db: AccountDb,
  { id, sealed }: Merge,
): Promise<Before | null> {
  if (sealed === null) return null
  // Sealed by `mergeContacts` from this type.
  return JSON.parse(
    await (await deps.keys.open(db)).open('contact_merges.sealed', id, sealed),
  ) as Before
}

/** Makes two of them again, as they were; what happened since stays with the one that stayed. */
export async function undoMerge(
  deps: StartDeps,
  db: AccountDb,
  member: Pick<Member, 'userId' | 'role'>,
  parts: readonly MergePart[],
  mergeId: string,
): Promise<MergeView> {
  requireRole(member, 'contacts.change')
  const merge = await findMerge(db, mergeId)
  if (!merge) throw mergeNotFound()
  if (merge.state === 'undoing' || merge.state === 'undone') return getMerge(deps, db, mergeId)
  const now = deps.clock.now()
  const before = await openBefore(deps, db, merge)
  const current = await findContactRow(db, merge.keptId)
  if (!before || !current || now >= merge.at + UNDO_MS) throw mergeCannotUndo()
  const { id, keptId, droppedId } = merge
  const pair = { id, keptId, droppedId }
  const isStopStanding = current.consentSource === before.standing.consentSource
  const act = { actor: actorOf(member), action: 'contact.unmerged', target: `contact:${keptId}` }
  const isWritten = await writeParting(db, {
    ...{ pair, current, now, reach: before.reach, mergedAt: merge.at },
    facts: partedFacts(current, before.facts, before.kept),
    standing: partedStanding(current, before.standing, before.kept),
    lastInboundAt: partedInbound(current, before),
    dropped: before.dropped,
    retraction:
      before.entryId && isStopStanding
        ? { id: timeOrderedId(now), actor: actorOf(member), of: before.entryId }
        : null,
    parts: [
      ...returnPairs(db, pair, merge.at),
      ...parts.flatMap((part, at) => part.part?.(db, pair, before.remembered[at]) ?? []),
    ],
    audit: recordAudit(db, deps.clock, { ...act, after: droppedId }).getSQL(),
  })
  if (!isWritten) throw mergeCannotUndo()
  await followAtOnce(deps, db, parts, mergeId)
  return getMerge(deps, db, mergeId)
}

/** Somebody who wrote since has written to the one that stayed. */
function partedInbound({ lastInboundAt }: Contact, { kept, dropped }: Before): number | null {
  const merged = Math.max(kept.lastInboundAt ?? 0, dropped.lastInboundAt ?? 0)
  return (lastInboundAt ?? 0) > merged ? lastInboundAt : kept.lastInboundAt
}

export async function getMerge(
  deps: Pick<Deps, 'db' | 'keys'>,
  db: AccountDb,
  id: string,
): Promise<MergeView> {
  const merge = await findMerge(db, id)
  if (!merge) throw mergeNotFound()
  const [view] = await toMergeViews(deps, db, [merge])
  if (!view) throw mergeNotFound()
  return view
}

/** More than a page shows. */
const SHOWN_MERGES = 5

/** Merges into a contact that can be undone still. */
export async function listUndoable(
  deps: Pick<Deps, 'db' | 'keys' | 'clock'>,
  db: AccountDb,
  keptId: string,
): Promise<MergeView[]> {
  const merges = await listMergesOf(db, keptId, '~', SHOWN_MERGES)
  const now = deps.clock.now()
  return toMergeViews(
    deps,
    db,
    merges.filter(({ isOpen, state, at }) => isOpen && state !== 'undone' && now < at + UNDO_MS),
  )
}

async function toMergeViews(
  deps: Pick<Deps, 'db' | 'keys'>,
  db: AccountDb,
  merges: Merge[],
): Promise<MergeView[]> {
  const names = await namesOf(
    deps,
    merges.map(({ createdBy }) => createdBy),
  )
  return Promise.all(
    merges.map(async (merge) => {
      const { id, keptId, droppedId, at, state, isOpen, createdBy } = merge
      const dropped = (await openBefore(deps, db, merge))?.dropped
      const name = names.get(createdBy)
      const isUndoable = isOpen === 1 && (state === 'moving' || state === 'done')
      return {
        ...{ id, keptId, droppedId, at, state },
        droppedName: dropped?.name ?? null,
        by: name === undefined ? null : { id: createdBy, name },
        undoUntil: isUndoable ? at + UNDO_MS : null,
      }
    }),
  )
}
