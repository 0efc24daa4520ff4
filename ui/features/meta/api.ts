import type { AccessCheck, AccessView, TokenChange } from '../../../worker/contract/access'
import type { CodeSent } from '../../../worker/contract/auth'
import type { List } from '../../../worker/contract/common'
import type { ConnectionView, NewConnection } from '../../../worker/contract/connections'
import { api } from '../../lib/request'

export const fetchConnections = () => api.get<List<ConnectionView>>('/connections')
export const connect = (input: NewConnection, idempotencyKey: string) =>
  api.post<ConnectionView>('/connections', input, { idempotencyKey })
export const askForTokenCode = () => api.post<CodeSent>('/connections/code')
export const disconnect = (id: string) => api.delete<void>(`/connections/${id}`)

export const fetchAccess = (id: string) => api.get<AccessView>(`/connections/${id}/access`)
export const checkAccess = (id: string, idempotencyKey: string) =>
  api.post<AccessCheck>(`/connections/${id}/check`, {}, { idempotencyKey })
export const replaceToken = (id: string, change: TokenChange) =>
  api.post<AccessCheck>(`/connections/${id}/token`, change)
