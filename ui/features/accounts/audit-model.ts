import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { AUDIT_AREAS, type AuditView } from '../../../worker/contract/audit'
import type { List } from '../../../worker/contract/common'
import { api, withQuery } from '../../lib/request'
import { urlState } from '../../lib/url-state'

const word = v.optional(v.pipe(v.string(), v.maxLength(300)), '')
const day = v.optional(v.union([v.literal(''), v.pipe(v.string(), v.isoDate())]), '')

/** The log's filters live in its address. */
export const auditFilters = urlState(
  v.object({
    who: v.optional(
      v.union([
        v.literal(''),
        v.pipe(v.string(), v.regex(/^(user:[a-z2-7]{26}|system|meta|operator)$/)),
      ]),
      '',
    ),
    what: v.optional(v.union([v.literal(''), v.picklist(AUDIT_AREAS)]), ''),
    from: day,
    to: day,
    after: word,
  }),
)

export const NO_FILTERS = { who: '', what: '', from: '', to: '', after: '' } as const

export function hasFilters() {
  const { who, what, from, to } = auditFilters.value.value
  return [who, what, from, to].some((value) => value !== '')
}

export function useAudit(mayRead: boolean) {
  const filters = auditFilters.value.value
  return useQuery({
    queryKey: ['audit', filters],
    queryFn: () => api.get<List<AuditView>>(withQuery('/audit', filters)),
    placeholderData: (previous) => previous,
    enabled: mayRead,
  })
}

/** The file holds what the filters leave, all pages of it. */
export function auditFileAddress() {
  const { after: _, ...filters } = auditFilters.value.value
  return withQuery('/api/v1/audit/file', filters)
}
