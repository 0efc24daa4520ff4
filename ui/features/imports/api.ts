import type { List } from '../../../worker/contract/common'
import type {
  ImportProblemView,
  ImportSettings,
  ImportView,
} from '../../../worker/contract/imports'
import { api, withQuery } from '../../lib/request'

export const fetchImports = () => api.get<List<ImportView>>('/imports')
export const fetchImport = (id: string) => api.get<ImportView>(`/imports/${id}`)
export const createImport = (fileName: string, size: number, idempotencyKey: string) =>
  api.post<ImportView>('/imports', { fileName, size }, { idempotencyKey })
export const changeImport = (id: string, settings: ImportSettings) =>
  api.patch<ImportView>(`/imports/${id}`, settings)
export const finishUpload = (id: string) => api.post<ImportView>(`/imports/${id}/uploaded`)
export const startImport = (id: string, idempotencyKey: string) =>
  api.post<ImportView>(`/imports/${id}/start`, {}, { idempotencyKey })
export const cancelImport = (id: string) => api.post<ImportView>(`/imports/${id}/cancel`)
export const fetchProblems = (id: string, after: string) =>
  api.get<List<ImportProblemView>>(withQuery(`/imports/${id}/problems`, { after }))
export const problemsFile = (id: string) => `/api/v1/imports/${id}/problems.csv`

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
