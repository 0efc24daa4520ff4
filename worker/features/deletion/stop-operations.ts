import { AppError } from '../../lib/errors'
import { MINUTE_MS, SECOND_MS } from '../../lib/time'
import { cancelBroadcast } from '../broadcasts/control-operations'
import { finishCancelling } from '../broadcasts/sweep-operations'
import { countUnderWay, listActiveBroadcasts } from './erase-queries'
import type { Run, StepEnd } from './run'
import { SETTLE_MS } from './steps'

/** A consumer of a queue lives 15 minutes at most: what was claimed longer ago is not under way. */
const UNDER_WAY_MS = 20 * MINUTE_MS
const LOOK_AGAIN_MS = 10 * SECOND_MS

/** Step 3: broadcasts end, and whoever is at work on something has ended too. */
export async function stopEverything(run: Run): Promise<StepEnd> {
  const { deps, db, effect, ledger } = run
  let isQuiet = true
  for (const id of await listActiveBroadcasts(db)) {
    await effect('broadcast.cancel', () => cancelUnlessEnded(run, id))
    const end = await effect('broadcast.finish', () => finishCancelling(deps, db, id))
    if (end === 'wait') isQuiet = false
  }
  const now = deps.clock.now()
  if (!isQuiet || (await countUnderWay(db, now, now - UNDER_WAY_MS)) > 0) {
    return { waitMs: LOOK_AGAIN_MS, cause: 'still_sending' }
  }
  const frozenAt = ledger.get('steps')?.find(({ step }) => step === 'frozen')?.at ?? 0
  const settled = frozenAt + SETTLE_MS - now
  return settled > 0 ? { waitMs: settled, cause: 'settling' } : 'done'
}

/** One that ended meanwhile, or of which only the sweep's note is left, has nothing to cancel. */
async function cancelUnlessEnded({ deps, db }: Run, id: string): Promise<void> {
  try {
    await cancelBroadcast(deps, db, 'system', id)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
