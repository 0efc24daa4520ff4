import { useQuery } from '@tanstack/preact-query'
import type { List } from '../../../worker/contract/common'
import type { ConnectionView, NumberView } from '../../../worker/contract/connections'
import type { HealthProblem } from '../../../worker/contract/health'
import { useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { api } from '../../lib/request'

// Every page loads this file: what only the pages of connections ask is in `api.ts` and `access.ts`.

export const CONNECTIONS = ['connections']
const FRESH_MS = 60_000

const fetchConnections = () => api.get<List<ConnectionView>>('/connections')

export const useConnections = () =>
  useQuery({ queryKey: CONNECTIONS, queryFn: fetchConnections, staleTime: FRESH_MS })

/** The same, and asked for again as soon as something about them changed. */
export function useLiveConnections() {
  const again = () => void refreshConnections()
  useLive('connections', again, again)
  return useConnections()
}

export const refreshConnections = () => queryClient.invalidateQueries({ queryKey: CONNECTIONS })

/** Those that can be used or mended; disconnected ones are history. */
export const present = (connections: ConnectionView[]) =>
  connections.filter((connection) => connection.state !== 'disconnected')

/** The worst of several connections that is worth a banner: what stops sending, or soon will. */
export function worstOf(connections: ConnectionView[]): HealthProblem | undefined {
  const all = connections.flatMap(({ problems }) => problems)
  return all.find(({ level }) => level === 'danger') ?? all.find(({ level }) => level === 'warn')
}

/** Null until it is known, and where nothing is connected. */
export function useFirstNumber(): string | null {
  const { data } = useConnections()
  const first = present(data?.items ?? [])[0]?.numbers[0]
  return first ? asE164(first) : null
}

/** Meta spaces its numbers in its own way: "+972 55-555-0100". */
export const asE164 = (number: NumberView) => `+${number.displayPhoneNumber.replace(/\D/g, '')}`
