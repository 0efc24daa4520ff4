import type { List } from '../../../worker/contract/common'
import type {
  EditedRow,
  ImportProblemView,
  ImportSettings,
  ImportView,
  NewImport,
  PresetView,
  RowKind,
} from '../../../worker/contract/imports'
import { api, withQuery } from '../../lib/request'

export const fetchImports = () => api.get<List<ImportView>>('/imports')
export const fetchImport = (id: string) => api.get<ImportView>(`/imports/${id}`)
export const createImport = (file: NewImport, idempotencyKey: string) =>
  api.post<ImportView>('/imports', file, { idempotencyKey })
export const changeImport = (id: string, settings: ImportSettings) =>
  api.patch<ImportView>(`/imports/${id}`, settings)
export const finishUpload = (id: string) => api.post<ImportView>(`/imports/${id}/uploaded`)
export const checkImport = (id: string, idempotencyKey: string) =>
  api.post<ImportView>(`/imports/${id}/check`, {}, { idempotencyKey })
export const startImport = (id: string, idempotencyKey: string) =>
  api.post<ImportView>(`/imports/${id}/start`, {}, { idempotencyKey })
export const cancelImport = (id: string) => api.post<ImportView>(`/imports/${id}/cancel`)
export const undoImport = (id: string, idempotencyKey: string) =>
  api.post<ImportView>(`/imports/${id}/undo`, {}, { idempotencyKey })
export const fetchProblems = (id: string, kind: RowKind | '', after: string) =>
  api.get<List<ImportProblemView>>(withQuery(`/imports/${id}/problems`, { kind, after }))
export const problemsFile = (id: string, kind: RowKind | '' = '') =>
  `/api/v1${withQuery(`/imports/${id}/problems.csv`, { kind })}`
export const correctRow = (id: string, row: number, phone: string) =>
  api.put<EditedRow>(`/imports/${id}/rows/${row}`, { phone })
export const undoCorrection = (id: string, row: number) =>
  api.delete<EditedRow>(`/imports/${id}/rows/${row}`)

export const fetchPresets = () => api.get<List<PresetView>>('/imports/presets')
export const savePreset = (name: string, importId: string, idempotencyKey: string) =>
  api.post<PresetView>('/imports/presets', { name, importId }, { idempotencyKey })
export const deletePreset = (id: string) => api.delete<null>(`/imports/presets/${id}`)

type Part = {
  importId: string
  /** From 1. */
  no: number
  bytes: Blob
  signal: AbortSignal
  onProgress: (sentBytes: number) => void
}
export const sendPart = ({ importId, no, bytes, signal, onProgress }: Part) =>
  api.put<ImportView>(`/imports/${importId}/parts/${no}`, bytes, { signal, onProgress })
