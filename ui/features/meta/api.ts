import type { AccessCheck, AccessView, TokenChange } from '../../../worker/contract/access'
import type { CodeSent } from '../../../worker/contract/auth'
import type { List } from '../../../worker/contract/common'
import type { ConnectionView, NewConnection } from '../../../worker/contract/connections'
import type { SignupAnswer, SignupSettings, SignupStart } from '../../../worker/contract/signup'
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

export const fetchSignupOffer = () => api.get<{ isOffered: boolean }>('/connections/signup')
export const startSignup = (wish: SignupStart) =>
  api.post<SignupSettings>('/connections/signup', wish)
export const finishSignup = (answer: SignupAnswer) =>
  api.post<ConnectionView>('/connections/signup/finish', answer)

export const checkHealth = (id: string) => api.post<ConnectionView>(`/connections/${id}/health`, {})
export const markSeen = (id: string, kind: string, numberId: string | null) =>
  api.post<void>(`/connections/${id}/seen`, { kind, numberId })
export const addNumber = (id: string, phoneNumberId: string) =>
  api.post<void>(`/connections/${id}/numbers`, { phoneNumberId })
export const registerNumber = (id: string, pin: string) =>
  api.post<void>(`/numbers/${id}/register`, { pin })
export const askForPhone = (id: string, what: 'contacts' | 'history') =>
  api.post<void>(`/numbers/${id}/sync`, { what })
