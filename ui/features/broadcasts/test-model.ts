import { useQuery } from '@tanstack/preact-query'
import type { SentTest, TesterView, TestsView } from '../../../worker/contract/broadcast-tests'
import type { List } from '../../../worker/contract/common'
import { queryClient } from '../../lib/query'
import { fetchTesters, fetchTests } from './test-api'

const TESTERS = ['testers']
const testsKey = (id: string) => ['broadcasts', 'tests', id]

/** While a test is on its way; nothing is asked of a draft whose tests have arrived. */
const AGAIN_MS = 1_500
/** What is silent for longer most likely stays so: a phone that is off. */
const WATCHED_MS = 10 * 60_000
const ENDED = new Set<SentTest['state']>([
  'delivered',
  'read',
  'played',
  'failed',
  'skipped',
  'unknown',
])

export const useTesters = () => useQuery({ queryKey: TESTERS, queryFn: fetchTesters })

export const keepTesters = (list: List<TesterView>) => queryClient.setQueryData(TESTERS, list)
export const refreshTesters = () => queryClient.invalidateQueries({ queryKey: TESTERS })

export const useTests = (id: string) =>
  useQuery({
    queryKey: testsKey(id),
    queryFn: () => fetchTests(id),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? AGAIN_MS : false),
  })

export const keepTests = (id: string, view: TestsView) =>
  queryClient.setQueryData(testsKey(id), view)

const isUnderWay = ({ state, createdAt }: SentTest) =>
  !ENDED.has(state) && Date.now() - createdAt < WATCHED_MS
