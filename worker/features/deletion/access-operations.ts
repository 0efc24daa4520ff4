import type { GiveBack } from '../../contract/access'
import {
  disconnect,
  giveBackTakenAlong,
  isEnded,
  takeAccessAlong,
} from '../meta/disconnect-operations'
import { listConnectionRows } from '../meta/queries'
import type { Run, StepEnd, WorkflowDeps } from './run'
import { ACCESS_PATIENCE_MS, type Ledger, retryAfterMs } from './steps'

/** Step 4: our access at Meta ends, and Meta says so itself. */
export async function endAccess(run: Run): Promise<StepEnd> {
  const { deps, db, effect, ledger } = run
  const open: string[] = []
  let isAway = false
  for (const { id } of await listConnectionRows(db)) {
    const known = ledger.get('access')?.[id]
    if (known && isEnded(known)) continue
    const proof = await effect('access.end', () =>
      disconnect(deps, db, id, { actor: 'system', cause: 'deleted' }),
    )
    // Connected once, and its token was given back before proofs were kept.
    if (!proof) continue
    const { unsubscribed, revoked, token } = proof
    noteAnswer(ledger, id, { unsubscribed, revoked, token })
    if (isEnded(proof)) continue
    open.push(id)
    isAway ||= token === 'unknown'
  }
  if (open.length === 0) return 'done'
  return waitOrTakeAlong(run, open, isAway)
}

async function waitOrTakeAlong(run: Run, open: string[], isAway: boolean): Promise<StepEnd> {
  const { deps, db, effect, ledger, order } = run
  const { since, attempts } = ledger.get('trying') ?? { since: deps.clock.now(), attempts: 0 }
  if (deps.clock.now() - since < ACCESS_PATIENCE_MS) {
    const cause = isAway ? 'meta_unreachable' : 'meta_refused'
    return { waitMs: retryAfterMs(attempts), cause }
  }
  const taken = []
  for (const id of open) {
    taken.push(await effect('access.seal', () => takeAccessAlong(deps, db, id, order.code)))
  }
  ledger.put(
    'takenAlong',
    taken.filter((one) => one !== null),
  )
  return 'done'
}

/** Asks once more for what was taken along. Answers whether anything is left. */
export async function endTakenAlong(
  deps: WorkflowDeps,
  ledger: Ledger,
  code: string,
): Promise<'ended' | 'left'> {
  const left = []
  for (const access of ledger.get('takenAlong') ?? []) {
    const answer = await giveBackTakenAlong(deps, code, access)
    noteAnswer(ledger, access.connectionId, answer)
    if (!isEnded(answer)) left.push(access)
  }
  ledger.put('takenAlong', left)
  return left.length === 0 ? 'ended' : 'left'
}

const noteAnswer = (ledger: Ledger, id: string, answer: GiveBack) =>
  ledger.put('access', { ...ledger.get('access'), [id]: answer })
