import type { SamplesView } from '../../../worker/contract/samples'
import { queryClient } from '../../lib/query'
import { api } from '../../lib/request'
import { refreshSession } from '../accounts/session'

/** People, tags and counts are others now, on every page. */
const afterwards = () =>
  Promise.all([
    refreshSession(),
    ...['contacts', 'tags', 'segments', 'onboarding'].map((first) =>
      queryClient.invalidateQueries({ queryKey: [first] }),
    ),
  ])

export async function addSamples(idempotencyKey: string): Promise<void> {
  await api.post<SamplesView>('/samples', {}, { idempotencyKey })
  await afterwards()
}

export async function removeSamples(): Promise<void> {
  await api.delete<void>('/samples')
  await afterwards()
}
