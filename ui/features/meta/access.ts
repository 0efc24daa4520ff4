import { useQuery } from '@tanstack/preact-query'
import { fetchAccess, fetchSignupOffer } from './api'
import { CONNECTIONS } from './connections'

/** Whether this copy of the product has Meta's sign-up window; it doesn't change while a page is open. */
export const useSignupOffer = () =>
  useQuery({
    queryKey: ['signup-offer'],
    queryFn: fetchSignupOffer,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Refreshed with the connections. */
export const useAccess = (id: string) =>
  useQuery({ queryKey: [...CONNECTIONS, id, 'access'], queryFn: () => fetchAccess(id) })
