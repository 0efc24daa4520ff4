// Changes of webhooks that lie sealed in R2, each object one account's: the raw log, and what failed too often.

import { SEALED_BYTES_PREFIXES } from '../boundary/crypto/sealed-fields'
import type { AccountDb } from '../boundary/db'
import type { Deps } from '../boundary/deps'
import type { Change } from '../boundary/graph/webhooks'

type KeptDeps = Pick<Deps, 'files' | 'keys'>

/** Stores them under `key`, which begins with `raw/<account id>/` or `dead/<account id>/`. */
export async function keepChanges(
  { files, keys }: KeptDeps,
  db: AccountDb,
  key: string,
  changes: Change[],
): Promise<void> {
  const { field, name } = placeOf(db, key)
  const bytes = new TextEncoder().encode(JSON.stringify(changes))
  await files.put(key, await (await keys.open(db)).sealBytes(field, name, bytes))
}

/** Undefined where nothing lies any more. */
export async function readChanges(
  { files, keys }: KeptDeps,
  db: AccountDb,
  key: string,
): Promise<Change[] | undefined> {
  const sealed = await (await files.get(key))?.bytes()
  if (!sealed) return undefined
  const { field, name } = placeOf(db, key)
  const bytes = await (await keys.open(db)).openBytes(field, name, sealed)
  // Written by `keepChanges`.
  return JSON.parse(new TextDecoder().decode(bytes)) as Change[]
}

/** What an object is bound to: its name behind the account's id. */
function placeOf({ accountId }: AccountDb, key: string) {
  const prefix = key.startsWith('dead/') ? 'dead' : 'raw'
  return {
    field: SEALED_BYTES_PREFIXES[prefix],
    name: key.slice(`${prefix}/${accountId}/`.length),
  }
}
