import { join } from 'node:path'
import { ROOT, WORKERS } from '../../scripts/build.mjs'
import type { ConversationView } from '../../worker/contract/inbox'

const EVERY_MS = 30_000
const ROWS_PER_STATEMENT = 500

/** Where the product's data lies: of a world, or of a bench. */
type Stores = {
  miniflare: {
    getBindings: (worker: string) => Promise<Record<string, unknown>>
  }
  vars: Record<string, string>
}
type Keys = { seal: (field: string, rowId: string, plain: string) => Promise<string> }

/** What somebody wrote long before: numbered messages, sealed as the product seals them. */
export async function writeLongAgo(
  stores: Stores,
  accountId: string,
  talk: ConversationView,
  count: number,
): Promise<void> {
  const { db, keys, timeOrderedId } = await open(stores, accountId)
  for (let from = 1; from <= count; from += ROWS_PER_STATEMENT) {
    const numbers = Array.from({ length: ROWS_PER_STATEMENT }, (_, index) => from + index)
    const rows = numbers.map(async (n) => {
      const at = momentOf(talk, count, n)
      const id = timeOrderedId(at)
      const said = JSON.stringify({ type: 'text', text: { body: textOf(n) } })
      const body = await keys.seal('messages.body', id, said)
      return { id, at, wamid: wamidOf(talk, count, n), body }
    })
    await db.$client
      .prepare(
        `INSERT INTO messages (account_id, contact_id, id, at, direction, number_id, wamid, type, body)
         SELECT ?1, ?2, value ->> 'id', value ->> 'at', 'in', ?3, value ->> 'wamid', 'text',
                value ->> 'body' FROM json_each(?4)`,
      )
      .bind(accountId, talk.contactId, talk.numberId, JSON.stringify(await Promise.all(rows)))
      .run()
  }
}

/** By the worker's own code, which is loaded by its path: types of browsers know nothing of D1. */
async function open({ miniflare, vars }: Stores, accountId: string) {
  const load = (file: string) => import(join(ROOT, 'worker', file))
  const [{ openKeyStore }, { openKeks }, { readConfig }, { openDatabases }, { timeOrderedId }] =
    await Promise.all(
      [
        'boundary/crypto/data-keys.ts',
        'boundary/crypto/wrapping.ts',
        'boundary/config.ts',
        'boundary/db/index.ts',
        'lib/ids.ts',
      ].map(load),
    )
  const bindings = await miniflare.getBindings(WORKERS.app.name)
  const { keks, currentKek } = readConfig({ ...bindings, ...vars })
  const db = await openDatabases(bindings).account(accountId)
  const keys: Keys = await openKeyStore(bindings.FILES, openKeks(keks, currentKek)).open(db)
  // Opened once, before many ask for it at a time.
  await keys.seal('messages.body', 'first', '')
  return { db, keys, timeOrderedId }
}

const momentOf = ({ lastAt }: ConversationView, count: number, n: number) =>
  lastAt - (count - n + 1) * EVERY_MS

/** What Meta called one of them. */
export const wamidOf = (talk: ConversationView, count: number, n: number) =>
  `wamid.${talk.contactId}${momentOf(talk, count, n)}`

/** Of different lengths, as people write. */
const textOf = (n: number) => `No. ${n}.${' And one more sentence.'.repeat((n * 7) % 9)}`
