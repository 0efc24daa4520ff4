import type { MessageView } from '../../../worker/contract/messages'
import type { OnboardingView } from '../../../worker/contract/onboarding'
import { api } from '../../lib/request'

export const fetchOnboarding = () => api.get<OnboardingView>('/onboarding')
export const sendTest = (id: string) => api.post<MessageView>('/onboarding/test', { id })
export const fetchMessage = (id: string) => api.get<MessageView>(`/messages/${id}`)
