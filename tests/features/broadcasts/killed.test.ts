import { expect, it } from 'vitest'
import { freezeJob, sweepBroadcastsJob } from '../../../worker/features/broadcasts/jobs'
import { sweepSingles } from '../../../worker/features/broadcasts/outbox-operations'
import { startScheduled } from '../../../worker/features/broadcasts/schedule-operations'
import { stopBroadcast } from '../../../worker/features/broadcasts/stop-operations'
import { sendReply } from '../../../worker/features/inbox/reply-operations'
import { randomId } from '../../../worker/lib/ids'
import { HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'
import { Kills } from '../../support/kills'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'

it('a message that a crash left behind goes out once where the sweep was killed', async () => {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111114' }])
  await shop.reply(contactId, 'Are you open on Friday?')
  const db = await shop.db()
  const { user } = shop.person.session
  const message = { id: randomId(), contactId, numberId: shop.meta.numberId, text: 'Until two.' }
  // Whoever wrote it down was killed before it left.
  const deps = { ...shop.deps, deliverOne: async () => {} }
  await sendReply(deps, db, { userId: user.id }, message)
  shop.wait(3 * MINUTE_MS)

  const kills = new Kills(shop)
  await kills.until(sweepSingles)
  const mine = shop.chores.filter((job) => 'messageId' in job && job.messageId === message.id)
  expect(mine.length).toBeGreaterThan(0)
  expect(kills.both('chore message.deliver')).toBe(1)
  // A queue delivers twice what was put there twice.
  shop.chores.splice(0, shop.chores.length, ...mine, ...mine)
  await new Kills(shop, { only: /nothing/ }).chores()
  expect(shop.meta.posts).toHaveLength(1)
  const rows = await shop.query('SELECT state FROM outbox WHERE account_id = ?')
  expect(rows).toMatchObject([{ state: 'accepted' }])
})

it('a broadcast that is sent before its time goes out once where who said so was killed', async () => {
  const shop = await Shop.open()
  await shop.addMany(2)
  const wallTime = openZone('Asia/Jerusalem').wallTimeAt(shop.now() + HOUR_MS)
  const id = await shop.launch({ start: { kind: 'at', wallTime, isSecond: false } })
  const db = await shop.db()
  const kills = new Kills(shop)
  // The second press finds it held already, and its message lost: the sweep sends another.
  await kills.until((deps) => startScheduled(deps, db, 'user:owner', id))
  expect(kills.killed.get('chore broadcast.freeze')).toBe(1)
  expect((await shop.see(id)).state).toBe('holding')

  await shop.sweepFor(30)
  expect(shop.meta.recipients()).toHaveLength(2)
  expect(new Set(shop.meta.recipients()).size).toBe(2)
})

it.each([
  ['everywhere', undefined],
  ['over the news of it', /live/],
])('a start that was missed is told and noted, killed %s', async (_where, only) => {
  const shop = await Shop.open()
  await shop.addMany(2)
  const wallTime = openZone('Asia/Jerusalem').wallTimeAt(Date.now() + HOUR_MS)
  const id = await shop.launch({ start: { kind: 'at', wallTime, isSecond: false } })
  shop.wait(6 * HOUR_MS)

  const kills = new Kills(shop, only && { only })
  await kills.until((deps) => sweepBroadcastsJob(deps))
  const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
  await kills.until((deps) => freezeJob(deps, job))
  const names = [...kills.killed.keys()].join()
  expect(names).toContain(only ? 'live' : 'mail')
  expect(await shop.see(id)).toMatchObject({ state: 'scheduled', stateReason: 'start_missed' })
  const mails = await mailsTo(shop.person.email)
  expect(mails.some(({ subject }) => subject.includes('did not start'))).toBe(true)
  expect(shop.meta.posts).toEqual([])
})

it.each([
  ['where it stops', /update broadcasts/],
  ['over the news of it', /live/],
  ['over the mail', /mail/],
])('a broadcast that stops by itself is told by mail, killed %s', async (_where, only) => {
  const shop = await Shop.open()
  await shop.addMany(2)
  const id = await shop.running()

  const kills = new Kills(shop, { only })
  await kills.until(async (deps) => {
    await stopBroadcast(deps, await deps.db.account(shop.accountId), id, 'meta_131042')
  })
  expect(kills.killed.size).toBeGreaterThan(0)
  await shop.sweepFor(3)
  const mails = await mailsTo(shop.person.email)
  expect(mails.some(({ subject }) => subject.includes('is paused'))).toBe(true)
  const told = mails.length
  await shop.sweepFor(3)
  expect(await mailsTo(shop.person.email)).toHaveLength(told)
})
