import { messageFor } from '../../boundary/http/errors'
import type { CoexistenceView } from '../../contract/coexistence'
import type { Language } from '../../contract/common'
import type { CheckView, ConnectionView, NumberView } from '../../contract/connections'
import { DAY_MS } from '../../lib/time'
import type { Outcome } from './checks'
import type { Coexistence } from './coexistence-queries'
import { problemsOf } from './health'
import type { HealthNote } from './health-queries'
import type { Connection, PhoneNumberRow } from './queries'

export const toCheckViews = (outcomes: Outcome[], language: Language): CheckView[] =>
  outcomes.map(({ name, state, problem, values }) => ({
    name,
    state,
    ...(problem && {
      problem: messageFor(language, `check.${problem}.problem`, values),
      fix: messageFor(language, `check.${problem}.fix`, values),
    }),
  }))

export const toNumberView = (row: PhoneNumberRow, shared: Coexistence[]): NumberView => ({
  id: row.id,
  connectionId: row.connectionId,
  displayPhoneNumber: row.displayPhoneNumber,
  verifiedName: row.verifiedName,
  qualityRating: row.qualityRating,
  status: row.status,
  throughputPerSecond: row.throughputPerSecond,
  messagingLimit: row.messagingLimit,
  syncedAt: row.syncedAt,
  registration: row.registration,
  nameStatus: row.nameStatus,
  isOnBizApp: row.isOnBizApp,
  coexistence: toCoexistenceView(shared.find(({ numberId }) => numberId === row.id)),
})

/** Meta can be asked for what the phone app holds for a day. */
export const ASKABLE_MS = DAY_MS

const toCoexistenceView = (row: Coexistence | undefined): CoexistenceView | null =>
  row
    ? {
        state: row.state,
        contacts: row.contacts,
        history: row.history,
        progress: row.progress,
        messages: row.messages,
        askableUntil: row.onboardedAt + ASKABLE_MS,
      }
    : null

/** What is known of an account's connections. */
export type Known = { numbers: PhoneNumberRow[]; notes: HealthNote[]; shared: Coexistence[] }

export const toConnectionView = (
  row: Connection,
  { numbers, notes, shared }: Known,
  checks: CheckView[],
  now: number,
): ConnectionView => ({
  id: row.id,
  wabaId: row.wabaId,
  name: row.name,
  currency: row.currency,
  state: row.state,
  scopes: row.scopes,
  tokenExpiresAt: row.tokenExpiresAt,
  checkedAt: row.checkedAt,
  checks,
  numbers: numbers
    .filter(({ connectionId }) => connectionId === row.id)
    .map((number) => toNumberView(number, shared)),
  problems: problemsOf(row, numbers, notes, now),
  createdAt: row.createdAt,
})
