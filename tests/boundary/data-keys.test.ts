import { expect, it } from 'vitest'
import { halfObjectKey, openKeyStore } from '../../worker/boundary/crypto/data-keys'
import { openKeks } from '../../worker/boundary/crypto/wrapping'
import { insertTenant } from '../../worker/features/accounts/account-queries'
import { randomId } from '../../worker/lib/ids'
import { Secret } from '../../worker/lib/secret'
import { testDeps } from '../support/deps'

const deps = testDeps()
const aKek = () =>
  new Secret(btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))))

/** An account with keys under key-encryption keys of its own; each opening is as in a fresh isolate. */
async function anAccount(keks = new Map([['1', aKek()]]), kekId = '1') {
  const db = await deps.db.account(randomId(), 'DATA_0')
  await insertTenant(db)
  const store = openKeyStore(deps.files, openKeks(keks, kekId))
  await store.create(db, 1)
  return { db, keks, store }
}

type Halves = { id: string; kek_id: string; half: string }
const halvesOf = async (accountId: string) => {
  const db = await deps.db.account(accountId, 'DATA_0')
  return db.all<Halves>(`SELECT id, kek_id, half FROM data_keys WHERE account_id = '${accountId}'`)
}

it('opens what it sealed', async () => {
  const { db, store } = await anAccount()
  const sealed = await (await store.open(db)).seal('messages.body', 'm1', 'hello')

  expect(await (await store.open(db)).open('messages.body', 'm1', sealed)).toBe('hello')
})

it('opens nothing of another account, even with its rows and objects copied over', async () => {
  const keks = new Map([['1', aKek()]])
  const [mine, foreign] = [await anAccount(keks), await anAccount(keks)]
  const sealed = await (await foreign.store.open(foreign.db)).seal('messages.body', 'm1', 'hello')
  await expect(
    (await mine.store.open(mine.db)).open('messages.body', 'm1', sealed),
  ).rejects.toThrow('sealed with a key that is gone')

  // A thief who can write D1 and R2 moves both halves under the own account.
  const [row] = await halvesOf(foreign.db.accountId)
  const half = await deps.files.get(halfObjectKey(foreign.db.accountId, row?.id ?? ''))
  await deps.files.put(halfObjectKey(mine.db.accountId, row?.id ?? ''), (await half?.text()) ?? '')
  await mine.db.run(`
    INSERT INTO data_keys (account_id, id, kek_id, half, created_at)
    VALUES ('${mine.db.accountId}', '${row?.id}', '1', '${row?.half}', 2)`)
  await expect(
    (await mine.store.open(mine.db)).open('messages.body', 'm1', sealed),
  ).rejects.toThrow('cannot be unwrapped')
})

it('opens nothing without the half in R2: destroying it destroys what it sealed', async () => {
  const { db, store } = await anAccount()
  const [row] = await halvesOf(db.accountId)
  await deps.files.delete(halfObjectKey(db.accountId, row?.id ?? ''))

  await expect((await store.open(db)).seal('messages.body', 'm1', 'hello')).rejects.toThrow(
    'the data key was destroyed',
  )
})

it('opens nothing with another key-encryption key, and names the one that is missing', async () => {
  const { db } = await anAccount()
  const other = openKeyStore(deps.files, openKeks(new Map([['1', aKek()]]), '1'))
  await expect((await other.open(db)).seal('messages.body', 'm1', 'x')).rejects.toThrow(
    'cannot be unwrapped',
  )
  const without = openKeyStore(deps.files, openKeks(new Map([['2', aKek()]]), '2'))
  await expect((await without.open(db)).seal('messages.body', 'm1', 'x')).rejects.toThrow(
    'KEK_1 is not set',
  )
})

it('keeps opening old values after a new key was made', async () => {
  const { db, store } = await anAccount()
  const old = await (await store.open(db)).seal('messages.body', 'm1', 'old')
  await store.create(db, 2)

  const keys = await store.open(db)
  const young = await keys.seal('messages.body', 'm2', 'young')
  expect(young.split('.')[1]).not.toBe(old.split('.')[1])
  expect(await keys.open('messages.body', 'm1', old)).toBe('old')
  expect(await keys.open('messages.body', 'm2', young)).toBe('young')
})

it('opens nothing while the account is not active', async () => {
  const { db, store } = await anAccount()
  await store.open(db)
  await db.run(`UPDATE tenants SET state = 'deleting' WHERE account_id = '${db.accountId}'`)

  await expect(store.open(db)).rejects.toThrow('no usable data key')
})

it('stores neither half in the clear', async () => {
  const kek = aKek()
  const { db } = await anAccount(new Map([['1', kek]]))
  const [row] = await halvesOf(db.accountId)
  const object = await deps.files.get(halfObjectKey(db.accountId, row?.id ?? ''))

  expect(row?.half).toMatch(/^1\.[\w-]{16}\.[\w-]{64}$/)
  expect(await object?.text()).toMatch(/^1\.[\w-]{16}\.[\w-]{64}$/)
  expect(JSON.stringify(row)).not.toContain(kek.reveal())
})
