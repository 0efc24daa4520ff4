import { useQuery } from '@tanstack/preact-query'
import type {
  DuplicateList,
  DuplicateScan,
  DuplicateVerdict,
  MergeView,
  NewMerge,
  SamenessView,
} from '../../../worker/contract/merges'
import { queryClient } from '../../lib/query'
import { api, withQuery } from '../../lib/request'
import { refreshContacts } from './model'

// Below the contacts, so that whatever changes contacts asks for these again.
const DUPLICATES = ['contacts', 'duplicates']

const WHILE_SCANNING_MS = 2000

export const useDuplicates = (after: string) =>
  useQuery({
    queryKey: [...DUPLICATES, after],
    queryFn: () => api.get<DuplicateList>(withQuery('/contacts/duplicates', { after })),
    refetchInterval: ({ state }) => (state.data?.scan.isScanning ? WHILE_SCANNING_MS : false),
  })

export const useSameness = (id: string) =>
  useQuery({
    queryKey: ['contacts', 'sameness', id],
    queryFn: () => api.get<SamenessView>(`/contacts/${id}/sameness`),
  })

export async function startScan(): Promise<void> {
  await api.post<DuplicateScan>('/contacts/duplicates/scan')
  await queryClient.invalidateQueries({ queryKey: DUPLICATES })
}

export async function judge(verdict: DuplicateVerdict): Promise<void> {
  await api.post('/contacts/duplicates/verdict', verdict)
  await queryClient.invalidateQueries({ queryKey: ['contacts'] })
}

export async function mergeContacts(wish: NewMerge, idempotencyKey: string): Promise<MergeView> {
  const merge = await api.post<MergeView>('/contacts/merges', wish, { idempotencyKey })
  await refreshContacts()
  return merge
}

export async function undoMerge(id: string): Promise<void> {
  await api.post<MergeView>(`/contacts/merges/${id}/undo`)
  await refreshContacts()
}
