// A filtered list of contacts as a file.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import type { ContactExport } from '../../contract/contact-list'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { listFile } from './list-file'
import { peopleTitles, personCells } from './people-file'
import { type Place, pageContacts, type Wanted } from './queries'
import { openFilter } from './segment-operations'
import { listFieldRows, listTagRows } from './tag-queries'

const ROWS_PER_PAGE = 1000
const MOST_FIELDS = 500
const MOST_TAGS = 10_000

export async function exportContacts(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  { format, ...filter }: ContactExport,
  language: Language,
): Promise<ReadableStream<Uint8Array>> {
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'contact.exported',
    target: `contacts:${format}`,
  })
  const wanted = await openFilter(db, filter, deps.clock.now())
  return listFile(format, recordsOf(db, wanted, language), 'Contacts')
}

/** The head, then pages of people, newest first. */
async function* recordsOf(
  db: AccountDb,
  wanted: Wanted,
  language: Language,
): AsyncGenerator<string[][]> {
  const [fields, tags] = await Promise.all([
    listFieldRows(db, MOST_FIELDS),
    listTagRows(db, MOST_TAGS),
  ])
  const tagNames = new Map(tags.map(({ id, name }) => [id, name]))
  yield [peopleTitles(fields, language)]
  for (let after: Place | null = null; ; ) {
    const page = await pageContacts(db, wanted, 'newest', after, ROWS_PER_PAGE)
    yield page.map((person) => personCells(person, fields, tagNames))
    const last = page.at(-1)
    if (!last || page.length < ROWS_PER_PAGE) return
    after = { id: last.id, key: last.id }
  }
}
