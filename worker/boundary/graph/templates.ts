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
  previous_category: v.optional(v.nullable(v.string())),
  correct_category: v.optional(v.nullable(v.string())),
  message_send_ttl_seconds: v.optional(v.nullable(v.number())),
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
  'previous_category',
  'correct_category',
  'message_send_ttl_seconds',
].join(',')

/** All templates of a WABA, page by page. */
export async function* templatePages(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  filter: Record<string, string> = {},
): AsyncGenerator<GraphTemplate[]> {
  const path = `/${wabaId}/message_templates`
  for await (const page of pages(graph, token, path, { fields: FIELDS, limit: '100', ...filter })) {
    yield v.parse(v.array(Template), page)
  }
}

export async function readTemplate(
  graph: GraphClient,
  token: Secret,
  templateId: string,
): Promise<GraphTemplate> {
  const query = { fields: FIELDS }
  return v.parse(
    Template,
    await graph.call({ method: 'GET', path: `/${templateId}`, query, token }),
  )
}

export type NewGraphTemplate = {
  name: string
  language: string
  category: string
  parameter_format: 'POSITIONAL' | 'NAMED'
  components: TemplateComponent[]
  message_send_ttl_seconds?: number
}

const Created = v.object({
  id: v.string(),
  status: v.optional(v.string(), 'PENDING'),
  category: v.optional(v.string()),
})

/** Hands a template in; Meta may answer another category than was asked for. */
export async function createTemplate(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  body: NewGraphTemplate,
): Promise<v.InferOutput<typeof Created>> {
  const path = `/${wabaId}/message_templates`
  return v.parse(Created, await graph.call({ method: 'POST', path, body, token }))
}

/** Components are replaced as a whole. */
export async function editTemplate(
  graph: GraphClient,
  token: Secret,
  templateId: string,
  body: Partial<Omit<NewGraphTemplate, 'name' | 'language'>>,
): Promise<void> {
  await graph.call({ method: 'POST', path: `/${templateId}`, body, token })
}

/** One language of a name. */
export async function deleteTemplate(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const query = { hsm_id: id, name }
  await graph.call({ method: 'DELETE', path: `/${wabaId}/message_templates`, query, token })
}

/** After a pause by pacing, which does not end by itself. */
export async function unpauseTemplate(graph: GraphClient, token: Secret, templateId: string) {
  await graph.call({ method: 'POST', path: `/${templateId}/unpause`, token })
}
