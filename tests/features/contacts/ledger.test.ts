import { expect, it } from 'vitest'
import { isCorrectable, type LedgerEntry, stateOf } from '../../../worker/features/contacts/ledger'

const entry = (
  id: string,
  change: LedgerEntry['change'],
  source = 'message',
  evidence: Record<string, string> | null = null,
): LedgerEntry => ({ id, at: Number(id), change, source, evidence })

const agreed = entry('1', 'opted_in', 'import:x:4')
const stopped = entry('2', 'opted_out')

it('leaves a person as the newest entry says that was not taken back', () => {
  expect(stateOf([])).toEqual({ consent: 'unknown', at: null, source: null })
  expect(stateOf([agreed])).toMatchObject({ consent: 'opted_in', at: 1, source: 'import:x:4' })
  expect(stateOf([agreed, stopped]).consent).toBe('opted_out')
  const undone = entry('3', 'retracted', 'correction', { takesBack: '2' })
  expect(stateOf([agreed, stopped, undone]).consent).toBe('opted_in')
})

it('knows what the undo of an import takes back by its id', () => {
  const undo: LedgerEntry = { ...entry('9', 'retracted', 'import:x:undo'), id: '1u' }
  expect(stateOf([agreed, undo]).consent).toBe('unknown')
})

it('lets only a stop be taken back that a message was taken for, while nothing was said since', () => {
  expect(isCorrectable([agreed, stopped], stopped)).toBe(true)
  const again = entry('3', 'opted_out', 'meta')
  expect(isCorrectable([agreed, again], again)).toBe(false)
  expect(isCorrectable([agreed, stopped, entry('4', 'opted_in', 'form')], stopped)).toBe(false)
  const undone = entry('3', 'retracted', 'correction', { takesBack: '2' })
  expect(isCorrectable([agreed, stopped, undone], stopped)).toBe(false)
})
