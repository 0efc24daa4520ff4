import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { AppEnv } from '../../worker/app/bindings'
import { scheduled } from '../../worker/app/scheduled'

/** The chores that cron asks for at a time of day. */
async function choresAt(time: string): Promise<unknown[]> {
  const sent: unknown[] = []
  const CHORES = { send: async (job: unknown) => void sent.push(job) }
  const controller = createScheduledController({
    scheduledTime: new Date(`2026-11-20T${time}:07Z`),
    cron: '* * * * *',
  })
  // The runner's environment is the app's; only the queue is looked at.
  await scheduled(controller, { ...env, CHORES } as unknown as AppEnv)
  return sent
}

it('sweeps every minute', async () => {
  expect(await choresAt('09:41')).toEqual([
    { type: 'broadcasts.sweep' },
    { type: 'contacts.sweep' },
  ])
})

it('moves keys along every ten minutes', async () => {
  expect(await choresAt('09:50')).toContainEqual({ type: 'keys.sweep' })
  expect(await choresAt('09:55')).not.toContainEqual({ type: 'keys.sweep' })
})

it('asks Meta about access that is being given back once an hour', async () => {
  expect(await choresAt('10:00')).toContainEqual({ type: 'connections.sweep' })
})

it('erases webhook bodies that nobody waits for once an hour', async () => {
  expect(await choresAt('10:00')).toContainEqual({ type: 'webhooks.sweep' })
})

it('syncs all templates once an hour', async () => {
  expect(await choresAt('10:00')).toContainEqual({ type: 'templates.sweep' })
  expect(await choresAt('10:01')).not.toContainEqual({ type: 'templates.sweep' })
})

it('purges what has expired once an hour', async () => {
  expect(await choresAt('10:00')).toContainEqual({ type: 'accounts.purge' })
})

it('goes on with deletions every ten minutes, and erases what is past its time once a day', async () => {
  expect(await choresAt('09:50')).toContainEqual({ type: 'deletions.sweep' })
  expect(await choresAt('00:00')).toContainEqual({ type: 'retention.sweep' })
  expect(await choresAt('12:00')).not.toContainEqual({ type: 'retention.sweep' })
})
