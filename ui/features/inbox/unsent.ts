import type { NewNote, ThreadEntry } from '../../../worker/contract/inbox'
import type { NewMessage } from '../../../worker/contract/messages'
import { personalName } from '../../lib/personal'

/** What was sent off and is not known to have arrived, with how it looks in the thread. */
export type Unsent = {
  entry: ThreadEntry
  workspace: string | null
  /** Why the server refused it, in words: then it leaves only when somebody says so. */
  refusal?: string | null
} & ({ message: NewMessage } | { note: NewNote })

const nameOf = (conversationId: string) => personalName(`inbox-unsent:${conversationId}`)

/** The conversations in which something was left. */
export const listUnsent = (): string[] =>
  Object.keys(localStorage).flatMap((name) =>
    name.startsWith(nameOf('')) ? name.slice(nameOf('').length) : [],
  )

/** Written by this module; a reload must not lose what somebody wrote. */
export const readUnsent = (conversationId: string): Unsent[] =>
  JSON.parse(localStorage.getItem(nameOf(conversationId)) ?? '[]') as Unsent[]

export const keepUnsent = (conversationId: string, unsent: Unsent) =>
  write(conversationId, [...readUnsent(conversationId), unsent])

export const keepRefusal = (conversationId: string, key: string, refusal: string | null) =>
  write(
    conversationId,
    readUnsent(conversationId).map((one) => (one.entry.key === key ? { ...one, refusal } : one)),
  )

export const forgetUnsent = (conversationId: string, key: string) =>
  write(
    conversationId,
    readUnsent(conversationId).filter(({ entry }) => entry.key !== key),
  )

function write(conversationId: string, all: Unsent[]) {
  if (all.length > 0) localStorage.setItem(nameOf(conversationId), JSON.stringify(all))
  else localStorage.removeItem(nameOf(conversationId))
}
