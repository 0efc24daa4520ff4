import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { ConsentState } from '../../../worker/contract/contacts'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import {
  countContacts,
  fetchContact,
  fetchContacts,
  fetchFields,
  fetchTags,
  fetchTimeline,
} from './api'

const CONTACTS = ['contacts']
const FRESH_MS = 60_000

const word = v.optional(v.pipe(v.string(), v.maxLength(300)), '')

/** The list's filters live in its address. */
export const contactFilters = urlState(
  v.object({
    q: word,
    tag: word,
    consent: v.optional(v.union([v.literal(''), ConsentState]), ''),
    country: word,
    after: word,
  }),
)

export const NO_FILTERS = { q: '', tag: '', consent: '', country: '', after: '' } as const

export function hasFilters() {
  const { q, tag, consent, country } = contactFilters.value.value
  return [q, tag, consent, country].some((value) => value !== '')
}

export function useContacts() {
  const filters = contactFilters.value.value
  return useQuery({
    queryKey: [...CONTACTS, 'list', filters],
    queryFn: () => fetchContacts(filters),
    placeholderData: (previous) => previous,
  })
}

/** The total for the same filters: it reads every row, so it is asked for by itself. */
export function useContactCount() {
  const { after: _, ...filters } = contactFilters.value.value
  return useQuery({
    queryKey: [...CONTACTS, 'count', filters],
    queryFn: () => countContacts(filters),
    staleTime: FRESH_MS,
  })
}

export const useContact = (id: string) =>
  useQuery({ queryKey: [...CONTACTS, 'one', id], queryFn: () => fetchContact(id) })

export const useTimeline = (id: string, after: string) =>
  useQuery({
    queryKey: [...CONTACTS, 'timeline', id, after],
    queryFn: () => fetchTimeline(id, after),
  })

export const useTags = () => useQuery({ queryKey: ['tags'], queryFn: fetchTags })
export const useFields = () => useQuery({ queryKey: ['fields'], queryFn: fetchFields })

/** After people were added: lists, totals, and the tags and fields that came with them. */
export const refreshContacts = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: CONTACTS }),
    queryClient.invalidateQueries({ queryKey: ['tags'] }),
    queryClient.invalidateQueries({ queryKey: ['fields'] }),
  ])
