// News of a number that lives in the WhatsApp Business app too.

import type { AccountDb } from '../boundary/db'
import type { Deps } from '../boundary/deps'
import {
  readAddressBook,
  readEchoes,
  readHistory,
  readHistoryFiles,
} from '../boundary/graph/coexistence'
import type { CameChange } from '../boundary/graph/webhooks'
import { findOrCreateByIdentity } from '../features/contacts/identity-operations'
import { tellInbox } from '../features/inbox/event-operations'
import { storeEchoes, storeHistory, storeHistoryFiles } from '../features/inbox/history-operations'
import { noteAddressBook, noteChunk, noteDeclined } from '../features/meta/coexistence-operations'
import { countMessages } from '../features/meta/coexistence-queries'

/** Conversations of the past, what is written on the phone, and its address book. Repeatable. */
export async function applyPhoneApp(
  deps: Deps,
  db: AccountDb,
  { field, value, phoneNumberId, came }: CameChange,
): Promise<void> {
  if (!phoneNumberId) return
  if (field === 'smb_message_echoes') {
    await storeEchoes(deps, db, { numberId: phoneNumberId, came }, readEchoes(value))
    await tellInbox(deps, db)
  } else if (field === 'smb_app_state_sync') {
    for (const { waId, name } of readAddressBook(value)) {
      await findOrCreateByIdentity(db, { waId, profileName: name }, deps.clock.now())
    }
    await noteAddressBook(deps, db, phoneNumberId)
  } else if (field === 'history') {
    const { chunks, isDeclined } = readHistory(value)
    if (isDeclined) await noteDeclined(deps, db, phoneNumberId)
    for (const { threads, ...chunk } of chunks) {
      await storeHistory(deps, db, { numberId: phoneNumberId, came }, threads, (fresh) =>
        countMessages(db, phoneNumberId, fresh),
      )
      await noteChunk(deps, db, phoneNumberId, chunk)
    }
    const source = { numberId: phoneNumberId, came }
    await storeHistoryFiles(deps, db, source, readHistoryFiles(value))
    await tellInbox(deps, db)
  }
}
