import { openDeps } from '../boundary/deps'
import type { ChoreJob } from '../boundary/queues/jobs'
import { MINUTE_MS } from '../lib/time'
import type { AppEnv } from './bindings'

/** Cron only puts jobs on the queue; running twice or late, they find what there is to do. */
export async function scheduled(controller: ScheduledController, env: AppEnv): Promise<void> {
  const { jobs } = openDeps(env)
  for (const job of choresAt(controller.scheduledTime)) await jobs.chore(job)
}

/** Every how many minutes each chore is due, counted from midnight in UTC. */
const EVERY_MINUTES: [number, ChoreJob][] = [
  [1, { type: 'broadcasts.sweep' }],
  [1, { type: 'contacts.sweep' }],
  [1, { type: 'inbox.sweep' }],
  [10, { type: 'keys.sweep' }],
  [10, { type: 'deletions.sweep' }],
  [10, { type: 'usage.sweep' }],
  [60, { type: 'accounts.purge' }],
  [60, { type: 'connections.sweep' }],
  [60, { type: 'connections.health' }],
  [60, { type: 'templates.sweep' }],
  [60, { type: 'webhooks.sweep' }],
  [24 * 60, { type: 'retention.sweep' }],
]

export const choresAt = (at: number): ChoreJob[] =>
  EVERY_MINUTES.flatMap(([minutes, job]) => (Math.floor(at / MINUTE_MS) % minutes === 0 ? job : []))
