import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import {
  fetchDraft,
  fetchDrafts,
  fetchHistory,
  fetchLibrary,
  fetchTemplate,
  fetchTemplateSync,
  fetchTemplates,
  fetchUse,
  fetchUses,
  type TemplateFilters,
} from './api'

const TEMPLATES = ['templates']
const SYNC = ['template-sync']
const RUNNING_REFRESH_MS = 2000
/** Enough for nearly every account on one page; the rest by cursor. */
const PAGE = 100

const word = v.optional(v.pipe(v.string(), v.maxLength(100)), '')

/** The list's filters live in its address. */
export const templateFilters = urlState(
  v.object({ q: word, status: word, lang: word, category: word, after: word }),
)

export function useTemplates() {
  const { q, status, lang, category, after } = templateFilters.value.value
  const filters: TemplateFilters = { q, status, language: lang, category, after, limit: PAGE }
  return useQuery({
    queryKey: [...TEMPLATES, filters],
    queryFn: () => fetchTemplates(filters),
    placeholderData: (previous) => previous,
  })
}

/** Every language in use, for the filter: known from the unfiltered list. */
export function useTemplateLanguages(): string[] {
  const { data } = useQuery({
    queryKey: [...TEMPLATES, 'languages'],
    queryFn: () => fetchTemplates({ limit: 200 }),
  })
  return [...new Set(data?.items.map((template) => template.language) ?? [])].sort()
}

export const useTemplate = (id: string) =>
  useQuery({ queryKey: [...TEMPLATES, 'one', id], queryFn: () => fetchTemplate(id) })

export const useHistory = (id: string) =>
  useQuery({ queryKey: [...TEMPLATES, 'history', id], queryFn: () => fetchHistory(id) })

/** Counted from rows: asked anew when the page is opened, not with each word of news. */
const USE = ['template-use']
export const useUses = () => useQuery({ queryKey: USE, queryFn: fetchUses })
export const useUse = (id: string) =>
  useQuery({ queryKey: [...USE, id], queryFn: () => fetchUse(id) })

export const useLibrary = (language: string) =>
  useQuery({ queryKey: ['template-library', language], queryFn: fetchLibrary })

const DRAFTS = [...TEMPLATES, 'drafts']
export const useDrafts = () => useQuery({ queryKey: DRAFTS, queryFn: fetchDrafts })
/** Read once when its page opens; from then on the page itself is newer. */
export const useDraft = (id: string) =>
  useQuery({
    queryKey: ['template-draft', id],
    queryFn: () => fetchDraft(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

/** The last sync with Meta; the list follows while one runs. */
export function useTemplateSync() {
  const sync = useQuery({
    queryKey: SYNC,
    queryFn: fetchTemplateSync,
    refetchInterval: (query) =>
      query.state.data?.state === 'running' ? RUNNING_REFRESH_MS : false,
  })
  useLive(
    'templates',
    () => void refreshTemplates(),
    () => void refreshTemplates(),
  )
  return sync
}

export const refreshTemplates = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: SYNC }),
    queryClient.invalidateQueries({ queryKey: TEMPLATES }),
  ])
