// Whom a list has chosen. It belongs to the list's filters: Back to the same list finds the same choice,
// and another filter begins with nobody.

import { computed, signal } from '@preact/signals'
import * as v from 'valibot'
import type { BulkEditView, BulkWho } from '../../../worker/contract/bulk-edits'
import { type Filter, FilterText } from '../../../worker/contract/segments'
import { presentFilters } from './model'

type Choice = { of: string; ids: ReadonlySet<string>; isAll: boolean }

const kept = signal<Choice>({ of: '', ids: new Set(), isAll: false })
const presentList = () => JSON.stringify(presentFilters())
const nobody = (): Choice => ({ of: presentList(), ids: new Set(), isAll: false })

export const selection = computed<Choice>(() =>
  kept.value.of === presentList() ? kept.value : nobody(),
)

export function choose(ids: string[], isChosen: boolean) {
  const next = new Set(selection.peek().ids)
  for (const id of ids) {
    if (isChosen) next.add(id)
    else next.delete(id)
  }
  kept.value = { ...nobody(), ids: next }
}

export const chooseAll = () => {
  kept.value = { ...selection.peek(), isAll: true }
}

export const chooseNobody = () => {
  kept.value = nobody()
}

/** The edit that is under way, for the bar above the list. */
export const runningEdit = signal<BulkEditView | null>(null)

/** The choice as a bulk edit names it. */
export function chosenWho(): BulkWho {
  const { ids, isAll } = selection.peek()
  if (!isAll) return { ids: [...ids] }
  const { filter, ...rest } = presentFilters()
  const named = Object.entries(rest).filter(([, value]) => value !== '')
  const rows: Filter | null = filter ? v.parse(FilterText, filter) : null
  return { filter: { ...Object.fromEntries(named), ...(rows && { filter: rows }) } }
}
