import { signal } from '@preact/signals'
import { personalName } from '../../lib/personal'

/** What is being written in each conversation; survives a reload and another conversation. */
export type DraftKind = 'reply' | 'note'

const nameOf = (conversationId: string, kind: DraftKind) =>
  personalName(`inbox-draft:${kind}:${conversationId}`)

export const readDraft = (conversationId: string, kind: DraftKind): string =>
  localStorage.getItem(nameOf(conversationId, kind)) ?? ''

/** The list shows where a draft waits. */
export const draftsChanged = signal(0)

export function keepDraft(conversationId: string, kind: DraftKind, text: string) {
  const name = nameOf(conversationId, kind)
  const had = localStorage.getItem(name) !== null
  if (text.trim()) localStorage.setItem(name, text)
  else localStorage.removeItem(name)
  if (had !== Boolean(text.trim())) draftsChanged.value += 1
}
