import { expect, it } from 'vitest'
import { DELETION_STEPS } from '../../../worker/contract/deletion'
import { DATA_TABLES, LAST_TABLES } from '../../../worker/features/deletion/owned-tables'
import { findRequest } from '../../../worker/features/deletion/request-queries'
import type { Effect } from '../../../worker/features/deletion/run'
import { advance } from '../../../worker/features/deletion/workflow-operations'
import { timeOrderedId } from '../../../worker/lib/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { contentsOf, Deletion, fillEverything, placesOf } from '../../support/deletion'
import { Importer, testEnv } from '../../support/lists'
import { Shop } from '../../support/shop'

/** A business in the middle of its work: one broadcast is sent, another is under way, people write. */
async function busyShop(): Promise<Shop> {
  const shop = await Shop.open()
  const [first = ''] = await shop.addMany(60, { tags: ['vip'] })
  await shop.send()
  await shop.reply(first, 'Do you have roses?')
  await shop.running()
  await fillEverything(shop.accountId)
  return shop
}

const receiptOf = async (deletion: Deletion) => {
  const { receipts, db } = deletion.deps
  const request = await findRequest(db.directory, deletion.code)
  // What was signed is what `toReceipt` made.
  return (await receipts.verify(request?.receipt ?? '')) as Record<string, unknown> & {
    erased: Record<string, number>
    access: unknown[]
  }
}

it('leaves nothing of an account, killed before and after every single change, and nothing of another is touched', async () => {
  const shop = await busyShop()
  const other = await busyShop()
  const before = await contentsOf(shop.accountId, [shop.person.session.user.id])
  const untouched = await contentsOf(other.accountId, [other.person.session.user.id])
  for (const { name } of [...DATA_TABLES, ...LAST_TABLES]) {
    expect(
      [...before.keys()].filter((place) => place.endsWith(`.${name}`)),
      name,
    ).toHaveLength(1)
  }

  await testEnv.DIRECTORY.prepare(
    `INSERT INTO operator_acts VALUES (?1, 1, 'operator', 'deletion.entered', 'account:' || ?2, NULL)`,
  )
    .bind(timeOrderedId(1), shop.accountId)
    .run()
  const deletion = await new Deletion(shop, { kills: true }).begin()
  await deletion.finish()

  expect(await contentsOf(shop.accountId, [shop.person.session.user.id])).toEqual(new Map())
  expect(await placesOf(shop.accountId)).toEqual([])
  expect(await placesOf(shop.person.email)).toEqual([])
  expect(await contentsOf(other.accountId, [other.person.session.user.id])).toEqual(untouched)
  // Each change was stopped twice: the list is what the workflow does to the world.
  const names = [...deletion.killed.keys()]
  expect(names).toEqual(expect.arrayContaining(['access.end', 'files.delete.keys', 'tombstone']))
  expect(names.filter((name) => name.startsWith('rows.delete.')).length).toBeGreaterThan(30)
  expect([...deletion.killed.values()].every((kills) => kills === 2)).toBe(true)
})

it('takes our access at Meta away, and stops sending at once', async () => {
  const shop = await busyShop()
  const sent = shop.meta.posts.length
  const deletion = await new Deletion(shop).begin()
  await shop.sendAll()
  expect(shop.meta.posts.length).toBe(sent)
  expect(shop.meta.token.is_valid).toBe(true)

  await deletion.finish()

  expect(shop.meta.token.is_valid).toBe(false)
  expect(shop.meta.subscribed).toBe(false)
})

it('writes a receipt that counts every row and names nobody', async () => {
  const shop = await busyShop()
  const before = await contentsOf(shop.accountId)
  const deletion = await new Deletion(shop, { kills: true }).begin()
  const rows = await contentsOf(shop.accountId)
  await deletion.finish()

  const receipt = await receiptOf(deletion)
  expect(receipt).toMatchObject({
    code: deletion.code,
    via: 'operator',
    left: 0,
    keyDestroyed: true,
  })
  expect(receipt.access).toEqual([{ unsubscribed: 'done', revoked: 'done', token: 'invalid' }])
  for (const table of ['contacts', 'messages', 'recipients', 'imports', 'templates']) {
    const place = [...rows.keys()].find((name) => name.endsWith(`.${table}`)) ?? ''
    expect(receipt.erased[table], table).toBe(before.get(place)?.length)
  }
  expect(receipt.erased).toMatchObject({ contacts: 60, users: 1, 'files:keys': 1, 'files:raw': 2 })
  const text = JSON.stringify(receipt)
  for (const personal of [
    shop.accountId,
    shop.person.email,
    shop.meta.wabaId,
    shop.meta.numberId,
  ]) {
    expect(text).not.toContain(personal)
  }
})

it('shows each step with its time, in order', async () => {
  const shop = await Shop.open()
  const deletion = await new Deletion(shop).begin()
  await deletion.finish()

  const request = await findRequest(deletion.deps.db.directory, deletion.code)
  expect(request?.steps.map(({ step }) => step)).toEqual([...DELETION_STEPS])
  expect(request).toMatchObject({ state: 'done', accountId: null, shard: null, trouble: null })
  const times = request?.steps.map(({ at }) => at) ?? []
  expect(times).toEqual([...times].sort((a, b) => a - b))
})

it('waits a day for the owner, and does nothing before', async () => {
  const shop = await Shop.open()
  const deletion = await new Deletion(shop).begin(DAY_MS)
  expect(await deletion.alarm()).toBe(true)
  deletion.wait(DAY_MS - MINUTE_MS)
  expect(await deletion.alarm()).toBe(true)
  expect((await contentsOf(shop.accountId)).size).toBeGreaterThan(5)
  expect(shop.meta.token.is_valid).toBe(true)

  deletion.wait(2 * MINUTE_MS)
  await deletion.finish()
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
})

it('goes on after two days without Meta, keeps only the sealed token, and says the end when Meta is back', async () => {
  const shop = await busyShop()
  const deletion = await new Deletion(shop).begin()
  shop.meta.interrupt = () => new Response('busy', { status: 503 })
  const startedAt = deletion.now
  for (let alarms = 0; alarms < 400; alarms++) {
    await deletion.alarm()
    const request = await findRequest(deletion.deps.db.directory, deletion.code)
    if (request?.state === 'done') break
    expect(request?.trouble?.step === 'access' || deletion.now - startedAt < HOUR_MS).toBe(true)
    deletion.wait(30 * MINUTE_MS)
  }
  expect(deletion.now - startedAt).toBeGreaterThanOrEqual(2 * DAY_MS)
  expect(deletion.now - startedAt).toBeLessThan(2 * DAY_MS + 2 * HOUR_MS)
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
  expect(await receiptOf(deletion)).toMatchObject({
    accessOpen: 1,
    access: [{ token: 'unknown' }],
  })
  expect(JSON.stringify(deletion.ledger.get('takenAlong'))).not.toContain(shop.meta.accessToken)

  shop.meta.interrupt = () => null
  await deletion.finish()
  expect(shop.meta.token.is_valid).toBe(false)
  expect(await receiptOf(deletion)).toMatchObject({
    accessOpen: 0,
    accessUntil: null,
    access: [{ token: 'invalid' }],
  })
})

it('erases again what a late write left behind', async () => {
  const shop = await Shop.open()
  const deletion = await new Deletion(shop).begin()
  const { files } = deletion.deps
  const list = files.list.bind(files)
  let isLate = true
  // Written by somebody who began long before, when the folders were already empty.
  Object.assign(deletion.deps, {
    files: new Proxy(files, {
      get: (target, name) => {
        if (name !== 'list') return Reflect.get(target, name).bind(target)
        return async (options: R2ListOptions) => {
          if (isLate && options.prefix?.startsWith('keys/')) {
            isLate = false
            await target.put(`raw/${shop.accountId}/late`, 'late')
          }
          return list(options)
        }
      },
    }),
  })
  await deletion.finish()
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
})

it('waits for an import that is under way, and erases its file', async () => {
  const shop = await Shop.open()
  const importer = new Importer(shop.person)
  await importer.start('Phone\n+972525551234\n+972525551235\n')
  const deletion = await new Deletion(shop).begin()
  const until = deletion.now + 3 * MINUTE_MS
  await shop.query(`UPDATE imports SET lease_until = ${until} WHERE account_id = ?`)
  deletion.wait(2 * MINUTE_MS)
  expect(await deletion.alarm()).toBe(true)
  const request = await findRequest(deletion.deps.db.directory, deletion.code)
  expect(request?.trouble).toMatchObject({ step: 'stopped', cause: 'still_sending' })
  expect((await contentsOf(shop.accountId)).get('imports')).toHaveLength(1)

  await deletion.finish()
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
})

it('tries again when a service of the platform fails, says so to the operator, and ends all the same', async () => {
  const shop = await Shop.open()
  await shop.addMany(2)
  const deletion = await new Deletion(shop).begin()
  deletion.wait(2 * MINUTE_MS)
  const { db } = deletion.deps
  let fails = 3
  Object.assign(deletion.deps, {
    files: new Proxy(deletion.deps.files, {
      get: (target, name) => {
        if (name === 'list' && fails-- > 0) throw new TypeError('overloaded')
        const member = Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      },
    }),
  })
  await deletion.alarm()
  const request = await findRequest(db.directory, deletion.code)
  expect(request?.trouble).toMatchObject({ step: 'files', cause: 'TypeError', attempts: 1 })
  await deletion.finish()
  expect((await findRequest(db.directory, deletion.code))?.trouble).toBeNull()
  expect(await contentsOf(shop.accountId)).toEqual(new Map())
})

it('erases whoever works in two accounts that are deleted at the same moment', async () => {
  const [first, second] = [await Shop.open(), await Shop.open()]
  const { user } = first.person.session
  await testEnv.DIRECTORY.prepare("INSERT INTO memberships VALUES (?, ?, 'owner', 1, NULL)")
    .bind(second.accountId, user.id)
    .run()
  const [mine, other] = [await new Deletion(first).begin(), await new Deletion(second).begin()]
  let isOver = false
  const meanwhile: Effect = async (name, change) => {
    if (name === 'rows.delete.sessions' && !isOver) {
      isOver = true
      await other.finish()
    }
    return change()
  }
  for (let again: number | null = 0; again !== null; ) {
    again = (await advance(mine.deps, mine.ledger, meanwhile)).again
    mine.wait(Math.max(1, (again ?? 0) - mine.now))
  }
  expect(isOver).toBe(true)
  expect(await placesOf(user.email)).toEqual([])
})
