import { SQL, StringChunk } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { afterEach, describe, expect, it } from 'vitest'
import { openKeyStore } from '../../../worker/boundary/crypto/data-keys'
import {
  SEALED_BYTES_PREFIXES,
  SEALED_COLUMNS,
  type SealedField,
} from '../../../worker/boundary/crypto/sealed-fields'
import { keyIdOfBytes } from '../../../worker/boundary/crypto/sealing'
import { openKeks } from '../../../worker/boundary/crypto/wrapping'
import type { AccountDb } from '../../../worker/boundary/db'
import type { ChoreJob } from '../../../worker/boundary/queues/jobs'
import { insertTenant } from '../../../worker/features/accounts/account-queries'
import { sweepKeys } from '../../../worker/features/accounts/key-jobs'
import {
  checkKeks,
  keyStatus,
  resealService,
  startKeyRotation,
} from '../../../worker/features/accounts/key-operations'
import { resealSlice } from '../../../worker/features/accounts/reseal-operations'
import { randomId } from '../../../worker/lib/ids'
import { Secret } from '../../../worker/lib/secret'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { testDeps } from '../../support/deps'

/** One value in each; files have more. */
/** Folders of files, and the field that each seals as. */
const BYTES = Object.entries(SEALED_BYTES_PREFIXES) as [string, SealedField][]
const COLUMNS = Object.keys(SEALED_COLUMNS).length

const aKek = () =>
  new Secret(btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))))

/** Keys that no other test's configuration can unwrap are not left behind. */
const made: AccountDb[] = []
afterEach(async () => {
  for (const db of made.splice(0)) {
    await db.run(`DELETE FROM data_keys WHERE account_id = '${db.accountId}'`)
    await db.run(`DELETE FROM key_rotations WHERE account_id = '${db.accountId}'`)
  }
})

/** One account under key-encryption keys of its own, in a shard that shows only this account. */
async function anAccount(keks = new Map([['A1', aKek()]])) {
  let now = Date.now()
  const chores: ChoreJob[] = []
  const base = testDeps()
  const db = await base.db.account(randomId(), 'DATA_0')
  made.push(db)
  await insertTenant(db)
  const depsWith = (ids: string[], current: string) => ({
    ...base,
    clock: { now: () => now },
    db: {
      ...base.db,
      shards: ['DATA_0'],
      account: async () => db,
      shard: () => onlyMine(base.db.shard('DATA_0'), db.accountId),
    },
    keys: openKeyStore(
      base.files,
      openKeks(new Map([...keks].filter(([id]) => ids.includes(id))), current),
    ),
    jobs: {
      ...base.jobs,
      chore: async (job: ChoreJob) => {
        chores.push(job)
      },
    },
  })
  const deps = depsWith([...keks.keys()], 'A1')
  await deps.keys.create(db, now)
  return { db, deps, depsWith, keks, chores, wait: (ms: number) => (now += ms), now: () => now }
}

/** A shard as sweeps see it, where only this account has keys: other tests left theirs in it. */
function onlyMine(shard: DrizzleD1Database, accountId: string): DrizzleD1Database {
  const mine = `(SELECT * FROM data_keys WHERE account_id = '${accountId}')`
  const all = (query: SQL) => {
    const chunks = query.queryChunks.map((chunk) =>
      chunk instanceof StringChunk
        ? new StringChunk(
            chunk.value.map((text) => text.replace(/FROM data_keys\b/g, `FROM ${mine}`)),
          )
        : chunk,
    )
    return shard.all(new SQL(chunks))
  }
  return Object.assign(Object.create(shard), { all })
}

type World = Awaited<ReturnType<typeof anAccount>>

const keysOf = ({ db }: World) =>
  db.all<{ id: string; kek_id: string; half: string }>(
    `SELECT * FROM data_keys WHERE account_id = '${db.accountId}' ORDER BY created_at`,
  )

/** A value in every sealed column and file, as the product would store it. */
async function fillAll({ db, deps }: World, count = 3) {
  const keys = await deps.keys.open(db)
  for (const [field, { table, column, keys: names, rowIdOf }] of Object.entries(SEALED_COLUMNS)) {
    const columns = await db.all<{
      name: string
      type: string
      notnull: number
      dflt_value: unknown
    }>(`SELECT name, type, "notnull", dflt_value FROM pragma_table_info('${table}')`)
    for (let no = 0; no < count; no++) {
      const values = names.map((name) => (name === 'no' ? no : `${name}-${no}`))
      // Its own entries name the field.
      const sealed = await keys.seal(
        field as 'messages.body',
        rowIdOf(values),
        `secret ${field} ${no}`,
      )
      const row: Record<string, unknown> = {}
      for (const { name, type, notnull, dflt_value } of columns) {
        if (notnull && dflt_value === null) row[name] = type === 'integer' ? 1 : '[]'
      }
      Object.assign(row, { account_id: db.accountId, [column]: sealed })
      for (const [at, name] of names.entries()) row[name] = values[at]
      const texts = Object.values(row).map((value) =>
        typeof value === 'number' ? value : `'${value}'`,
      )
      await db.run(`INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${texts.join()})`)
    }
  }
  for (const [prefix, field] of BYTES) {
    for (let no = 0; no < count; no++) {
      const plain = new TextEncoder().encode(`secret part ${no} of ${prefix}`)
      const sealed = await keys.sealBytes(field, `some/${no}`, plain)
      await deps.files.put(`${prefix}/${db.accountId}/some/${no}`, sealed)
    }
  }
}

/** Everything sealed of the account, with the place it is bound to. */
async function readAll({ db, deps }: World, store = deps.keys) {
  const keys = await store.open(db)
  const texts: string[] = []
  const under = new Set<string>()
  const read = async (field: string, rowId: string, sealed: string) => {
    under.add(sealed.split('.')[1] ?? '')
    texts.push(await keys.open(field as 'messages.body', rowId, sealed))
  }
  for (const [field, { table, column, keys: names, rowIdOf }] of Object.entries(SEALED_COLUMNS)) {
    const rows = await db.all<Record<string, string>>(
      `SELECT * FROM ${table} WHERE account_id = '${db.accountId}'`,
    )
    for (const row of rows)
      await read(field, rowIdOf(names.map((name) => row[name] ?? '')), row[column] ?? '')
  }
  for (const [prefix, field] of BYTES) {
    const { objects } = await deps.files.list({ prefix: `${prefix}/${db.accountId}/` })
    for (const { key } of objects) {
      const sealed = (await (await deps.files.get(key))?.bytes()) ?? new Uint8Array()
      under.add(keyIdOfBytes(sealed))
      const name = key.slice(`${prefix}/${db.accountId}/`.length)
      texts.push(new TextDecoder().decode(await keys.openBytes(field, name, sealed)))
    }
  }
  return { texts: texts.sort(), under }
}

/** As the queue would: slice after slice, the clock moving on when there is nothing to do at once. */
async function rotateToTheEnd(world: World, keyId: string, most = 20) {
  for (let slice = 0; slice < most; slice++) {
    const result = await resealSlice(world.deps, world.db, keyId)
    if (result === 'finished') return slice
    if (result === 'later') world.wait(10 * MINUTE_MS)
  }
  throw new Error('the rotation does not end')
}

describe('replacing the key-encryption key', () => {
  it('moves every key to the newest one while values open all the time', async () => {
    const world = await anAccount(
      new Map([
        ['A1', aKek()],
        ['A2', aKek()],
      ]),
    )
    await fillAll(world)
    const before = await readAll(world)
    const both = world.depsWith(['A1', 'A2'], 'A2')
    expect((await readAll(world, both.keys)).texts).toEqual(before.texts)

    const [old] = await keysOf(world)
    await sweepKeys(both, { type: 'keys.sweep' })

    const [row] = await keysOf(world)
    expect(row).toMatchObject({ id: old?.id, kek_id: 'A2' })
    expect(row?.half).not.toBe(old?.half)
    // The old one is gone from the configuration; the data key is the same.
    const alone = world.depsWith(['A2'], 'A2')
    await expireCache(world)
    expect((await readAll(world, alone.keys)).texts).toEqual(before.texts)
  })

  it('may stop between the half in R2 and the one in D1', async () => {
    const world = await anAccount(
      new Map([
        ['A1', aKek()],
        ['A2', aKek()],
      ]),
    )
    await fillAll(world, 1)
    const both = world.depsWith(['A1', 'A2'], 'A2')
    const [key] = await keysOf(world)
    const failing: World['db'] = Object.assign(Object.create(world.db), {
      run: async () => {
        throw new Error('killed')
      },
    })
    await expect(both.keys.rewrap(failing, key?.id ?? '')).rejects.toThrow('killed')
    await expireCache(world)
    expect((await readAll(world, both.keys)).texts).toHaveLength(COLUMNS + BYTES.length)

    await both.keys.rewrap(world.db, key?.id ?? '')
    await both.keys.rewrap(world.db, key?.id ?? '')
    await expireCache(world)
    expect((await readAll(world, world.depsWith(['A2'], 'A2').keys)).texts).toHaveLength(
      COLUMNS + BYTES.length,
    )
  })

  it('says what the old one still wraps, and lets it go at zero only', async () => {
    const id = `Z${randomId()}`
    const world = await anAccount(
      new Map([
        ['A1', aKek()],
        [id, aKek()],
      ]),
    )
    const both = world.depsWith(['A1', id], id)
    await both.keys.create(world.db, world.now() + 1)
    const later = world.depsWith(['A1', id], 'A1')
    const ours = async () => (await keyStatus(later)).keks.find((kek) => kek.id === id)
    expect(await ours()).toMatchObject({ keys: 1, isConfigured: true, mayBeRemoved: false })

    for (const { id: keyId } of await keysOf(world)) await later.keys.rewrap(world.db, keyId)
    // Deletions of other tests may hold tokens: then none may go.
    const { takenAlong } = await keyStatus(later)
    expect(await ours()).toMatchObject({ keys: 0, mayBeRemoved: takenAlong === 0 })
  })

  it('counts webhook bodies that wait sealed under it', async () => {
    const id = `Y${randomId()}`
    const world = await anAccount(
      new Map([
        ['A1', aKek()],
        [id, aKek()],
      ]),
    )
    await world.deps.files.put(`events/${id}`, 'sealed', { customMetadata: { kek: id } })
    const { keks } = await keyStatus(world.depsWith(['A1', id], 'A1'))
    expect(keks.find((kek) => kek.id === id)).toMatchObject({ bodies: 1, mayBeRemoved: false })
    await world.deps.files.delete(`events/${id}`)
  })

  it('moves what people without an account wrote to the newest one too', async () => {
    const id = `W${randomId()}`
    const world = await anAccount(
      new Map([
        ['A1', aKek()],
        [id, aKek()],
      ]),
    )
    const old = world.depsWith(['A1', id], 'A1')
    const both = world.depsWith(['A1', id], id)
    const { directory } = world.deps.db
    const sealed = await old.keys.ofService.seal('cases', id, 'please')
    await directory.run(
      `INSERT INTO privacy_cases (id, at, accounts, sealed) VALUES ('${id}', 1, 0, '${sealed}')`,
    )
    const ours = async () => (await keyStatus(both)).keks.find((kek) => kek.id === 'A1')
    expect((await ours())?.bodies).toBeGreaterThan(0)
    await resealService(both)
    const row = await directory.get<{ sealed: string }>(
      `SELECT sealed FROM privacy_cases WHERE id = '${id}'`,
    )
    expect(row.sealed.split('.')[1]).toBe(id)
    expect(await world.depsWith([id], id).keys.ofService.open('cases', id, row.sealed)).toBe(
      'please',
    )
    await directory.run(`DELETE FROM privacy_cases WHERE id = '${id}'`)
  })

  it('that rows still need is missed by name, at once', async () => {
    const id = `X${randomId()}`
    const world = await anAccount(
      new Map([
        ['A1', aKek()],
        [id, aKek()],
      ]),
    )
    await world.depsWith(['A1', id], id).keys.create(world.db, world.now() + 1)
    const without = world.depsWith(['A1'], 'A1')
    await expect(checkKeks(without)).rejects.toThrow(/^KEK_\w+ is not set, and stored keys/)
    await expect(
      (await without.keys.open(world.db)).seal('messages.body', 'm', 'x'),
    ).rejects.toThrow(`KEK_${id} is not set`)
  })
})

/** Opened keys are kept for a minute; an account that is not active makes the isolate forget them. */
async function expireCache({ db, deps }: World) {
  const set = (state: string) =>
    db.run(`UPDATE tenants SET state = '${state}' WHERE account_id = '${db.accountId}'`)
  await set('suspended')
  await deps.keys.open(db).catch(() => undefined)
  await set('active')
}

describe('replacing an account’s data key', () => {
  it('seals everything anew, then destroys the old one, and nobody notices', async () => {
    const world = await anAccount()
    await fillAll(world)
    const [old] = await keysOf(world)
    const before = await readAll(world)
    await startKeyRotation(world.deps, world.db, 'operator')
    expect(world.chores).toEqual([
      { type: 'keys.reseal', accountId: world.db.accountId, keyId: old?.id },
    ])
    // From now on the new key seals, and both open.
    const keys = await world.deps.keys.open(world.db)
    expect(keys.currentId).not.toBe(old?.id)
    expect((await readAll(world)).texts).toEqual(before.texts)

    await rotateToTheEnd(world, old?.id ?? '')

    const after = await readAll(world)
    expect(after.texts).toEqual(before.texts)
    expect(after.under).toEqual(new Set([keys.currentId]))
    expect(await keysOf(world)).toHaveLength(1)
    const { objects } = await world.deps.files.list({ prefix: `keys/${world.db.accountId}/` })
    expect(objects.map(({ key }) => key.split('/').at(-1))).toEqual([keys.currentId])
  })

  it('does not destroy the old one while somebody may still seal with it', async () => {
    const world = await anAccount()
    await fillAll(world, 1)
    const early = await world.deps.keys.open(world.db)
    const [old] = await keysOf(world)
    await startKeyRotation(world.deps, world.db, 'operator')
    expect(await resealSlice(world.deps, world.db, old?.id ?? '')).toBe('later')

    // A consumer that opened the keys before writes now, behind the walk.
    world.wait(14 * MINUTE_MS)
    const sealed = await early.seal('outbox.body', 'id-0', 'late words')
    await world.db.run(
      `UPDATE outbox SET body = '${sealed}' WHERE account_id = '${world.db.accountId}'`,
    )
    expect(sealed).toContain(old?.id)
    await rotateToTheEnd(world, old?.id ?? '')
    expect((await readAll(world)).texts).toContain('late words')
  })

  it('keeps a value that was changed while it was being sealed anew', async () => {
    const world = await anAccount()
    await fillAll(world, 1)
    const [old] = await keysOf(world)
    await startKeyRotation(world.deps, world.db, 'operator')
    const keys = await world.deps.keys.open(world.db)
    const changed = await keys.seal('connections.token', 'id-0', 'a newer token')
    const batch = world.db.batch.bind(world.db)
    // Between reading the page and writing it, somebody pastes a new token.
    const racing: typeof batch = async (queries) => {
      await world.db.run(
        `UPDATE connections SET token = '${changed}' WHERE account_id = '${world.db.accountId}'`,
      )
      return batch(queries)
    }
    Object.assign(world.db, { batch: racing })
    await rotateToTheEnd(world, old?.id ?? '')
    expect((await readAll(world)).texts).toContain('a newer token')
  })

  it('keeps the old key as long as something under it does not open', async () => {
    const world = await anAccount()
    await fillAll(world, 1)
    const [old] = await keysOf(world)
    await startKeyRotation(world.deps, world.db, 'operator')
    await world.db.run(
      `UPDATE messages SET body = body || 'A' WHERE account_id = '${world.db.accountId}'`,
    )
    await expect(rotateToTheEnd(world, old?.id ?? '', 5)).rejects.toThrow('does not end')
    expect((await keysOf(world)).map(({ id }) => id)).toContain(old?.id)
    const rotation = (await keyStatus(world.deps)).rotations.find(
      ({ accountId }) => accountId === world.db.accountId,
    )
    expect(rotation?.finishedAt).toBeNull()
  })

  it('goes on where it stopped', async () => {
    const world = await anAccount()
    await fillAll(world, 4)
    const [old] = await keysOf(world)
    await startKeyRotation(world.deps, world.db, 'operator')
    // The clock jumps a slice's length each time it is read: every slice ends after one page.
    const slow = { ...world.deps, clock: { now: () => world.wait(6000) } }
    let slices = 0
    while ((await resealSlice(slow, world.db, old?.id ?? '')) === 'more') slices++
    expect(slices).toBeGreaterThan(5)
    await rotateToTheEnd(world, old?.id ?? '')
    expect((await readAll(world)).under.size).toBe(1)
  })

  it('happens by itself after a year, and is resumed by the sweep', async () => {
    const world = await anAccount()
    const mine = () => world.chores.filter((job) => 'accountId' in job)
    await sweepKeys(world.deps, { type: 'keys.sweep' })
    const count = (await keysOf(world)).length
    expect(count).toBe(1)
    // Only this account's key is that old.
    await world.db.run(
      `UPDATE data_keys SET created_at = ${world.now() - 366 * DAY_MS} WHERE account_id = '${world.db.accountId}'`,
    )
    await sweepKeys(world.deps, { type: 'keys.sweep' })
    expect(await keysOf(world)).toHaveLength(2)
    const queued = mine().length
    world.wait(HOUR_MS)
    await sweepKeys(world.deps, { type: 'keys.sweep' })
    expect(mine().length).toBeGreaterThan(queued)
  })
})
