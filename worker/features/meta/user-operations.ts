import { hmacHex, importHmacKey } from '../../boundary/crypto/hash'
import type { Deps } from '../../boundary/deps'
import { insertMetaUser, listByMetaUser } from './user-queries'

type UserDeps = Pick<Deps, 'config' | 'db'>

/** Remembers, as a hash, who at Meta gave us access: Meta's callbacks name nothing else. */
export async function rememberMetaUser(
  deps: UserDeps,
  accountId: string,
  connectionId: string,
  userId: string | null,
): Promise<void> {
  if (userId === null) return
  const userHash = await hashOf(deps, userId)
  await insertMetaUser(deps.db.directory, { userHash, accountId, connectionId })
}

export const findByMetaUser = async (deps: UserDeps, userId: string) =>
  listByMetaUser(deps.db.directory, await hashOf(deps, userId))

const hashOf = async ({ config }: UserDeps, userId: string) =>
  hmacHex(await importHmacKey(config.LINK_SECRET), `meta-user/${userId}`)
