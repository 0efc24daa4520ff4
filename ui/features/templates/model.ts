import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import { fetchTemplate, fetchTemplateSync, fetchTemplates, type TemplateFilters } from './api'

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
