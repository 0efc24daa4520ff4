import { expect, it } from 'vitest'
import { DATA_TABLES, LAST_TABLES } from '../../../worker/features/deletion/owned-tables'
import { replayTombstones } from '../../../worker/features/deletion/tombstone-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { contentsOf, Deletion, fillEverything } from '../../support/deletion'
import { testEnv } from '../../support/lists'
import { Shop } from '../../support/shop'

type Copy = {
  place: 'DIRECTORY' | 'DATA_0' | 'DATA_1'
  table: string
  row: Record<string, unknown>
}

/** What a restore point holds of an account: every row in the databases; R2 has no restore points. */
async function restorePoint(accountId: string, userId: string): Promise<Copy[]> {
  const contents = await contentsOf(accountId, [userId])
  return [...contents].flatMap(([name, rows]) => {
    const [place, table] = name.split('.')
    if (!table) return []
    // Names begin with the binding.
    return rows.map((row) => ({ place: place as Copy['place'], table, row: row as Copy['row'] }))
  })
}

async function restore(copies: Copy[]): Promise<void> {
  for (const { place, table, row } of copies) {
    const names = Object.keys(row)
    await testEnv[place]
      .prepare(
        `INSERT OR REPLACE INTO ${table} (${names.map((name) => `"${name}"`).join(', ')})
         VALUES (${names.map(() => '?').join(', ')})`,
      )
      .bind(...Object.values(row))
      .run()
  }
}

it('deletes again what a restored database brings back, and nothing else', async () => {
  const shop = await Shop.open()
  const other = await Shop.open()
  await shop.addMany(5)
  await shop.send()
  await fillEverything(shop.accountId)
  const { id: userId } = shop.person.session.user
  const copies = await restorePoint(shop.accountId, userId)
  const untouched = await contentsOf(other.accountId, [other.person.session.user.id])
  expect(copies.length).toBeGreaterThan(DATA_TABLES.length + LAST_TABLES.length)

  const deletion = await new Deletion(shop).begin()
  await deletion.finish()
  expect(await replayTombstones(deletion.deps)).toBe(0)

  await restore(copies)
  // The key is not among what came back: nothing that was sealed opens.
  const keys = deletion.deps.keys.openToEnd(await shop.db())
  const [message] = copies.filter(({ table }) => table === 'connections')
  const sealed = `${message?.row.token}`
  const connectionId = `${message?.row.id}`
  await expect((await keys).open('connections.token', connectionId, sealed)).rejects.toThrow()

  expect(await replayTombstones(deletion.deps)).toBeGreaterThan(0)
  expect(await contentsOf(shop.accountId, [userId])).toEqual(new Map())
  expect(await contentsOf(other.accountId, [other.person.session.user.id])).toEqual(untouched)
})

it('remembers it also when the directory, with its list of tombstones, was restored', async () => {
  const shop = await Shop.open()
  const { id: userId } = shop.person.session.user
  const copies = await restorePoint(shop.accountId, userId)
  const deletion = await new Deletion(shop).begin()
  await deletion.finish()
  await testEnv.DIRECTORY.exec('DELETE FROM tombstones')
  await restore(copies)
  expect(await replayTombstones(deletion.deps)).toBeGreaterThan(0)
  expect(await contentsOf(shop.accountId, [userId])).toEqual(new Map())
})

it('forgets a tombstone when no restore point is as old', async () => {
  const shop = await Shop.open()
  const deletion = await new Deletion(shop).begin()
  await deletion.finish()
  const count = async () => {
    const { objects } = await testEnv.FILES.list({ prefix: 'tombstones/' })
    const rows = await testEnv.DIRECTORY.prepare('SELECT count(*) AS n FROM tombstones').first<{
      n: number
    }>()
    return objects.length + (rows?.n ?? 0)
  }
  expect(await count()).toBeGreaterThan(0)
  deletion.wait(44 * DAY_MS)
  await replayTombstones(deletion.deps)
  expect(await count()).toBeGreaterThan(0)
  deletion.wait(3 * DAY_MS)
  await replayTombstones(deletion.deps)
  expect(await count()).toBe(0)
})
