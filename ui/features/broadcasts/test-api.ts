import type {
  NewTester,
  NewTests,
  TesterView,
  TestsView,
} from '../../../worker/contract/broadcast-tests'
import type { List } from '../../../worker/contract/common'
import { api } from '../../lib/request'

export const fetchTesters = () => api.get<List<TesterView>>('/testers')
export const addTester = (tester: NewTester, idempotencyKey: string) =>
  api.post<List<TesterView>>('/testers', tester, { idempotencyKey })
export const removeTester = (contactId: string) => api.delete<void>(`/testers/${contactId}`)

export const fetchTests = (id: string) => api.get<TestsView>(`/broadcasts/${id}/tests`)
export const sendTests = (id: string, tests: NewTests, idempotencyKey: string) =>
  api.post<TestsView>(`/broadcasts/${id}/tests`, tests, { idempotencyKey })
