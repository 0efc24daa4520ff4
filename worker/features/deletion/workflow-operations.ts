import type { DeletionStep } from '../../contract/deletion'
import { AppError } from '../../lib/errors'
import { log, logFailure } from '../../lib/log'
import { SECOND_MS } from '../../lib/time'
import { endAccess, endTakenAlong } from './access-operations'
import {
  destroyKeys,
  eraseDirectory,
  eraseFiles,
  eraseObjects,
  eraseRows,
  findLeft,
} from './erase-operations'
import { type Receipt, toReceipt } from './receipt'
import {
  claimWork,
  type DeletionRequest,
  findRequest,
  finishRequest,
  replaceReceipt,
  saveSteps,
} from './request-queries'
import type { Effect, Run, StepEnd, WorkflowDeps } from './run'
import {
  ACCESS_MOST_MS,
  ASK_META_MS,
  BACKUPS_MS,
  type Ledger,
  nextStep,
  retryAfterMs,
  withoutErasing,
} from './steps'
import { stopEverything } from './stop-operations'
import { layTombstone } from './tombstone-operations'

/** One run works so long, then lets its object answer others. */
const RUN_MS = 20 * SECOND_MS

/** When to go on; null when nothing is left to do. */
type Next = { again: number | null }

const STEP_WORK: Record<DeletionStep, (run: Run) => Promise<StepEnd>> = {
  // Both were done when the request was made.
  requested: async () => 'done',
  frozen: async () => 'done',
  stopped: stopEverything,
  access: endAccess,
  files: eraseFiles,
  objects: eraseObjects,
  rows: eraseRows,
  directory: eraseDirectory,
  key: destroyKeys,
  verified: verify,
  tombstone: async ({ deps, db, effect }) => {
    await effect('tombstone', () => layTombstone(deps, db.accountId))
    return 'done'
  },
  receipt: writeReceipt,
}

/**
 * Goes on with an account's deletion where the ledger says it stands. Every step may be repeated, so a
 * run that was killed is simply run again.
 */
export async function advance(
  deps: WorkflowDeps,
  ledger: Ledger,
  effect: Effect = (_name, change) => change(),
): Promise<Next> {
  const order = ledger.get('order')
  if (!order) return { again: null }
  if (ledger.get('steps')?.some(({ step }) => step === 'receipt')) return askMeta(deps, ledger)
  try {
    const held = await claim(deps, ledger)
    if (held) return held
    const run = await openRun(deps, ledger, effect)
    return await runSteps(run)
  } catch (error) {
    // The databases could not even be asked: nothing was done.
    logFailure('deletion.run_failed', error)
    return { again: deps.clock.now() + retryAfterMs(3) }
  }
}

/** Whether there is something to do, and whether it is time. */
async function claim(deps: WorkflowDeps, ledger: Ledger): Promise<Next | null> {
  const { code = '' } = ledger.get('order') ?? {}
  const { directory } = deps.db
  const claimed = await claimWork(directory, code, deps.clock.now())
  const request = claimed ?? (await findRequest(directory, code))
  if (claimed && !ledger.get('steps')) ledger.put('steps', claimed.steps)
  if (claimed) return null
  if (request?.state === 'waiting') return { again: request.startsAt }
  if (request?.state === 'done') {
    // Killed between writing the receipt and noting it.
    ledger.put('steps', request.steps)
    return askMeta(deps, ledger)
  }
  return { again: null }
}

async function openRun(deps: WorkflowDeps, ledger: Ledger, effect: Effect): Promise<Run> {
  const order = ledger.get('order')
  if (!order) throw new Error('a deletion without an order')
  const until = deps.clock.now() + RUN_MS
  return {
    deps,
    order,
    ledger,
    effect,
    db: await deps.db.account(order.accountId, order.shard),
    isTimeUp: () => deps.clock.now() > until,
    counted: async (name, count) => {
      const counts = ledger.get('counts') ?? {}
      if (counts[name] === undefined) ledger.put('counts', { ...counts, [name]: await count() })
    },
  }
}

async function runSteps(run: Run): Promise<Next> {
  const { deps, ledger } = run
  for (;;) {
    const step = nextStep(ledger.get('steps') ?? [])
    if (step === null) return askMeta(deps, ledger)
    const end = await tryStep(run, step)
    if (end === 'more') return { again: deps.clock.now() }
    if (end !== 'done') return { again: deps.clock.now() + end.waitMs }
    if (run.isTimeUp()) return { again: deps.clock.now() }
  }
}

/** A failure is a reason to wait, and for the operator to look; never the end. */
async function tryStep(run: Run, step: DeletionStep): Promise<StepEnd> {
  const trying = noteTry(run, step)
  try {
    const end = await STEP_WORK[step](run)
    if (end === 'done') await noteDone(run, step)
    else if (end !== 'more') await noteWait(run, end)
    return end
  } catch (error) {
    logFailure(`deletion.step_failed.${step}`, error)
    const end = { waitMs: retryAfterMs(trying.attempts), cause: causeOf(error) }
    await noteWait(run, end)
    return end
  }
}

const causeOf = (error: unknown): string =>
  error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown'

function noteTry({ deps, ledger }: Run, step: DeletionStep) {
  const before = ledger.get('trying')
  const isSame = before?.step === step
  const since = isSame ? before.since : deps.clock.now()
  const trying = { step, since, attempts: (isSame ? before.attempts : 0) + 1 }
  ledger.put('trying', trying)
  return trying
}

/** The public page shows it from now on. */
async function noteDone({ deps, ledger, effect, order }: Run, step: DeletionStep): Promise<void> {
  // The last step has told the page itself; and it may have begun some steps anew.
  const steps = [...(ledger.get('steps') ?? []), { step, at: deps.clock.now() }]
  if (step !== 'receipt') {
    await effect('steps.save', () => saveSteps(deps.db.directory, order.code, steps, null))
  }
  ledger.put('steps', steps)
  log('deletion.step', {}, { code: step })
}

async function noteWait(
  { deps, ledger, effect, order }: Run,
  { waitMs, cause }: { waitMs: number; cause: string },
): Promise<void> {
  const trying = ledger.get('trying')
  if (!trying) return
  const trouble = { ...trying, cause, nextAt: deps.clock.now() + waitMs }
  try {
    await effect('trouble.save', () =>
      saveSteps(deps.db.directory, order.code, ledger.get('steps') ?? [], trouble),
    )
  } catch (error) {
    logFailure('deletion.trouble_not_noted', error)
  }
}

/** Step 9: what is left, through a late write, is erased again. */
async function verify(run: Run): Promise<StepEnd> {
  const left = await findLeft(run)
  if (left.length === 0) return 'done'
  log('deletion.left', { places: left.length })
  run.ledger.put('steps', withoutErasing(run.ledger.get('steps') ?? []))
  return { waitMs: retryAfterMs(run.ledger.get('trying')?.attempts ?? 1), cause: 'rows_left' }
}

/** Step 11: signs the receipt, and forgets whose it is. */
async function writeReceipt({ deps, ledger, effect, order }: Run): Promise<StepEnd> {
  const request = await findRequest(deps.db.directory, order.code)
  if (!request || request.state === 'done') return 'done'
  const finishedAt = deps.clock.now()
  const backupsUntil = finishedAt + BACKUPS_MS
  const isOpen = (ledger.get('takenAlong') ?? []).length > 0
  const accessUntil = isOpen ? finishedAt + ACCESS_MOST_MS : null
  const steps = [...(ledger.get('steps') ?? []), { step: 'receipt' as const, at: finishedAt }]
  const end = { finishedAt, backupsUntil, accessUntil, steps }
  const receipt = await deps.receipts.sign(receiptOf({ ...request, ...end }, ledger))
  await effect('receipt.save', () =>
    finishRequest(deps.db.directory, order.code, order.accountId, { ...end, receipt }),
  )
  return 'done'
}

type Finished = Pick<DeletionRequest, 'code' | 'via' | 'requestedAt' | 'steps' | 'accessUntil'> & {
  finishedAt: number
  backupsUntil: number
}

const receiptOf = (finished: Finished, ledger: Ledger): Receipt => {
  const [counts, access, takenAlong] = [
    ledger.get('counts'),
    ledger.get('access'),
    ledger.get('takenAlong'),
  ]
  return toReceipt(finished, {
    ...(counts && { counts }),
    ...(access && { access }),
    ...(takenAlong && { takenAlong }),
  })
}

/** The account is gone. Where Meta's answer is missing, it is asked on, and the receipt says the end. */
async function askMeta(deps: WorkflowDeps, ledger: Ledger): Promise<Next> {
  const { code = '' } = ledger.get('order') ?? {}
  if ((ledger.get('takenAlong') ?? []).length === 0) return { again: null }
  const request = await findRequest(deps.db.directory, code)
  if (!request?.finishedAt || !request.backupsUntil || !request.accessUntil) return { again: null }
  const now = deps.clock.now()
  const end = await endTakenAlong(deps, ledger, code)
  const isOver = end === 'ended' || now >= request.accessUntil
  if (!isOver) return { again: now + ASK_META_MS }
  const { finishedAt, backupsUntil } = request
  const finished = { ...request, finishedAt, backupsUntil, accessUntil: null }
  const receipt = await deps.receipts.sign(receiptOf(finished, ledger))
  await replaceReceipt(deps.db.directory, code, receipt, null)
  return { again: null }
}
