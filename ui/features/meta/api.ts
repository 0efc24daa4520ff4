import type { List } from '../../../worker/contract/common'
import type { ConnectionView, NewConnection } from '../../../worker/contract/connections'
import { api } from '../../lib/request'

export const fetchConnections = () => api.get<List<ConnectionView>>('/connections')
export const connect = (input: NewConnection, idempotencyKey: string) =>
  api.post<ConnectionView>('/connections', input, { idempotencyKey })
export const disconnect = (id: string) => api.delete<void>(`/connections/${id}`)
