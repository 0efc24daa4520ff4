import type { Deps } from '../../boundary/deps'
import { log } from '../../lib/log'
import { lateDeletionsMail } from './mails'
import { listUnalarmed, markAlarmed } from './request-queries'
import { ALARM_MS } from './steps'

/** More than these at once are told by the next sweep. */
const MOST_TOLD = 50

/**
 * Writes to the operator, once for each, about requests that stay open too long. Written first and noted
 * then: a crash between the two costs a second mail, never the only one.
 */
export async function alarmOperator({
  db,
  mailer,
  config,
  clock,
}: Pick<Deps, 'db' | 'mailer' | 'config' | 'clock'>): Promise<void> {
  const now = clock.now()
  const late = await listUnalarmed(db.directory, now - ALARM_MS, MOST_TOLD)
  if (late.length === 0) return
  await mailer.send(lateDeletionsMail(config.SUPPORT_EMAIL, late))
  await markAlarmed(
    db.directory,
    late.map(({ code }) => code),
    now,
  )
  log('deletion.alarmed', { requests: late.length })
}
