import type { SamplesView } from '../../../worker/contract/samples'
import { queryClient } from '../../lib/query'
import { api } from '../../lib/request'

/** People, tags, conversations and the banner are others now: whatever a page shows is asked again. */
const afterwards = () => queryClient.invalidateQueries()

export async function addSamples(idempotencyKey: string): Promise<void> {
  await api.post<SamplesView>('/samples', {}, { idempotencyKey })
  await afterwards()
}

export async function removeSamples(): Promise<void> {
  await api.delete<void>('/samples')
  await afterwards()
}
