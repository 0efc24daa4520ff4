import { useQuery } from '@tanstack/preact-query'
import type { DeadLetterList, Replayed } from '../../../worker/contract/dead-letters'
import { queryClient } from '../../lib/query'
import { api } from '../../lib/request'
import { canManage, useSession } from './session'

const LOST_WORK = ['dead-letters']
/** It happens rarely, and each page that shows the number asks. */
const FRESH_MS = 60_000

/** Work that failed too often; nothing for members who may not put it back. */
export function useLostWork() {
  const mayManage = canManage(useSession())
  return useQuery({
    queryKey: LOST_WORK,
    queryFn: () => api.get<DeadLetterList>('/dead-letters'),
    staleTime: FRESH_MS,
    enabled: mayManage,
  })
}

export const refreshLostWork = () => queryClient.invalidateQueries({ queryKey: LOST_WORK })

export const replayOne = (id: string, idempotencyKey: string) =>
  api.post<void>(`/dead-letters/${id}/replay`, undefined, { idempotencyKey })
export const replayAll = (idempotencyKey: string) =>
  api.post<Replayed>('/dead-letters/replay', undefined, { idempotencyKey })
