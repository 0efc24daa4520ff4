import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../support/runtime'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.stop())

it('answers that it lives, without secrets', async () => {
  const { status, text } = await world.browser().request('GET', '/healthz')
  expect(status).toBe(200)
  for (const secret of Object.values(world.vars)) expect(text).not.toContain(secret)
})
