// What the ledger of one person says, told to somebody who does not know our words for it.

import type { AccountDb } from '../../boundary/db'
import type { EvidenceView } from '../../contract/consent'
import type { consents } from './tables'

export type Relied = EvidenceView['messages'][number]

/** Marketing to one person with what it rested on, newest first. */
export type RelianceSource = (db: AccountDb, contactId: string, limit: number) => Promise<Relied[]>

type Entry = typeof consents.$inferSelect

const IMPORT = /^import:([a-z2-7]{26})(?::(\d+|undo))?$/
const KINDS = ['message', 'form', 'meta', 'api', 'agent', 'correction', 'merge']

/** The import that an entry came by. */
export const importOf = (source: string): string | null => IMPORT.exec(source)?.[1] ?? null

/** The person of the account who wrote an entry. */
export const userOf = (actor: string): string | null =>
  actor.startsWith('user:') ? actor.slice('user:'.length) : null

export function toEvidenceEntry(
  { id, at, change, source, wording, actor, evidence }: Entry,
  known: { names: ReadonlyMap<string, string>; files: ReadonlyMap<string, string> },
): EvidenceView['entries'][number] {
  const user = userOf(actor)
  return {
    ...{ id, at, change, wording },
    source: sourceOf(source, known.files),
    actor: user
      ? { kind: 'user', name: known.names.get(user) ?? null }
      : { kind: actor, name: null },
    evidence: evidence ?? {},
  }
}

/** What an account wrote itself stays as it wrote it. */
function sourceOf(source: string, files: ReadonlyMap<string, string>) {
  const [, importId, row] = IMPORT.exec(source) ?? []
  if (importId) {
    const kind = row === 'undo' ? 'import_undone' : 'import'
    const file = files.get(importId) ?? null
    return { kind, file, row: row && row !== 'undo' ? Number(row) : null }
  }
  return { kind: KINDS.find((kind) => kind === source) ?? source, file: null, row: null }
}
