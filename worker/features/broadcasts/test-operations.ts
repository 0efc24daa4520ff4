// Messages that try out what will be sent. They leave like every single message: claimed, paced and counted.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { MOST_TESTERS, type NewTests, type TestsView } from '../../contract/broadcast-tests'
import type { Language } from '../../contract/common'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import type { SuppressionScope } from '../contacts/tables'
import { findConnection, findNumber } from '../meta/queries'
import { CARD_CURRENCY, dearestRate, priceCategory, priceDay } from '../meta/rates'
import { templateMessage } from '../templates/message'
import { parametersOf } from '../templates/parameters'
import { findTemplate, type Template } from '../templates/queries'
import { isMarketing } from './audience'
import { broadcastChangedElsewhere, planProblems, testerNotFound, testerUnfilled } from './errors'
import { getBroadcast } from './operations'
import { sendSingle } from './outbox-operations'
import { findSingle, listSingles, type Single } from './outbox-queries'
import { problemsOf } from './plan-operations'
import type { Broadcast } from './queries'
import { refuseOverBudget } from './spending-operations'
import {
  listTesterRows,
  listTestPeople,
  listTests,
  noteTest,
  type TestPerson,
} from './test-queries'
import { valuesFor } from './values'
import { toSentTest } from './views'

export type TestDeps = Pick<Deps, 'clock' | 'db' | 'keys' | 'deliverOne'>

/** Kept of one broadcast; only the newest of each tester is shown. */
const TESTS_LOOKED_AT = 50

export type TestMessage = {
  id: string
  contactId: string
  numberId: string
  identity: string
  template: Template
  values: Record<string, string>
}

/** One template to one person who tries it out, with its line of audit. The same id twice is one message. */
export async function sendTestMessage(
  deps: TestDeps,
  db: AccountDb,
  member: Member,
  { template, values, ...single }: TestMessage,
  of?: Parameters<typeof noteTest>[1],
): Promise<Single> {
  const known = await findSingle(db, single.id)
  if (known) return known
  const content = { type: 'template', template: templateMessage(template, values) }
  const scope: SuppressionScope = isMarketing(template.category) ? 'marketing' : 'all'
  const act = { actor: actorOf(member), action: 'message.test_sent', target: single.id }
  return sendSingle(deps, db, member, { ...single, scope, content }, [
    recordAudit(db, deps.clock, act),
    ...(of ? [noteTest(db, of)] : []),
  ])
}

/**
 * Sends a draft to testers and to nobody else: to each their own message, or the one that a person of the
 * audience would get. All is looked at before the first leaves; pressed twice it is sent once.
 */
export async function sendTests(
  deps: TestDeps,
  db: AccountDb,
  member: Member,
  broadcastId: string,
  { version, like, messages }: NewTests,
  language: Language,
): Promise<TestsView> {
  const broadcast = await getBroadcast(db, broadcastId)
  const known = await listSingles(
    db,
    messages.map(({ id }) => id),
  )
  if (known.length < messages.length) {
    if (broadcast.version !== version) throw broadcastChangedElsewhere(broadcast.version)
    const { template, numberId } = await sendable(db, broadcast)
    const letters = await fillTests(db, broadcast, template, like, messages)
    await refuseOverBudget(deps, db, { category: template.category, messages: letters.length })
    const sent = letters.map(({ id, contactId, identity, values }) =>
      sendTestMessage(
        deps,
        db,
        member,
        { id, contactId, identity, values, numberId, template },
        { accountId: db.accountId, broadcastId, messageId: id, version, likeId: like },
      ),
    )
    await Promise.all(sent)
  }
  return testsOf(deps, db, broadcastId, language)
}

/** What stands in the way of sending at all; who is chosen is no matter of a test. */
async function sendable(
  db: AccountDb,
  broadcast: Broadcast,
): Promise<{ template: Template; numberId: string }> {
  const { templateId, numberId, connectionId } = broadcast
  const [template, number, connection] = await Promise.all([
    templateId ? findTemplate(db, templateId) : undefined,
    numberId ? findNumber(db, numberId) : undefined,
    connectionId ? findConnection(db, connectionId) : undefined,
  ])
  const everyone = { everyone: true, tags: [], withoutTags: [] }
  const problems = problemsOf({
    ...{ template, number, connection },
    broadcast: { ...broadcast, audience: everyone },
    filters: { included: [], excluded: [] },
    people: 1,
    startProblem: null,
    isTooMany: false,
  })
  const blocking = problems.filter((problem) => problem.blocking)
  if (blocking.length > 0 || !template || !number) throw planProblems(blocking)
  return { template, numberId: number.id }
}

type Letter = { id: string; contactId: string; identity: string; values: Record<string, string> }

/** Only who is a tester gets one, whoever is named. */
async function fillTests(
  db: AccountDb,
  { mapping }: Broadcast,
  template: Template,
  like: string | null,
  messages: NewTests['messages'],
): Promise<Letter[]> {
  const testers = new Set((await listTesterRows(db)).map(({ contactId }) => contactId))
  if (messages.some(({ contactId }) => !testers.has(contactId))) throw testerNotFound()
  const ids = messages.map(({ contactId }) => contactId)
  const people = await listTestPeople(db, like ? [...ids, like] : ids)
  const find = (id: string): TestPerson => {
    const found = people.find((one) => one.id === id)
    if (!found) throw testerNotFound()
    return found
  }
  const parameters = parametersOf(template.components)
  return messages.map(({ id, contactId }) => {
    const { identity, person } = find(contactId)
    if (!identity) throw testerNotFound()
    const { values, missing } = valuesFor(like ? find(like).person : person, parameters, mapping)
    if (missing.length > 0) throw testerUnfilled()
    return { id, contactId, identity, values }
  })
}

/** What became of a broadcast's tests: the newest of each tester. */
export async function testsOf(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  broadcastId: string,
  language: Language,
): Promise<TestsView> {
  const { templateId } = await getBroadcast(db, broadcastId)
  const [rows, template] = await Promise.all([
    listTests(db, broadcastId, TESTS_LOOKED_AT),
    templateId ? findTemplate(db, templateId) : undefined,
  ])
  const newest = new Map([...rows].reverse().map((row) => [row.message.contactId, row]))
  const items = rows.filter((row) => newest.get(row.message.contactId) === row)
  return {
    items: items.slice(0, MOST_TESTERS).map((row) => toSentTest(row, language)),
    costMicros: template ? dearestRate(priceCategory(template.category), priceDay(clock.now())) : 0,
    currency: CARD_CURRENCY,
  }
}
