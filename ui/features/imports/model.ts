import { useQuery } from '@tanstack/preact-query'
import type { List } from '../../../worker/contract/common'
import type {
  EditedRow,
  ImportProblemView,
  ImportView,
  RowKind,
} from '../../../worker/contract/imports'
import { liveState, useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { refreshContacts } from '../contacts/model'
import { fetchImport, fetchImports, fetchPresets, fetchProblems } from './api'

const IMPORTS = ['imports']
const keyOf = (id: string) => [...IMPORTS, 'one', id]
/** Only while news does not come by itself. */
const POLL_MS = 5_000

export const useImports = () => useQuery({ queryKey: [...IMPORTS, 'list'], queryFn: fetchImports })

const problemsKey = (id: string, kind: RowKind | '', after: string) => [
  ...[...IMPORTS, 'problems', id, kind, after],
]

export const useProblems = (id: string, kind: RowKind | '', after: string) =>
  useQuery({
    queryKey: problemsKey(id, kind, after),
    queryFn: () => fetchProblems(id, kind, after),
    placeholderData: (previous) => previous,
  })

const PRESETS = [...IMPORTS, 'presets']
export const usePresets = () => useQuery({ queryKey: PRESETS, queryFn: fetchPresets })
export const refreshPresets = () => queryClient.invalidateQueries({ queryKey: PRESETS })

/** One import, live while it is worked on. */
export function useImport(id: string) {
  const query = useQuery({
    queryKey: keyOf(id),
    queryFn: () => fetchImport(id),
    refetchInterval: ({ state }) =>
      isAtWork(state.data) && liveState.peek() !== 'live' ? POLL_MS : false,
  })
  useLive(
    isAtWork(query.data) ? `import:${id}` : null,
    // The room sends what this import's GET would answer.
    ({ data }) => data && takeFrame(data as ImportView),
    () => void refreshImport(id),
  )
  return query
}

/** Whether the rows stand checked by the settings as they are. */
export const isCheckedNow = (id: string) =>
  /^check/.test(queryClient.getQueryData<ImportView>(keyOf(id))?.state ?? '')

const isAtWork = (view: ImportView | undefined) =>
  view?.state === 'checking' || view?.state === 'running' || view?.state === 'undoing'

export const refreshImport = (id: string) => queryClient.invalidateQueries({ queryKey: keyOf(id) })

/** What the server answered to a change: newer than whatever is still being fetched. */
export function keepImport(view: ImportView) {
  const before = queryClient.getQueryData<ImportView>(keyOf(view.id))
  void queryClient.cancelQueries({ queryKey: keyOf(view.id) })
  queryClient.setQueryData<ImportView>(keyOf(view.id), view)
  if (before && before.state !== view.state) tellOthers(view)
}

/** A corrected row in its place, and the counts that follow from it. */
export function keepEdit(id: string, kind: RowKind | '', after: string, edited: EditedRow) {
  const { problem, counts, fixed } = edited
  queryClient.setQueryData<List<ImportProblemView>>(
    problemsKey(id, kind, after),
    (page) =>
      page && {
        ...page,
        items: page.items.map((one) => (one.row === problem.row ? problem : one)),
      },
  )
  queryClient.setQueryData<ImportView>(keyOf(id), (view) => view && { ...view, counts, fixed })
}

/** Frames tell how far it is; that something else begins, its own address tells. */
function takeFrame(frame: ImportView) {
  const before = queryClient.getQueryData<ImportView>(keyOf(frame.id))
  if (before?.state !== frame.state) {
    void refreshImport(frame.id).then(() => tellOthers(frame))
    return
  }
  queryClient.setQueryData<ImportView>(keyOf(frame.id), furthest(before, frame))
}

function tellOthers(view: ImportView) {
  if (!isOver(view)) return
  void refreshContacts()
  void queryClient.invalidateQueries({ queryKey: [...IMPORTS, 'list'] })
  void queryClient.invalidateQueries({ queryKey: [...IMPORTS, 'problems', view.id] })
}

const OVER: ImportView['state'][] = ['done', 'cancelled', 'failed', 'undone']
export const isOver = ({ state }: Pick<ImportView, 'state'>) => OVER.includes(state)

/** Frames overtake each other; within one state an import only goes forward. */
export const furthest = (before: ImportView, next: ImportView): ImportView =>
  next.counts.rows < before.counts.rows ? before : next
