import type { DeletionOrder } from '../../boundary/objects/deletion'
import type { GiveBack } from '../../contract/access'
import { DELETION_STEPS, type DeletionStep, type StepTime } from '../../contract/deletion'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'
import type { AccessTakenAlong } from '../meta/disconnect-operations'

/** An owner can take a request made in the app back for so long. */
export const TAKE_BACK_MS = DAY_MS
/** The operator is alarmed when a request is older. */
export const ALARM_MS = 3 * DAY_MS
/** Meta may be away for so long; then the rest goes on without its answer. */
export const ACCESS_PATIENCE_MS = 2 * DAY_MS
/** And for so long a token is taken along to ask again. */
export const ACCESS_MOST_MS = 30 * DAY_MS
/** Restore points of the database provider live so long. */
export const BACKUPS_MS = 30 * DAY_MS
/** Longer than any restore point or queue message. */
export const TOMBSTONE_MS = 45 * DAY_MS
/** A request or job that began before the freeze has ended by now. */
export const SETTLE_MS = MINUTE_MS

/** What the workflow has written down of its own account, in its own storage. */
export type LedgerEntries = {
  order: DeletionOrder
  /** Steps that are done, with their times. */
  steps: StepTime[]
  trying: Trying
  /** Connection → what Meta answered last. */
  access: Record<string, GiveBack>
  /** Tokens that Meta has still to be asked to end. */
  takenAlong: AccessTakenAlong[]
  /** Numbers that have a pacer. */
  numbers: string[]
  /** People who worked in the account; erased are those who work nowhere else by then. */
  users: string[]
  /** What there was, by table or folder: counted once, before anything of it is erased. */
  counts: Record<string, number>
}
export type Trying = { step: DeletionStep; since: number; attempts: number }

export type Ledger = {
  get<K extends keyof LedgerEntries>(name: K): LedgerEntries[K] | undefined
  put<K extends keyof LedgerEntries>(name: K, value: LedgerEntries[K]): void
}

/** The first step that is not done; null at the end. */
export function nextStep(done: readonly StepTime[]): DeletionStep | null {
  const names = new Set(done.map(({ step }) => step))
  return DELETION_STEPS.find((step) => !names.has(step)) ?? null
}

/** What has to be done again when the check at the end finds something left. */
const ERASING: readonly DeletionStep[] = ['files', 'objects', 'rows', 'directory', 'key']
export const withoutErasing = (done: readonly StepTime[]): StepTime[] =>
  done.filter(({ step }) => !ERASING.includes(step))

const RETRY_MS = [
  10 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
]
/** How long the next try waits: longer each time, at most half an hour. */
export const retryAfterMs = (attempts: number): number =>
  RETRY_MS[Math.max(0, attempts - 1)] ?? 30 * MINUTE_MS

/** While the account is gone and only Meta's answer is missing. */
export const ASK_META_MS = HOUR_MS
