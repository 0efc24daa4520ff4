import type { AccountDb } from '../../worker/boundary/db'
import type { InboundMessage } from '../../worker/boundary/graph/webhooks'
import { listDeadLetters } from '../../worker/boundary/queues/dead-letters'
import type { ConsumerDeps } from '../../worker/consumer/dispatch'
import type { Start } from '../../worker/contract/schedule'
import { replayDeadLetter } from '../../worker/features/accounts/dead-letter-operations'
import { draftFollowUp } from '../../worker/features/broadcasts/afterwards-operations'
import {
  cancelBroadcast,
  goOnBroadcast,
  pauseBroadcast,
  resumeBroadcast,
} from '../../worker/features/broadcasts/control-operations'
import {
  draftBroadcast,
  draftRetry,
  editBroadcast,
  getBroadcast,
  launchBroadcast,
} from '../../worker/features/broadcasts/operations'
import { planBroadcast } from '../../worker/features/broadcasts/plan-operations'
import { progressOf } from '../../worker/features/broadcasts/progress-operations'
import { startScheduled, unschedule } from '../../worker/features/broadcasts/schedule-operations'
import { sendTests } from '../../worker/features/broadcasts/test-operations'
import { recordOptOut } from '../../worker/features/contacts/consent-operations'
import { receiveMessages } from '../../worker/features/inbox/operations'
import { sendReply } from '../../worker/features/inbox/reply-operations'
import { SECOND_MS } from '../../worker/lib/time'
import { openZone } from '../../worker/lib/zones'
import type { Checker } from './checker'
import type { OwnClock } from './clocks'
import type { DraftControls } from './controls'
import type { Note } from './coverage'
import type { Random } from './random'
import type { BroadcastTruth, FollowUpWho } from './truth'
import type { Account } from './world'

/** What a person's request has to work with. */
export type Request = { deps: ConsumerDeps; db: AccountDb; account: Account; checker: Checker }

export type Draft = { id: string; accountId: string; isScheduled: boolean }

/** Writes a broadcast to everybody; its template names it in Meta's log. */
export async function compose(
  { deps, db, account, checker }: Request,
  template: { id: string; name: string; category: string },
  hasFallback: boolean,
  { startsInMs, ownClock }: { startsInMs: number | null; ownClock: OwnClock | null },
  { numberId, waves, canary, restHours }: DraftControls,
): Promise<Draft> {
  const draft = await draftBroadcast(deps, db, account.member, template.name)
  await editBroadcast(deps, db, draft.id, {
    version: draft.version,
    ...{ numberId, waves, canary, restHours },
    templateId: template.id,
    audience: { everyone: true, tags: [], withoutTags: [] },
    mapping: mappingOf(hasFallback),
    start: ownClock ? { kind: 'local', ...ownClock } : startIn(startsInMs, deps.clock.now()),
  })
  watch(checker, account, draft.id, template.name, template.category, null)
  Object.assign(checker.truth.broadcasts.get(draft.id) ?? {}, { canary, restHours, ownClock })
  const isScheduled = startsInMs !== null || ownClock !== null
  return { id: draft.id, accountId: account.id, isScheduled }
}

/** On the minute, as people choose; in the night in which clocks go back it may have passed already. */
function startIn(startsInMs: number | null, now: number): Start {
  if (startsInMs === null) return { kind: 'now' }
  const wallTime = openZone('Asia/Jerusalem').wallTimeAt(now + startsInMs)
  return { kind: 'at', wallTime, isSecond: false }
}

/** Changes its mind about the time, while it may be starting. */
export const putOff = ({ deps, db, account }: Request, { id }: Draft) =>
  unschedule(deps, db, `user:${account.member.userId}`, id)

/** Sends it now: it is late enough, or they were asked. */
export function startNow({ deps, db, account, checker }: Request, { id }: Draft) {
  const broadcast = checker.truth.broadcasts.get(id)
  if (broadcast) broadcast.ownClock = null
  return startScheduled(deps, db, `user:${account.member.userId}`, id)
}

/** Changes its mind about people without a first name; a broadcast that was launched meanwhile refuses. */
export async function edit({ deps, db }: Request, { id }: Draft): Promise<void> {
  const { version, mapping } = await getBroadcast(db, id)
  const hasFallback = JSON.stringify(mapping).includes('friend')
  await editBroadcast(deps, db, id, { version, mapping: mappingOf(!hasFallback) })
}

const mappingOf = (hasFallback: boolean) => ({
  'body.1': {
    from: 'contact' as const,
    column: 'first_name' as const,
    fallback: hasFallback ? 'friend' : null,
  },
})

function watch(
  checker: Checker,
  account: Account,
  id: string,
  template: string,
  category: string,
  retryOf: BroadcastTruth['retryOf'],
): void {
  checker.truth.broadcasts.set(id, {
    accountId: account.id,
    shard: account.shard,
    template,
    isMarketing: category === 'MARKETING',
    agreed: null,
    retryOf,
    canary: null,
    restHours: null,
    isToldToGoOn: false,
    ownClock: null,
    confirmed: null,
    followUp: null,
  })
  checker.lives.set(id, ['draft'])
}

/** Looks at the plan, then presses Send on what it says, or on less. */
export async function launch(
  { deps, db, account, checker }: Request,
  { id }: Draft,
  agreesTo: (people: number) => number,
): Promise<void> {
  const broadcast = await getBroadcast(db, id)
  const { plan } = await planBroadcast(deps, db, broadcast)
  const people = agreesTo(plan.people)
  if (people < 1) return
  const { version } = broadcast
  const maxCostMicros = plan.highMicros
  agree(checker, id, people, maxCostMicros, plan.cost)
  checker.truth.confirmedAt(id, deps.clock.now())
  await launchBroadcast(deps, db, account.member, id, { version, people, maxCostMicros })
}

/** Of several who press Send only one succeeds; what any of them agreed to may be spent. */
function agree(
  checker: Checker,
  id: string,
  people: number,
  micros: number,
  cost: { country: string | null; rateMicros: number }[],
): void {
  const truth = checker.truth.broadcasts.get(id)
  if (!truth) return
  const rates = cost.map(({ country, rateMicros }) => [country ?? '', rateMicros] as const)
  truth.agreed = {
    people: Math.max(people, truth.agreed?.people ?? 0),
    micros: Math.max(micros, truth.agreed?.micros ?? 0),
    microsByCountry: new Map([...(truth.agreed?.microsByCountry ?? []), ...rates]),
  }
}

/** Answers one person who has just written; pressed twice, it is one message. */
export async function reply(
  { deps, db, account }: Request,
  message: { id: string; contactId: string; identity: string | null },
): Promise<void> {
  const { numberId, member, portfolio } = account
  const { id, contactId, identity } = message
  if (identity !== null) portfolio?.heard(numberId, identity, deps.clock.now())
  if (identity !== null) {
    const at = deps.clock.now()
    const messages = [questionOf(id, identity, at)]
    await receiveMessages(deps, db, numberId, { messages, profiles: [] }, { at, no: 0 })
  }
  await sendReply(deps, db, member, { id, contactId, numberId, text: 'Of course.' })
}

/** Without a word from them within the day, only a template may leave. */
function questionOf(id: string, identity: string, now: number): InboundMessage {
  const from = identity.startsWith('+') ? { from: identity.slice(1) } : { from_user_id: identity }
  const timestamp = Math.floor(now / SECOND_MS)
  return { id: `wamid.${id}`, ...from, timestamp, type: 'text', text: { body: 'Is it open?' } }
}

export async function replayDeadLetters({ deps, db, account }: Request, note: Note): Promise<void> {
  for (const { id } of await listDeadLetters(db)) {
    note('dead letters replayed')
    await replayDeadLetter(deps, db, `user:${account.member.userId}`, id)
  }
}

export async function retry(
  { deps, db, account, checker }: Request,
  { id }: Draft,
  what: 'failed' | 'not_confirmed',
): Promise<Draft | null> {
  const parent = checker.truth.broadcasts.get(id)
  if (!parent) return null
  const draft = await draftRetry(deps, db, account.member, id, what)
  const category = parent.isMarketing ? 'MARKETING' : 'UTILITY'
  watch(checker, account, draft.id, parent.template, category, { id, what })
  return { id: draft.id, accountId: account.id, isScheduled: false }
}

/** Drafts the same message to people by what became of it. */
export async function followUp(
  { deps, db, account, checker }: Request,
  { id }: Draft,
  who: FollowUpWho,
): Promise<Draft | null> {
  const { broadcasts } = checker.truth
  const parent = broadcasts.get(id)
  if (!parent) return null
  const isSent = (other: string) => checker.lives.get(other)?.at(-1) !== 'draft'
  const retries = [...broadcasts].flatMap(([other, { retryOf }]) =>
    retryOf?.id === id && isSent(other) ? other : [],
  )
  const draft = await draftFollowUp(deps, db, account.member, id, { who, name: `${id} ${who}` })
  await editBroadcast(deps, db, draft.id, {
    version: draft.version,
    templateId: (await getBroadcast(db, id)).templateId,
    mapping: mappingOf(true),
  })
  const category = parent.isMarketing ? 'MARKETING' : 'UTILITY'
  watch(checker, account, draft.id, parent.template, category, null)
  Object.assign(broadcasts.get(draft.id) ?? {}, { followUp: { id, who, retries } })
  return { id: draft.id, accountId: account.id, isScheduled: false }
}

/** Sends a draft to testers; whoever presses again presses for the same messages. */
export async function tryOut(
  { deps, db, account, checker }: Request,
  { id }: Draft,
  messages: { id: string; contactId: string; identity: string }[],
  note: Note,
): Promise<void> {
  for (const { identity } of messages) checker.truth.testers.add(identity)
  const { version } = await getBroadcast(db, id)
  const tests = messages.map(({ identity: _, ...test }) => test)
  await sendTests(deps, db, account.member, id, { version, like: null, messages: tests }, 'en')
  note('a draft that is tried out')
}

export const pause = ({ deps, db, account }: Request, { id }: Draft) =>
  pauseBroadcast(deps, db, `user:${account.member.userId}`, id)

export async function resume(
  { deps, db, account, checker }: Request,
  { id }: Draft,
): Promise<void> {
  checker.truth.toldToGoOn(id)
  await resumeBroadcast(deps, db, `user:${account.member.userId}`, id)
}

/** Does not wait for what a sample says, or was asked. */
export async function goOn({ deps, db, account, checker }: Request, { id }: Draft): Promise<void> {
  checker.truth.toldToGoOn(id)
  await goOnBroadcast(deps, db, `user:${account.member.userId}`, id)
}

export const cancel = ({ deps, db, account }: Request, { id }: Draft) =>
  cancelBroadcast(deps, db, `user:${account.member.userId}`, id)

export const lookAt = ({ deps, db }: Request, { id }: Draft) => progressOf(deps, db, id, 'en')

export async function optOut({ deps, db, account }: Request, random: Random): Promise<void> {
  const { contactId, identity } = random.pick(account.people)
  if (identity === null) return
  const actor = `user:${account.member.userId}`
  const news = { contactId, identities: [identity], source: 'agent', wording: null, actor }
  await recordOptOut(
    db,
    { ...news, scope: random.pick(['all', 'marketing'] as const) },
    deps.clock.now(),
  )
}
