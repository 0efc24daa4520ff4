import { signal } from '@preact/signals'

const PREFIX = 'inbox-draft:'

/** What is being written in each conversation; survives a reload and another conversation. */
export type DraftKind = 'reply' | 'note'

const nameOf = (conversationId: string, kind: DraftKind) => `${PREFIX}${kind}:${conversationId}`

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

/** Of whoever was signed in here: another person must not find them. */
export function forgetDrafts() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX)) localStorage.removeItem(name)
  }
}
