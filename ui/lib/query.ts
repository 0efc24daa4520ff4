import { QueryClient } from '@tanstack/preact-query'

const FRESH_MS = 15_000

/** Cached pages show at once and refresh quietly. `request.ts` has already tried again where it helps. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: FRESH_MS, retry: false, refetchOnWindowFocus: true } },
})
