import type { AccessCheck, AccessView, TokenChange } from '../../../worker/contract/access'
import type { CodeSent } from '../../../worker/contract/auth'
import type { ConnectionView, NewConnection } from '../../../worker/contract/connections'
import type { NumberProfile, NumberSetup, ShortLink } from '../../../worker/contract/numbers'
import type { SignupAnswer, SignupSettings, SignupStart } from '../../../worker/contract/signup'
import { api } from '../../lib/request'

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

const at = (id: string) => `/numbers/${id}`
export const fetchNumberSetup = (id: string) => api.get<NumberSetup>(`${at(id)}/setup`)
export const changeNumberProfile = (id: string, profile: NumberProfile) =>
  api.post<void>(`${at(id)}/profile`, profile)
export const changeNumberPhoto = (id: string, photo: Blob) =>
  api.put<void>(`${at(id)}/photo`, photo)
export const askForNumberName = (id: string, name: string) =>
  api.post<void>(`${at(id)}/name`, { name })
export const takeNumberName = (id: string) => api.post<void>(`${at(id)}/name/use`, {})
export const chooseUsername = (id: string, username: string) =>
  api.post<void>(`${at(id)}/username`, { username })
export const giveUsernameUp = (id: string) => api.delete<void>(`${at(id)}/username`)
export const blockPerson = (id: string, phone: string) =>
  api.post<void>(`${at(id)}/blocked`, { phone })
export const unblockPerson = (id: string, phone: string) =>
  api.delete<void>(`${at(id)}/blocked/${encodeURIComponent(phone)}`)
export const makeShortLink = (id: string, message: string) =>
  api.post<ShortLink>(`${at(id)}/links`, { message })
export const removeShortLink = (id: string, code: string) =>
  api.delete<void>(`${at(id)}/links/${code}`)
export const changePin = (id: string, pin: string) => api.post<void>(`${at(id)}/pin`, { pin })
