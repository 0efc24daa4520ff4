import { messageFor } from '../../boundary/http/errors'
import type { Language } from '../../contract/common'
import type { CheckView, ConnectionView, NumberView } from '../../contract/connections'
import type { Outcome } from './checks'
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

export const toNumberView = (row: PhoneNumberRow): NumberView => ({
  id: row.id,
  connectionId: row.connectionId,
  displayPhoneNumber: row.displayPhoneNumber,
  verifiedName: row.verifiedName,
  qualityRating: row.qualityRating,
  status: row.status,
  throughputPerSecond: row.throughputPerSecond,
  messagingLimit: row.messagingLimit,
  syncedAt: row.syncedAt,
})

export const toConnectionView = (
  row: Connection,
  numbers: PhoneNumberRow[],
  checks: CheckView[],
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
  numbers: numbers.filter(({ connectionId }) => connectionId === row.id).map(toNumberView),
  createdAt: row.createdAt,
})
