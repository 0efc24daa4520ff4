import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import { ROW_STAGES, type RowStage } from '../../../worker/contract/usage'
import { now } from '../../lib/clock'
import { dayIn } from '../../lib/day'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import { useSession } from '../accounts/session'
import {
  fetchCards,
  fetchHealth,
  fetchHistory,
  fetchMonth,
  fetchRows,
  fetchUsage,
  type Range,
} from './api'
import { daysOf, PRESETS } from './range'

const USAGE = ['usage']

const day = v.optional(v.pipe(v.string(), v.regex(/^(\d{4}-\d{2}-\d{2})?$/)), '')
const word = v.optional(v.pipe(v.string(), v.maxLength(40)), '')

/** Range and filters live in the address. */
export const usageFilters = urlState(
  v.object({
    range: v.optional(v.picklist(PRESETS), '30'),
    from: day,
    to: day,
    number: word,
    country: word,
    category: word,
    compare: v.optional(v.picklist(['yes', 'no']), 'yes'),
  }),
)

/** Whether figures stand beside those of the days before. */
export const isCompared = () => usageFilters.value.value.compare === 'yes'

/** The days and filters that the address means now; days end in the account's zone. */
export function useRange(): Range {
  const { account } = useSession()
  const { range, from, to, number, country, category } = usageFilters.value.value
  const today = dayIn(account.timeZone, now.value)
  return { ...daysOf(range, { from, to }, today), number, country, category }
}

export const useUsage = (range: Range) =>
  useQuery({
    queryKey: [...USAGE, range],
    queryFn: () => fetchUsage(range),
    placeholderData: (previous) => previous,
  })

export const useHealth = () => useQuery({ queryKey: [...USAGE, 'health'], queryFn: fetchHealth })

export const useHistory = () => useQuery({ queryKey: [...USAGE, 'history'], queryFn: fetchHistory })

export const rowsPlace = urlState(
  v.object({
    from: day,
    to: day,
    number: word,
    country: word,
    category: word,
    stage: v.optional(v.picklist(ROW_STAGES), 'sent'),
    broadcast: word,
    template: word,
    code: word,
    hour: word,
    priced: word,
    type: word,
    after: v.optional(v.pipe(v.string(), v.maxLength(300)), ''),
  }),
)

export function useRows() {
  const rows = rowsPlace.value.value
  return useQuery({
    queryKey: [...USAGE, 'rows', rows],
    queryFn: () => fetchRows(rows),
    placeholderData: (previous) => previous,
  })
}

export const useMonth = (month: string, number: string) =>
  useQuery({
    queryKey: [...USAGE, 'month', month, number],
    queryFn: () => fetchMonth(month, number),
  })

export const useCards = () => useQuery({ queryKey: [...USAGE, 'cards'], queryFn: fetchCards })

export const refreshFigures = () => queryClient.invalidateQueries({ queryKey: USAGE })

/** The address of the messages behind a figure. */
export const rowsHref = (
  range: Range,
  of: {
    stage: RowStage
    broadcast?: string
    template?: string
    code?: string
    hour?: string
    day?: string
    priced?: string
    type?: string
  },
): string => {
  const { day: one, ...rest } = of
  const days = one ? { from: one, to: one } : {}
  const params = Object.entries({ ...range, ...days, ...rest }).filter(([, value]) => value)
  return `/analytics/messages?${new URLSearchParams(params)}`
}
