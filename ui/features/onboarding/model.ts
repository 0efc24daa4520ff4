import { useQuery } from '@tanstack/preact-query'
import {
  ONBOARDING_STEPS,
  type OnboardingStep,
  type OnboardingView,
} from '../../../worker/contract/onboarding'
import { useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { fetchOnboarding } from './api'

const ONBOARDING = ['onboarding']
const FRESH_MS = 30_000

/** What is done of the set-up; asked again as soon as connections or templates change. */
export function useOnboarding(isWanted = true) {
  const again = () => void refreshOnboarding()
  useLive(isWanted ? 'connections' : null, again, again)
  useLive(isWanted ? 'templates' : null, again, again)
  return useQuery({
    queryKey: ONBOARDING,
    queryFn: fetchOnboarding,
    staleTime: FRESH_MS,
    enabled: isWanted,
  })
}

export const refreshOnboarding = () => queryClient.invalidateQueries({ queryKey: ONBOARDING })

export const firstOpenStep = ({ done }: OnboardingView): OnboardingStep | null =>
  ONBOARDING_STEPS.find((step) => !done[step]) ?? null

export const countDone = ({ done }: OnboardingView): number =>
  ONBOARDING_STEPS.filter((step) => done[step]).length
