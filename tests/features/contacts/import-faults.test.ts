import { expect, it } from 'vitest'
import type { Deps } from '../../../worker/boundary/deps'
import type { ImportView } from '../../../worker/contract/imports'
import { importSlice, sweepImports } from '../../../worker/features/contacts/import-jobs'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { makeContactList } from '../../support/contact-list'
import { Importer, openTestDeps, shardOf, snapshot, testEnv } from '../../support/lists'

/** Ids differ between accounts and runs; what rows say does not. */
async function peopleOf(accountId: string) {
  const { contacts, identities, consents, contact_tags } = await snapshot(accountId)
  const said = (contacts as Record<string, unknown>[]).map(({ phone, name, consent, fields }) =>
    JSON.stringify([phone, name, consent, fields]),
  )
  const sizes = [identities, consents, contact_tags].map((rows) => rows?.length)
  return { said: said.sort(), sizes }
}

const countsOf = (view: ImportView) => view.counts
const jobOf = (importer: Importer, importId: string) => ({
  type: 'contacts.import' as const,
  accountId: importer.accountId,
  importId,
})

/** A clock that stands further on with each look, so that slices end after a batch or two. */
function hurriedClock(stepMs: number, startAt = Date.now()): Deps['clock'] {
  let now = startAt
  return {
    now: () => {
      now += stepMs
      return now
    },
  }
}

const LIST = makeContactList(8000, 11)

it('ends the same in one slice and in many', async () => {
  const [once, often] = [await Importer.signUp(), await Importer.signUp()]
  await once.import(LIST.csv)

  const { id } = await often.start(LIST.csv)
  const deps = openTestDeps({ clock: hurriedClock(1300) })
  let slices = 0
  do {
    deps.chores.length = 0
    await importSlice(deps, jobOf(often, id), [])
    slices++
  } while (deps.chores.length > 0)

  expect(slices).toBeGreaterThan(3)
  const { created, duplicates } = countsOf(await often.see(id))
  expect({ created, duplicates }).toEqual({
    created: LIST.truth.unique,
    duplicates: LIST.truth.duplicates,
  })
  expect(await peopleOf(often.accountId)).toEqual(await peopleOf(once.accountId))
}, 60_000)

it('does nothing twice when the queue delivers everything twice', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.start(LIST.csv)
  const deps = openTestDeps({ clock: hurriedClock(1300) })
  do {
    deps.chores.length = 0
    await importSlice(deps, jobOf(importer, id), [])
    await importSlice(deps, jobOf(importer, id), [])
  } while (deps.chores.length > 0)
  await importSlice(deps, jobOf(importer, id), [])

  expect(countsOf(await importer.see(id))).toMatchObject({
    rows: LIST.truth.rows,
    created: LIST.truth.unique,
    unchanged: 0,
  })
}, 60_000)

it('lets only one of two slices work at a time', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.start(LIST.csv)
  await Promise.all([importer.runSlices(id), importer.runSlices(id), importer.runSlices(id)])
  expect(countsOf(await importer.see(id))).toMatchObject({
    rows: LIST.truth.rows,
    created: LIST.truth.unique,
    unchanged: 0,
  })
}, 60_000)

it('ignores a slice that wakes up after another one took over', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.start(LIST.csv)
  // The first slice falls asleep after its first batch, for longer than its lease.
  let wake = () => {}
  let fellAsleep = () => {}
  const asleep = new Promise<void>((resolve) => {
    fellAsleep = resolve
  })
  const live: Deps['live'] = {
    ...openTestDeps().live,
    changed: () => {
      fellAsleep()
      return new Promise<void>((resolve) => {
        wake = resolve
      })
    },
  }
  const sleeper = importSlice(openTestDeps({ live }), jobOf(importer, id), [])
  await asleep
  await importer.runSlices(
    id,
    openTestDeps({ clock: hurriedClock(1300, Date.now() + 5 * MINUTE_MS) }),
  )
  const [view, tables] = [await importer.see(id), await snapshot(importer.accountId)]
  wake()
  await sleeper

  expect(view).toMatchObject({
    state: 'done',
    counts: { created: LIST.truth.unique, unchanged: 0 },
  })
  expect(await importer.see(id)).toEqual(view)
  expect(await snapshot(importer.accountId)).toEqual(tables)
}, 60_000)

class Killed extends Error {}

/** D1 for a worker that dies before or after its n-th batch, and says nothing from then on. */
function dyingShard(database: D1Database, death: { at: number; isAfter: boolean; count: number }) {
  const guard = (key: string | symbol, run: () => unknown) => {
    if (death.count > death.at || (key === 'prepare' && death.count === death.at && death.isAfter))
      throw new Killed()
    return run()
  }
  return new Proxy(database, {
    get: (target, key) => {
      const member = Reflect.get(target, key)
      if (key !== 'batch') {
        return (...values: unknown[]) => guard(key, () => member.apply(target, values))
      }
      return async (statements: D1PreparedStatement[]) => {
        // Looks at contacts have two statements; batches that write have more.
        if (statements.length <= 2) return guard(key, () => target.batch(statements))
        death.count++
        if (death.count === death.at && !death.isAfter) {
          death.count++
          throw new Killed()
        }
        const results = await guard(key, () => target.batch(statements))
        if (death.count === death.at) {
          death.count++
          throw new Killed()
        }
        return results
      }
    },
  })
}

it.each([1, 2, 3, 5, 8])(
  'goes on where it was when killed at batch %i',
  async (at) => {
    const whole = await Importer.signUp()
    await whole.import(LIST.csv)
    const expected = await peopleOf(whole.accountId)

    for (const isAfter of [false, true]) {
      const importer = await Importer.signUp()
      const { id } = await importer.start(LIST.csv)
      const death = { at, isAfter, count: 0 }
      const shards = {
        DATA_0: dyingShard(testEnv.DATA_0, death),
        DATA_1: dyingShard(testEnv.DATA_1, death),
      }
      const dying = openTestDeps({ clock: hurriedClock(700) }, shards)
      await expect(importer.runSlices(id, dying)).rejects.toThrow()

      // Nobody released the lease: a redelivery finds it taken, and the sweep wakes the import later.
      await importSlice(openTestDeps(), jobOf(importer, id), [])
      expect((await importer.see(id)).state).toBe('running')
      const later = openTestDeps({ clock: { now: () => Date.now() + 3 * MINUTE_MS } })
      await sweepImports(later)
      expect(later.chores).toContainEqual(jobOf(importer, id))
      await importer.runSlices(id, openTestDeps({ clock: later.clock }))

      const { state, counts } = await importer.see(id)
      expect({ state, counts }).toEqual({
        state: 'done',
        counts: (
          await whole.browser.read<{ items: ImportView[] }>(whole.browser.get('/api/v1/imports'))
        ).items[0]?.counts,
      })
      expect(await peopleOf(importer.accountId)).toEqual(expected)
    }
  },
  120_000,
)

it('stops when cancelled, and keeps who is in', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.start(LIST.csv)
  const deps = openTestDeps({ clock: hurriedClock(2600) })
  await importSlice(deps, jobOf(importer, id), [])
  const { counts } = await importer.see(id)
  expect(counts.rows).toBeGreaterThan(0)
  expect(counts.rows).toBeLessThan(LIST.truth.rows)

  await importer.browser.read(importer.browser.post(`/api/v1/imports/${id}/cancel`))
  await importer.runSlices(id)

  const view = await importer.see(id)
  expect(view.state).toBe('cancelled')
  expect(view.counts).toEqual(counts)
  expect((await snapshot(importer.accountId)).contacts).toHaveLength(counts.created)
  const again = await importer.browser.post(`/api/v1/imports/${id}/cancel`)
  expect(again.status).toBe(409)
})

it('starts once', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.start('Phone\n0542345678\n')
  const again = await importer.browser.post(`/api/v1/imports/${id}/start`)
  expect(again.status).toBe(409)
  expect(await again.json()).toMatchObject({ error: { code: 'import.not_matching' } })
})

it('writes nothing for an account that is being closed', async () => {
  const importer = await Importer.signUp()
  const { id } = await importer.start('Phone\n0542345678\n')
  const database = await shardOf(importer.accountId)
  const set = database.prepare('UPDATE tenants SET state = ? WHERE account_id = ?')
  await set.bind('deleting', importer.accountId).run()

  await importer.runSlices(id)

  expect((await snapshot(importer.accountId)).contacts).toEqual([])
})

it('erases uploads of imports that ended, and those nobody came back to', async () => {
  const importer = await Importer.signUp()
  const done = await importer.import('Phone\n0542345678\n')
  const { id: abandoned } = await importer.browser.read<ImportView>(
    importer.upload('Phone\n0542345679\n'),
  )
  const { id: cancelled } = await importer.browser.read<ImportView>(importer.begin(20))
  await importer.browser.read(importer.browser.post(`/api/v1/imports/${cancelled}/cancel`))
  const filesOf = async () => {
    const { objects } = await testEnv.FILES.list({ prefix: `imports/${importer.accountId}/` })
    return objects.map(({ key }) => key)
  }
  expect(await filesOf()).toEqual([`imports/${importer.accountId}/${abandoned}/upload`])

  await sweepImports(openTestDeps())
  expect((await importer.see(abandoned)).state).toBe('matching')
  await sweepImports(openTestDeps({ clock: { now: () => Date.now() + DAY_MS + MINUTE_MS } }))

  expect(await filesOf()).toEqual([])
  expect((await importer.see(abandoned)).state).toBe('cancelled')
  expect((await importer.see(done.id)).state).toBe('done')
})
