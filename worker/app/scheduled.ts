import { openDeps } from '../boundary/deps'
import { MINUTE_MS } from '../lib/time'
import type { AppEnv } from './bindings'

/** Cron only puts jobs on the queue; running twice or late, they find what there is to do. */
export async function scheduled(controller: ScheduledController, env: AppEnv): Promise<void> {
  const { jobs } = openDeps(env)
  await jobs.chore({ type: 'broadcasts.sweep' })
  await jobs.chore({ type: 'contacts.sweep' })
  if (isMinuteOf(10, controller.scheduledTime)) await jobs.chore({ type: 'keys.sweep' })
  if (isMinuteOf(10, controller.scheduledTime)) await jobs.chore({ type: 'deletions.sweep' })
  if (isMinuteOf(24 * 60, controller.scheduledTime)) await jobs.chore({ type: 'retention.sweep' })
  if (!isMinuteOf(60, controller.scheduledTime)) return
  await jobs.chore({ type: 'accounts.purge' })
  await jobs.chore({ type: 'connections.sweep' })
  await jobs.chore({ type: 'templates.sweep' })
  await jobs.chore({ type: 'webhooks.sweep' })
}

/** Once in so many minutes. */
const isMinuteOf = (every: number, at: number) => Math.floor(at / MINUTE_MS) % every === 0
