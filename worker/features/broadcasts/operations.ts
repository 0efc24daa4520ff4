import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { PreviewView } from '../../contract/broadcast-plan'
import {
  type BroadcastChange,
  HOLD_SECONDS,
  type Launch,
  type RetryKind,
} from '../../contract/broadcasts'
import type { List } from '../../contract/common'
import { timeOrderedId } from '../../lib/ids'
import { toList } from '../../lib/lists'
import { SECOND_MS } from '../../lib/time'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { findNumber } from '../meta/queries'
import { samplePeople } from './audience-queries'
import {
  broadcastChangedElsewhere,
  broadcastNotEditable,
  broadcastNotFound,
  broadcastNotLaunchable,
  broadcastStillRunning,
  nobodyToRetry,
  planChanged,
  planProblems,
} from './errors'
import type { FrozenTemplate } from './frozen-template'
import { choiceOf, type Planned, planBroadcast } from './plan-operations'
import {
  type Broadcast,
  changeDraft,
  countRetryable,
  deleteDraft,
  findBroadcast,
  insertBroadcast,
  moveBroadcast,
  pageBroadcasts,
} from './queries'
import { queueStart } from './start-operations'
import { STATES_OF_TAB } from './states'
import { valuesFor } from './values'
import { partsOfWaves, type Wave } from './waves'

type ControlDeps = Pick<Deps, 'clock' | 'jobs' | 'live'>
type LaunchDeps = ControlDeps & Pick<Deps, 'db'>

export async function draftBroadcast(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  name: string,
): Promise<Broadcast> {
  const row = newDraft(db.accountId, member, name, clock.now())
  await keepDraft(db, clock, member, row)
  return row
}

export async function keepDraft(
  db: AccountDb,
  clock: Deps['clock'],
  member: Member,
  row: Broadcast,
): Promise<void> {
  await insertBroadcast(db, row)
  const act = { actor: actorOf(member), action: 'broadcast.drafted', target: row.id }
  await recordAudit(db, clock, { ...act, after: row.state })
}

export function newDraft(accountId: string, member: Member, name: string, now: number): Broadcast {
  return {
    accountId,
    id: timeOrderedId(now),
    name,
    state: 'draft',
    stateReason: null,
    version: 1,
    numberId: null,
    connectionId: null,
    templateId: null,
    audience: { everyone: false, tags: [], withoutTags: [] },
    mapping: {},
    parentId: null,
    retry: null,
    restHours: null,
    template: null,
    plan: null,
    parts: null,
    waves: false,
    canary: null,
    canaryState: null,
    canaryDecidesAt: null,
    canaryFigures: null,
    holdUntil: null,
    freezeCursor: null,
    total: 0,
    included: 0,
    reservedMicros: 0,
    frozenAt: null,
    createdBy: member.userId,
    createdAt: now,
    updatedAt: now,
    launchedAt: null,
    startedAt: null,
    finishedAt: null,
    start: { kind: 'now' },
    startsAt: null,
    restsUntil: null,
    restsFor: null,
    untoldSince: null,
  }
}

/**
 * Drafts another try for people of a broadcast: the same template and values, only those whose failure
 * can pass, or, as a person's choice, those who are not confirmed. It is planned, confirmed and sent
 * like any other; in the report each person counts once.
 */
export async function draftRetry(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  parentId: string,
  what: RetryKind,
): Promise<Broadcast> {
  const parent = await getBroadcast(db, parentId)
  if (parent.state !== 'done' && parent.state !== 'cancelled') throw broadcastStillRunning()
  const now = deps.clock.now()
  const people = await countRetryable(db, parentId, what, now)
  if (people === 0) throw nobodyToRetry()
  const { name, numberId, connectionId, templateId, audience, mapping } = parent
  const row: Broadcast = {
    ...newDraft(db.accountId, member, name, now),
    numberId,
    connectionId,
    templateId,
    audience,
    mapping,
    parentId,
    retry: what,
  }
  await keepDraft(db, deps.clock, member, row)
  return row
}

/** A page of one tab, newest first. */
export async function listBroadcasts(
  db: AccountDb,
  tab: keyof typeof STATES_OF_TAB | null,
  after: string | null,
  limit: number,
): Promise<List<Broadcast>> {
  const rows = await pageBroadcasts(db, tab ? STATES_OF_TAB[tab] : null, after, limit + 1)
  return toList(rows, limit, ({ id }) => id)
}

export async function getBroadcast(db: AccountDb, id: string): Promise<Broadcast> {
  const broadcast = await findBroadcast(db, id)
  if (!broadcast) throw broadcastNotFound()
  return broadcast
}

/** Saves what changed in a draft; a later change by somebody else is told, never overwritten. */
export async function editBroadcast(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  id: string,
  wish: BroadcastChange,
): Promise<Broadcast> {
  const { version, name, numberId, templateId, audience, mapping } = wish
  const { waves, canary, start, restHours } = wish
  const number = numberId ? await findNumber(db, numberId) : undefined
  const change = {
    ...(name !== undefined && { name }),
    ...(numberId !== undefined && { numberId, connectionId: number?.connectionId ?? null }),
    ...(templateId !== undefined && { templateId }),
    ...(audience !== undefined && { audience }),
    ...(mapping !== undefined && { mapping }),
    ...(waves !== undefined && { waves }),
    ...(canary !== undefined && { canary }),
    ...(start !== undefined && { start }),
    ...(restHours !== undefined && { restHours }),
  }
  const changed = await changeDraft(db, id, version, change, clock.now())
  if (changed) return changed
  const present = await getBroadcast(db, id)
  if (present.state !== 'draft') throw broadcastNotEditable()
  throw broadcastChangedElsewhere(present.version)
}

export async function discardDraft(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<void> {
  if (await deleteDraft(db, id)) {
    const act = { actor: actorOf(member), action: 'broadcast.discarded', target: id }
    await recordAudit(db, deps.clock, { ...act, before: 'draft' })
    return
  }
  await getBroadcast(db, id)
  throw broadcastNotEditable()
}

/** People and the exact values each would be sent: the first who get it, or those whom a search finds. */
export async function previewBroadcast(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  id: string,
  search: { q: string; isBlind: boolean } | null,
  limit: number,
): Promise<PreviewView[]> {
  const broadcast = await getBroadcast(db, id)
  const choice = await choiceOf(deps, db, broadcast, deps.clock.now())
  if (!choice) return []
  const people = await samplePeople(db, choice, search, limit)
  return people.map((person) => {
    const { values, fallbackKeys } = valuesFor(person, choice.parameters, broadcast.mapping)
    const { id: contactId, name, phone, reason } = person
    return { contactId, leftOut: reason, name, phone, parameters: values, fallbackKeys }
  })
}

/**
 * Starts the hold in which Cancel leaves nothing sent, or schedules it, where Cancel does the same until
 * the start. The people and the money that the user saw become limits, also for an audience that is
 * written down days later; a plan that grew since is refused, and so is a second launch.
 */
export async function launchBroadcast(
  deps: LaunchDeps,
  db: AccountDb,
  member: Member,
  id: string,
  confirmed: Launch,
): Promise<Broadcast> {
  const { clock, jobs } = deps
  const { plan, template, audience, waves } = await confirmedPlan(deps, db, id, confirmed)
  const now = clock.now()
  const change = {
    template,
    audience,
    parts: waves ? partsOfWaves(waves, now) : null,
    plan: { ...plan, people: confirmed.people, highMicros: confirmed.maxCostMicros, problems: [] },
    ...(plan.start
      ? { startsAt: plan.start.at }
      : { holdUntil: now + HOLD_SECONDS * SECOND_MS, startsAt: null }),
    launchedAt: now,
    stateReason: null,
  }
  const to = plan.start ? 'scheduled' : 'holding'
  // At that version only: what somebody changes from here on was not confirmed.
  const launched = await moveBroadcast(db, id, ['draft'], to, now, change, {
    actor: actorOf(member),
    atVersion: confirmed.version,
  })
  if (!launched) throw notLaunchable(await getBroadcast(db, id))
  // A crash before this line is mended by the sweep.
  if (plan.start) await queueStart(deps, db, id, plan.start.at)
  else {
    await jobs.chore(
      { type: 'broadcast.freeze', accountId: db.accountId, broadcastId: id },
      { delaySeconds: HOLD_SECONDS },
    )
  }
  await tell(deps, db, id)
  return launched
}

/** What the user saw, planned once more; refused where it grew or something stands in the way. */
async function confirmedPlan(
  deps: LaunchDeps,
  db: AccountDb,
  id: string,
  confirmed: Launch,
): Promise<Planned & { template: FrozenTemplate; waves: Wave[] | null }> {
  const draft = await getBroadcast(db, id)
  if (draft.state !== 'draft' || draft.version !== confirmed.version) throw notLaunchable(draft)
  const { plan, template, audience } = await planBroadcast(deps, db, draft)
  const blocking = plan.problems.filter((problem) => problem.blocking)
  if (blocking.length > 0 || !template) throw planProblems(blocking)
  if (plan.people > confirmed.people || plan.highMicros > confirmed.maxCostMicros) {
    throw planChanged(plan.people, plan.highMicros)
  }
  return { plan, template, audience, waves: draft.waves ? plan.waves : null }
}

const notLaunchable = ({ state, version }: Broadcast) =>
  state === 'draft' ? broadcastChangedElsewhere(version) : broadcastNotLaunchable()

/** What pages that show it hear of a change. */
export const tell = ({ live }: Pick<Deps, 'live'>, db: AccountDb, id: string) =>
  live.changed(db.accountId, [`broadcast:${id}`, 'broadcasts'])
