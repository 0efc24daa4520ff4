import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { ContactSort } from '../../../worker/contract/contact-list'
import { ConsentState, type TimelineGroup } from '../../../worker/contract/contacts'
import { FilterText } from '../../../worker/contract/segments'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import {
  countContacts,
  type Filters,
  fetchContact,
  fetchContacts,
  fetchFields,
  fetchNotes,
  fetchSegments,
  fetchTags,
  fetchTimeline,
} from './api'

const CONTACTS = ['contacts']
const SEGMENTS = ['segments']
const FRESH_MS = 60_000

/** Kept as the text that it is in the address, once it is known to be a filter. */
const FilterJson = v.pipe(v.string(), v.maxLength(8000), v.check(isFilter))

function isFilter(text: string): boolean {
  return v.safeParse(FilterText, text).success
}

const word = v.optional(v.pipe(v.string(), v.maxLength(300)), '')

/** The list's filters live in its address. */
export const contactFilters = urlState(
  v.object({
    q: word,
    tag: word,
    consent: v.optional(v.union([v.literal(''), ConsentState]), ''),
    country: word,
    segment: word,
    /** Rows of the builder that are not saved, as JSON. */
    filter: v.optional(v.union([v.literal(''), FilterJson]), ''),
    sort: v.optional(ContactSort, 'newest'),
    after: word,
  }),
)

export const NO_FILTERS = {
  ...({ q: '', tag: '', consent: '', country: '' } as const),
  ...({ segment: '', filter: '', after: '' } as const),
}

/** What is filtered by, without how it is shown. */
export function presentFilters(): Filters {
  const { after: _, sort: __, ...filters } = contactFilters.value.value
  return filters
}

export const hasFilters = () => Object.values(presentFilters()).some((value) => value !== '')

export function useContacts() {
  const filters = contactFilters.value.value
  return useQuery({
    queryKey: [...CONTACTS, 'list', filters],
    queryFn: () => fetchContacts(filters),
    placeholderData: (previous) => previous,
  })
}

/** The total for the same filters: it reads every row, so it is asked for by itself. */
export const useContactCount = () => useCountOf(presentFilters())

export function useCountOf(filters: Filters) {
  return useQuery({
    queryKey: [...CONTACTS, 'count', filters],
    queryFn: () => countContacts(filters),
    staleTime: FRESH_MS,
    placeholderData: (previous) => previous,
  })
}

export const useContact = (id: string) =>
  useQuery({ queryKey: [...CONTACTS, 'one', id], queryFn: () => fetchContact(id) })

export const useTimeline = (id: string, after: string, what: TimelineGroup | '' = '') =>
  useQuery({
    queryKey: [...CONTACTS, 'timeline', id, after, what],
    queryFn: () => fetchTimeline(id, after, what),
  })

export const useNotes = (id: string) =>
  useQuery({ queryKey: [...CONTACTS, 'notes', id], queryFn: () => fetchNotes(id) })
/** Notes also stand in what happened with the person. */
export const refreshNotes = (id: string) =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: [...CONTACTS, 'notes', id] }),
    queryClient.invalidateQueries({ queryKey: [...CONTACTS, 'timeline', id] }),
  ])

export const useTags = () => useQuery({ queryKey: ['tags'], queryFn: fetchTags })
export const useSegments = () => useQuery({ queryKey: SEGMENTS, queryFn: fetchSegments })
export const refreshSegments = () => queryClient.invalidateQueries({ queryKey: SEGMENTS })
export const useFields = () => useQuery({ queryKey: ['fields'], queryFn: fetchFields })

/** After people were added: lists, totals, and the tags and fields that came with them. */
export const refreshContacts = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: CONTACTS }),
    queryClient.invalidateQueries({ queryKey: ['tags'] }),
    queryClient.invalidateQueries({ queryKey: ['fields'] }),
  ])
