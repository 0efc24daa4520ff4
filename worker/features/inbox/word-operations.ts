import { hmacHex, importHmacKey } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { randomToken } from '../../lib/ids'
import { Secret } from '../../lib/secret'
import { findSearchKey, insertSearchKey, SEARCH_KEY_ROW } from './search-queries'

/** 96 bits of a hash: two words of an account never share them by chance. */
const HEX_DIGITS = 24

export type WordHasher = (words: string[]) => Promise<string[]>

/** Hashes words under the account's own key, so that whoever reads the rows alone learns no word. */
export async function openWordHasher(
  { keys }: Pick<Deps, 'keys'>,
  db: AccountDb,
): Promise<WordHasher> {
  const account = await keys.open(db)
  let stored = await findSearchKey(db)
  if (!stored) {
    await insertSearchKey(
      db,
      await account.seal('search_keys.secret', SEARCH_KEY_ROW, randomToken()),
    )
    stored = await findSearchKey(db)
  }
  if (!stored) throw new Error('the key for words could not be stored')
  const secret = new Secret(await account.open('search_keys.secret', SEARCH_KEY_ROW, stored.secret))
  const key = await importHmacKey(secret)
  return (words) =>
    Promise.all(words.map(async (word) => (await hmacHex(key, word)).slice(0, HEX_DIGITS)))
}
