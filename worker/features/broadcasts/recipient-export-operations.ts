// Everybody whom a broadcast was about, with what was sent to each and what became of it, as a file.

import type { AccountKeys } from '../../boundary/crypto/data-keys'
import { SealError } from '../../boundary/crypto/sealing'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { maskPhones } from '../accounts/phone-mask'
import { hasRight } from '../accounts/roles'
import { type FileFormat, listFile, type Pages } from '../contacts/list-file'
import { parametersOf } from '../templates/parameters'
import type { Broadcast } from './queries'
import { recipientCells, recipientTitles } from './recipient-file'
import { openParameters } from './recipient-operations'
import { pageRecipients, type RecipientRow } from './recipient-queries'
import { toRecipientView } from './views'

const ROWS_PER_PAGE = 1000

type ExportDeps = Pick<Deps, 'clock' | 'keys'>

/** Whoever may not take lists of contacts away gets the report without their numbers. */
export async function exportRecipients(
  deps: ExportDeps,
  db: AccountDb,
  member: Member,
  broadcast: Broadcast,
  format: FileFormat,
  language: Language,
): Promise<ReadableStream<Uint8Array>> {
  const act = { actor: actorOf(member), action: 'broadcast.exported', target: broadcast.id }
  await recordAudit(db, deps.clock, { ...act, after: format })
  const isWhole = member.seesPhones && hasRight(member.role, 'contacts.export')
  const pages = recordsOf(deps, db, broadcast, language, isWhole)
  return listFile(format, pages, 'Recipients')
}

async function* recordsOf(
  { keys }: ExportDeps,
  db: AccountDb,
  broadcast: Broadcast,
  language: Language,
  isWhole: boolean,
): Pages {
  const parameters = parametersOf(broadcast.template?.components ?? [])
  const names = parameters.map(({ key }) => key)
  yield [recipientTitles(names, language)]
  const account = await keys.open(db)
  for (let after = 0; ; ) {
    const rows = await pageRecipients(db, broadcast.id, {}, after, ROWS_PER_PAGE)
    const records = rows.map(async (row) => {
      const values = await openOrLeave(account, broadcast.id, row)
      const view = toRecipientView(row, broadcast, language)
      const cells = recipientCells(view, row.country, names, values, language)
      // The cells stay texts: only what is a number of somebody's is changed.
      return isWhole ? cells : (maskPhones(cells) as string[])
    })
    yield await Promise.all(records)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_PER_PAGE) return
    after = last.no
  }
}

/** One value that does not open must not keep all others from whoever asks. */
async function openOrLeave(account: AccountKeys, broadcastId: string, row: RecipientRow) {
  try {
    return await openParameters(account, broadcastId, row)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    return null
  }
}
