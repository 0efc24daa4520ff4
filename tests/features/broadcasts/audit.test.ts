import { expect, it } from 'vitest'
import { Shop } from '../../support/shop'

type Line = { actor: string; action: string; target: string; before: string; after: string }

it('each change of state leaves one line with who, from and to, and no person in it', async () => {
  const shop = await Shop.open()
  await shop.add([{ firstName: 'Canary', phone: '+972541111113' }, {}, {}])
  const me = `user:${shop.person.session.user.id}`
  const id = await shop.running()
  await shop.post(`/broadcasts/${id}/pause`)
  await shop.post(`/broadcasts/${id}/pause`)
  await shop.post(`/broadcasts/${id}/resume`)
  shop.meta.script = (_message, nth) => (nth === 1 ? { refuse: 131042 } : { accept: 'accepted' })
  await shop.sendAll()
  await shop.resume(id)
  const other = await shop.running()
  await shop.post(`/broadcasts/${other}/cancel`)
  await shop.post(`/broadcasts/${other}/cancel`)
  await shop.finishCancel(other)

  const lines = await shop.query<Line>(
    `SELECT * FROM audit WHERE account_id = ? AND action = 'broadcast.state' ORDER BY id`,
  )
  const of = (target: string) =>
    lines
      .filter((line) => line.target === target)
      .map(({ actor, before, after }) => `${actor === me ? 'me' : actor}: ${before} > ${after}`)
      .sort()
  expect(of(id)).toEqual(
    [
      'me: draft > holding',
      'system: holding > freezing',
      'system: freezing > running',
      'me: running > paused:user',
      'me: paused > running',
      'system: running > paused:meta_131042',
      'user:owner: paused > running',
      'system: running > done',
    ].sort(),
  )
  expect(of(other)).toEqual(
    [
      'me: draft > holding',
      'system: holding > freezing',
      'system: freezing > running',
      'me: running > cancelling:user',
      'system: cancelling > cancelled',
    ].sort(),
  )
  expect(JSON.stringify(lines)).not.toMatch(/Canary|97254/)
})
