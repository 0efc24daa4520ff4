// The way from a fresh workspace to a first message.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { OnboardingView } from '../../contract/onboarding'
import { AppError } from '../../lib/errors'
import { getUser } from '../accounts/account-operations'
import { findOrCreateByIdentity } from '../contacts/identity-operations'
import { totalContacts } from '../contacts/operations'
import { countSamples } from '../contacts/sample-queries'
import { listConnections } from '../meta/operations'
import { parametersOf, unsupportedPart } from '../templates/parameters'
import type { Template } from '../templates/queries'
import { countApproved, hasSent, listApproved } from './onboarding-queries'
import { findSingle, type Single } from './outbox-queries'
import { sendTestMessage } from './test-operations'

/** What is done of it, asked of the rows themselves: nothing is ticked by hand. */
export async function onboardingOf(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  member: Member,
): Promise<OnboardingView> {
  const [known, approvedTemplates, everybody, samples, isSent, template, user] = await Promise.all([
    listConnections(db),
    countApproved(db),
    // Everybody: no condition looks at the time.
    totalContacts(db, {}, 0),
    countSamples(db),
    hasSent(db),
    testTemplate(db),
    getUser(deps.db.directory, member.userId),
  ])
  const contacts = everybody - samples
  const live = known.rows.filter(({ state }) => state === 'active')
  const isLive = (id: string) => live.some((one) => one.id === id)
  const isConnected = known.numbers.some(
    ({ connectionId, registration }) => isLive(connectionId) && registration === 'registered',
  )
  const isElsewhere = known.notes.some(
    ({ kind, connectionId }) => kind === 'webhook_redirected' && isLive(connectionId),
  )
  const { phone } = user
  return {
    done: {
      connect: isConnected,
      webhook: isConnected && !isElsewhere,
      templates: approvedTemplates > 0,
      contacts: contacts > 0,
      test: isSent,
    },
    approvedTemplates,
    contacts,
    test: isConnected && template && phone ? { template: template.name, phone } : null,
  }
}

/** Sends a template to the member's own phone, from the first number that can send. */
export async function sendTest(
  deps: Pick<Deps, 'clock' | 'db' | 'keys' | 'deliverOne'>,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<Single> {
  const known = await findSingle(db, id)
  if (known) return known
  const [{ rows, numbers }, template, user] = await Promise.all([
    listConnections(db),
    testTemplate(db),
    getUser(deps.db.directory, member.userId),
  ])
  const number = numbers.find(
    ({ connectionId, registration }) =>
      registration === 'registered' &&
      rows.some((one) => one.id === connectionId && one.state === 'active') &&
      (!template || template.connectionId === connectionId),
  )
  const { phone, name } = user
  if (!number || !template || !phone) throw new AppError('onboarding.not_ready', 409)
  const now = deps.clock.now()
  const contactId = await findOrCreateByIdentity(db, { phone, profileName: name }, now)
  if (!contactId) throw new AppError('onboarding.not_ready', 409)
  return sendTestMessage(deps, db, member, {
    ...{ id, contactId, template, numberId: number.id, identity: phone },
    values: samplesOf(template),
  })
}

/** The plainest template that can be sent without anybody's values: a utility before marketing. */
async function testTemplate(db: AccountDb): Promise<Template | undefined> {
  const sendable = (await listApproved(db)).filter(
    ({ components, category }) =>
      category !== 'AUTHENTICATION' &&
      unsupportedPart(components) === null &&
      parametersOf(components).every(({ kind, sample }) => kind === 'text' && sample !== null),
  )
  const weightOf = ({ category, components }: Template) =>
    parametersOf(components).length + (category === 'UTILITY' ? 0 : 100)
  return sendable.sort((a, b) => weightOf(a) - weightOf(b))[0]
}

const samplesOf = ({ components }: Template): Record<string, string> =>
  Object.fromEntries(parametersOf(components).map(({ key, sample }) => [key, sample ?? '']))
