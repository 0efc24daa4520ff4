import type { BusinessChange, BusinessView } from '../../../worker/contract/account'
import type {
  CodeSent,
  InvitationView,
  SignedInView,
  SignIn,
  SignUp,
  UserView,
} from '../../../worker/contract/auth'
import type { List } from '../../../worker/contract/common'
import { ApiError, api } from '../../lib/request'

const anonymous = { isAnonymous: true }

export const signUp = (input: SignUp) => api.post<CodeSent>('/auth/sign-up', input, anonymous)
export const signIn = (input: SignIn) => api.post<CodeSent>('/auth/sign-in', input, anonymous)
export async function verifyCode(code: string): Promise<void> {
  try {
    await api.post<void>('/auth/verify', { code }, anonymous)
  } catch (error) {
    // The person is who they say, and belongs nowhere: a page says what can be done.
    if (error instanceof ApiError && error.code === 'auth.no_workspace') {
      location.assign('/no-workspace')
    }
    throw error
  }
}

export const fetchInvitation = (token: string) =>
  api.post<InvitationView>('/auth/invitation', { token }, anonymous)
export const askToJoin = (token: string) =>
  api.post<CodeSent>('/auth/invitation/code', { token }, anonymous)
export const acceptInvitation = (token: string, code?: string) =>
  api.post<void>('/auth/invitation/accept', { token, ...(code && { code }) }, anonymous)

export const askForEmailChange = (email: string) => api.post<CodeSent>('/profile/email', { email })
export const confirmEmailChange = (code: string) =>
  api.post<UserView>('/profile/email/confirm', { code })

export const fetchSignedIn = () => api.get<List<SignedInView>>('/sessions')
export const endSession = (id: string) => api.delete<void>(`/sessions/${id}`)
export const endOtherSessions = () => api.post<void>('/sessions/end-others')

export const fetchBusiness = () => api.get<BusinessView>('/account')
export const changeBusiness = (change: BusinessChange) =>
  api.patch<BusinessView>('/account', change)
