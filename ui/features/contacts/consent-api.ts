import { useQuery } from '@tanstack/preact-query'
import type {
  ConsentUndo,
  ConsentWords,
  ConsentWordsChange,
  EvidenceView,
  OptInChange,
  OptInView,
} from '../../../worker/contract/consent'
import type { ContactView } from '../../../worker/contract/contacts'
import { queryClient } from '../../lib/query'
import { api } from '../../lib/request'

const WORDS = ['consent', 'words']
const PAGE = ['consent', 'page']

export const useWords = () =>
  useQuery({ queryKey: WORDS, queryFn: () => api.get<ConsentWords>('/consent/words') })

export const useOptIn = () =>
  useQuery({ queryKey: PAGE, queryFn: () => api.get<OptInView>('/consent/page') })

/** What is shown afterwards is what the server answered. */
export async function saveWords(change: ConsentWordsChange): Promise<void> {
  queryClient.setQueryData(WORDS, await api.patch<ConsentWords>('/consent/words', change))
}

export async function saveOptIn(change: OptInChange): Promise<void> {
  queryClient.setQueryData(PAGE, await api.patch<OptInView>('/consent/page', change))
}

/** Asked once: each time is a line of the audit log. */
export const useEvidence = (contactId: string) =>
  useQuery({
    queryKey: ['consent', 'evidence', contactId],
    queryFn: () => api.get<EvidenceView>(`/contacts/${contactId}/evidence`),
    ...{ staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  })

export async function undoStop(contactId: string, undo: ConsentUndo): Promise<void> {
  await api.post<ContactView>(`/contacts/${contactId}/stop-undone`, undo)
  await queryClient.invalidateQueries({ queryKey: ['contacts'] })
}
