import type { ColumnTarget, ImportSettings } from '../../../worker/contract/imports'

/** Several columns may be skipped or hold tags; everything else can stand only once. */
const REPEATABLE: ReadonlySet<ColumnTarget> = new Set(['skip', 'tags'])

/** For each column the index of another one that is matched to the same thing, or null. */
export function clashesOf(columns: ColumnTarget[]): (number | null)[] {
  return columns.map((target, index) => {
    if (REPEATABLE.has(target)) return null
    const other = columns.findIndex((one, at) => at !== index && one === target)
    return other === -1 ? null : other
  })
}

export type Missing = 'phone' | 'unique' | 'consent_column' | 'consent_source'

/** What must still be said before the import can start; the server asks for the same. */
export function missingIn(settings: ImportSettings): Missing[] {
  const { columns, consent, consentSource } = settings
  const missing: Missing[] = []
  if (!columns.includes('phone')) missing.push('phone')
  if (clashesOf(columns).some((other) => other !== null)) missing.push('unique')
  if (consent === 'column' && !columns.includes('opted_in_at')) missing.push('consent_column')
  if (consent !== 'none' && !consentSource?.trim()) missing.push('consent_source')
  return missing
}
