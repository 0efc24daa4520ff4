// A filtered list of contacts as a file, made while it is sent: no list has to fit into memory.

import { writeXlsxStream } from 'hucre/xlsx'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import type { ContactExport, ContactFilter } from '../../contract/contacts'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { csvRecord, protectAgain } from './cells'
import { peopleTitles, personCells } from './people-file'
import { pageContacts } from './queries'
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
    action: 'contacts.exported',
    target: `contacts:${format}`,
  })
  const records = recordsOf(db, filter, language)
  return format === 'csv' ? csvOf(records) : workbookOf(records)
}

/** The head, then pages of people, newest first. */
async function* recordsOf(
  db: AccountDb,
  filter: ContactFilter,
  language: Language,
): AsyncGenerator<string[][]> {
  const [fields, tags] = await Promise.all([
    listFieldRows(db, MOST_FIELDS),
    listTagRows(db, MOST_TAGS),
  ])
  const tagNames = new Map(tags.map(({ id, name }) => [id, name]))
  yield [peopleTitles(fields, language)]
  for (let before: string | undefined; ; ) {
    const page = await pageContacts(db, filter, before, ROWS_PER_PAGE)
    yield page.map((person) => personCells(person, fields, tagNames))
    if (page.length < ROWS_PER_PAGE) return
    before = page.at(-1)?.id
  }
}

/** The mark tells spreadsheets that it is UTF-8. */
function csvOf(pages: AsyncGenerator<string[][]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let mark = '\ufeff'
  return new ReadableStream({
    pull: async (stream) => {
      const { value, done } = await pages.next()
      if (done) return stream.close()
      stream.enqueue(encoder.encode(mark + value.map(csvRecord).join('')))
      mark = ''
    },
    cancel: async () => {
      await pages.return(undefined)
    },
  })
}

/** Every cell is text, so that no number loses its digits and nothing is reckoned. */
const workbookOf = (pages: AsyncGenerator<string[][]>): ReadableStream<Uint8Array> =>
  writeXlsxStream(rowsOf(pages), { name: 'Contacts' })

async function* rowsOf(pages: AsyncGenerator<string[][]>): AsyncGenerator<string[]> {
  for await (const page of pages) for (const cells of page) yield cells.map(protectAgain)
}
