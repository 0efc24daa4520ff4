import type { List } from '../../../worker/contract/common'
import type {
  BillingView,
  Budget,
  NewRateCard,
  RateCardView,
  UsageRow,
  UsageTable,
  UsageView,
} from '../../../worker/contract/usage'
import type { HealthHistory, HealthView, HistoryTable } from '../../../worker/contract/usage-health'
import { api, withQuery } from '../../lib/request'

export type Range = {
  from: string
  to: string
  number: string
  country: string
  category: string
}
export type RowsOf = Range & {
  stage: string
  broadcast: string
  template: string
  code: string
  hour: string
  priced: string
  type: string
  after: string
}

export const fetchUsage = (range: Range) => api.get<UsageView>(withQuery('/usage', range))
export const fetchRows = (rows: RowsOf) => api.get<List<UsageRow>>(withQuery('/usage/rows', rows))
export const refreshUsage = () => api.post<{ isComplete: boolean }>('/usage/refresh')
export const fetchHealth = () => api.get<HealthView>('/usage/health')
export const fetchHistory = () => api.get<HealthHistory>('/usage/history')
export const replayDay = (day: string, idempotencyKey: string) =>
  api.post<void>('/usage/replay', { day }, { idempotencyKey })

export const fetchMonth = (month: string, number: string) =>
  api.get<BillingView>(withQuery('/billing', { month, number }))
export const saveBudget = (budget: Budget, idempotencyKey: string) =>
  api.post<void>('/billing/budget', budget, { idempotencyKey })
export const fetchCards = () => api.get<List<RateCardView>>('/billing/rate-cards')
export const importCard = (card: NewRateCard, idempotencyKey: string) =>
  api.post<List<RateCardView>>('/billing/rate-cards', card, { idempotencyKey })

const API = '/api/v1'
export const csvAddress = (range: Range, table: UsageTable) =>
  withQuery(`${API}/usage/csv`, { ...range, table })
export const rowsCsvAddress = (rows: RowsOf) => withQuery(`${API}/usage/rows/csv`, rows)
export const billingCsvAddress = (month: string, number: string) =>
  withQuery(`${API}/billing/csv`, { month, number })
export const historyCsvAddress = (table: HistoryTable) =>
  withQuery(`${API}/usage/history/csv`, { table })
