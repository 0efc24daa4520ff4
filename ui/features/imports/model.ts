import { useQuery } from '@tanstack/preact-query'
import type { ImportView } from '../../../worker/contract/imports'
import { liveState, useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { refreshContacts } from '../contacts/model'
import { fetchImport, fetchImports, fetchProblems } from './api'

const IMPORTS = ['imports']
const keyOf = (id: string) => [...IMPORTS, 'one', id]
/** Only while news does not come by itself. */
const POLL_MS = 5_000

export const useImports = () => useQuery({ queryKey: [...IMPORTS, 'list'], queryFn: fetchImports })

export const useProblems = (id: string, after: string) =>
  useQuery({
    queryKey: [...IMPORTS, 'problems', id, after],
    queryFn: () => fetchProblems(id, after),
    placeholderData: (previous) => previous,
  })

/** One import, live while it runs. */
export function useImport(id: string) {
  const query = useQuery({
    queryKey: keyOf(id),
    queryFn: async () =>
      newest(queryClient.getQueryData<ImportView>(keyOf(id)), await fetchImport(id)),
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' && liveState.peek() !== 'live' ? POLL_MS : false,
  })
  const isRunning = query.data?.state === 'running'
  useLive(
    isRunning ? `import:${id}` : null,
    // The room sends what this import's GET would answer.
    ({ data }) => data && keepImport(data as ImportView),
    () => void refreshImport(id),
  )
  return query
}

export const refreshImport = (id: string) => queryClient.invalidateQueries({ queryKey: keyOf(id) })

/** Puts news in its place, unless something newer stands there already. */
export function keepImport(view: ImportView) {
  const before = queryClient.getQueryData<ImportView>(keyOf(view.id))
  queryClient.setQueryData<ImportView>(keyOf(view.id), newest(before, view))
  if (before?.state === 'running' && isOver(view)) {
    void refreshContacts()
    void queryClient.invalidateQueries({ queryKey: [...IMPORTS, 'list'] })
  }
}

export const isOver = ({ state }: Pick<ImportView, 'state'>) =>
  state === 'done' || state === 'cancelled' || state === 'failed'

const ORDER: ImportView['state'][] = ['uploading', 'matching', 'running']
const rankOf = ({ state }: ImportView) => (ORDER.includes(state) ? ORDER.indexOf(state) : 3)

/** Answers and live frames overtake each other; an import only ever goes forward. */
export function newest(before: ImportView | undefined, next: ImportView): ImportView {
  if (!before || rankOf(next) > rankOf(before)) return next
  if (rankOf(next) < rankOf(before)) return before
  return next.counts.rows < before.counts.rows ? before : next
}
