import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { DeletionOrder } from '../../boundary/objects/deletion'
import type { PacerStub } from '../broadcasts/durable'
import type { Ledger } from './steps'

/** What erasing an account may touch. */
export type WorkflowDeps = Deps & { pacer(accountId: string, numberId: string): PacerStub }

/** Every change outside goes through it by name: tests stop a run before and after each. */
export type Effect = <T>(name: string, change: () => Promise<T>) => Promise<T>

/** `more`: time is up, go on at once. Waiting names its cause, a code of ours. */
export type StepEnd = 'done' | 'more' | { waitMs: number; cause: string }

/** One run of the workflow, between two alarms. */
export type Run = {
  deps: WorkflowDeps
  order: DeletionOrder
  db: AccountDb
  ledger: Ledger
  effect: Effect
  /** Counts something once, before the first of it is erased. */
  counted(name: string, count: () => Promise<number>): Promise<void>
  isTimeUp(): boolean
}
