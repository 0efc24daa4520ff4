import * as v from 'valibot'
import { TemplateComponent } from '../../contract/templates'
import type { Secret } from '../../lib/secret'
import { pages } from './accounts'
import type { GraphClient } from './client'

const Template = v.object({
  id: v.string(),
  name: v.string(),
  language: v.string(),
  category: v.string(),
  status: v.string(),
  components: v.optional(v.array(TemplateComponent), []),
  parameter_format: v.optional(v.picklist(['POSITIONAL', 'NAMED']), 'POSITIONAL'),
  quality_score: v.optional(v.object({ score: v.string() })),
  rejected_reason: v.optional(v.nullable(v.string())),
})
export type GraphTemplate = v.InferOutput<typeof Template>

const FIELDS = [
  'id',
  'name',
  'status',
  'category',
  'language',
  'components',
  'parameter_format',
  'quality_score',
  'rejected_reason',
].join(',')

/** All templates of a WABA, page by page. */
export async function* templatePages(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
): AsyncGenerator<GraphTemplate[]> {
  const path = `/${wabaId}/message_templates`
  for await (const page of pages(graph, token, path, { fields: FIELDS, limit: '100' })) {
    yield v.parse(v.array(Template), page)
  }
}
