import { useQuery } from '@tanstack/preact-query'
import { isSampleId } from '../../../worker/contract/samples'
import type { TemplateView } from '../../../worker/contract/templates'
import { fetchTemplate, fetchTemplates } from '../templates/api'

const MOST = 200

/** What a broadcast may begin with: approved by Meta, and of a kind that we can fill. */
export function useApprovedTemplates() {
  const query = useQuery({
    queryKey: ['templates', 'approved'],
    queryFn: () => fetchTemplates({ status: 'APPROVED', limit: MOST }),
  })
  const templates: TemplateView[] = (query.data?.items ?? []).filter(
    ({ id, unsupported }) => unsupported === null && !isSampleId(id),
  )
  return { query, templates }
}

/** The template of a draft, whatever became of it since it was chosen. */
export const useChosenTemplate = (id: string | null) =>
  useQuery({
    queryKey: ['templates', 'one', id],
    queryFn: () => fetchTemplate(id ?? ''),
    enabled: id !== null,
  })
