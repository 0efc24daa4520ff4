import type { DeletionView, ExportView, PersonRequestView } from '../../contract/deletion'
import type { DeletionRequest } from './request-queries'
import type { exportJobs, personRequests } from './tables'

export const toRequestView = (
  { code, state, requestedAt, startsAt, dueDay }: DeletionRequest,
  now: number,
): NonNullable<DeletionView['request']> => ({
  code,
  state,
  requestedAt,
  startsAt,
  dueDay,
  canTakeBack: state === 'waiting' && startsAt > now,
})

export const toExportView = ({
  id,
  state,
  createdAt,
  finishedAt,
  expiresAt,
  size,
  rows,
  of,
}: typeof exportJobs.$inferSelect): ExportView => ({
  id,
  state,
  createdAt,
  finishedAt,
  expiresAt,
  size,
  rows,
  of,
})

export const toPersonRequestView = ({
  id,
  contactId,
  at,
  settledAt,
}: typeof personRequests.$inferSelect): PersonRequestView => ({ id, contactId, at, settledAt })
