// What the frame round all pages asks for; every page loads it, so what only some need is in the other files.

import type { ProfileChange } from '../../../worker/contract/account'
import type { SessionView, UserView } from '../../../worker/contract/auth'
import { api } from '../../lib/request'

const anonymous = { isAnonymous: true }

export const fetchSession = () => api.get<SessionView>('/session', anonymous)
export const signOut = () => api.post<void>('/auth/sign-out', {}, anonymous)
export const switchWorkspace = (accountId: string) =>
  api.post<void>('/session/account', { accountId })
export const changeProfile = (change: ProfileChange) => api.patch<UserView>('/profile', change)
