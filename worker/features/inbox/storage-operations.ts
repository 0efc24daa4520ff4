import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { StorageView } from '../../contract/inbox'
import { insertFiles, sumFiles } from './media-queries'

/** Where the files of an account lie in R2. */
export const mediaFolder = (db: AccountDb) => `media/${db.accountId}/`

const GB = 1024 ** 3
/** What one workspace may lay in R2: as much as Cloudflare stores for nothing. */
export const MOST_STORED_GB = 10
/** Bounds what a sum reads, too. */
const MOST_FILES = 50_000

export async function readStorage(db: AccountDb): Promise<StorageView> {
  return { ...(await sumFiles(db)), mostFiles: MOST_FILES, mostBytes: MOST_STORED_GB * GB }
}

export async function hasRoom(db: AccountDb, more: number): Promise<boolean> {
  const { files, bytes, mostFiles, mostBytes } = await readStorage(db)
  return files < mostFiles && bytes + more <= mostBytes
}

/** Writes down files that were stored before they were counted. */
export async function findUnknownFiles(
  { files }: Pick<Deps, 'files'>,
  db: AccountDb,
): Promise<void> {
  const prefix = mediaFolder(db)
  for (let cursor: string | undefined; ; ) {
    const page: R2Objects = await files.list({ prefix, ...(cursor && { cursor }) })
    await insertFiles(
      db,
      page.objects.map(({ key, size }) => ({ id: key.slice(prefix.length), bytes: size })),
    )
    if (!page.truncated) return
    cursor = page.cursor
  }
}
