import { messageFor } from '../../boundary/http/errors'
import type { Language } from '../../contract/common'
import { uneditablePart } from '../../contract/template-components'
import type { TemplateDraftView } from '../../contract/template-drafts'
import type { TemplateHistoryView, TemplateSyncView, TemplateView } from '../../contract/templates'
import type { Connection } from '../meta/queries'
import type { TemplateDraft } from './draft-queries'
import type { History } from './operations'
import { parametersOf, unsupportedPart } from './parameters'
import type { Template } from './queries'

export const toTemplateView = (row: Template, syncedAt: number): TemplateView => ({
  id: row.id,
  connectionId: row.connectionId,
  name: row.name,
  language: row.language,
  category: row.category,
  status: row.status,
  rejectedReason: row.rejectedReason,
  quality: row.quality,
  statusDetail: row.statusDetail,
  previousCategory: row.previousCategory,
  correctCategory: row.correctCategory,
  categoryAt: row.categoryAt,
  parameterFormat: row.parameterFormat,
  components: row.components,
  parameters: parametersOf(row.components),
  unsupported: unsupportedPart(row.components),
  uneditable: uneditablePart(row.components),
  editedAt: row.editedAt,
  syncedAt,
})

/** Several connections are shown as one sync: the worst state, the oldest time, sums. */
export function toTemplateSyncView(
  connections: Connection[],
  language: Language,
): TemplateSyncView {
  const live = connections.filter(({ state }) => state !== 'disconnected')
  const order = ['running', 'failed', 'never', 'done'] as const
  const state = order.find((one) => live.some((row) => row.templatesState === one)) ?? 'never'
  const problem = live.find(({ templatesProblem }) => templatesProblem)?.templatesProblem
  const times = live.flatMap(({ templatesSyncedAt }) => templatesSyncedAt ?? [])
  const sum = (of: (row: Connection) => number) => live.reduce((total, row) => total + of(row), 0)
  return {
    state,
    syncedAt: times.length > 0 ? Math.min(...times) : null,
    added: sum((row) => row.templatesAdded),
    changed: sum((row) => row.templatesChanged),
    removed: sum((row) => row.templatesRemoved),
    problem: problem ? messageFor(language, problem) : null,
  }
}

export const toHistoryView = ({ siblings, events, price }: History): TemplateHistoryView => ({
  siblings: siblings.map(({ id, language, status }) => ({ id, language, status })),
  events: events.map(({ at, kind, before, after }) => ({ at, kind, before, after })),
  price,
})

/** `edited`: the templates at Meta that the draft would change, by their ids. */
export const toDraftView = (
  row: TemplateDraft,
  edited: Map<string, Template>,
): TemplateDraftView => ({
  id: row.id,
  connectionId: row.connectionId,
  name: row.name,
  category: row.category,
  parameterFormat: row.parameterFormat,
  ttlSeconds: row.ttlSeconds,
  versions: row.versions,
  refusals: row.refusals,
  isEdit: row.versions.some(({ templateId }) => templateId !== null),
  isCategoryFixed: [...edited.values()].some(({ status }) => status === 'APPROVED'),
  version: row.version,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})
