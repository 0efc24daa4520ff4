// What two contacts that become one have in other features. Each of these knows its own rows; those who
// stand above all of them put the parts together.

import type { SQL } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'

export type MergeDeps = Pick<Deps, 'clock' | 'db' | 'keys' | 'live'>

/** Of a merge: who stays, and who becomes part of them. */
export type Pair = { id: string; keptId: string; droppedId: string }

/** Rows that follow a person, some at a time. */
export type Following = {
  table: string
  /** Names a row among those of its person. */
  key: string
  most: number
}

/** What the one person is written to by from now on. */
export type Reached = { identity: string | null; country: string | null }

export type MergePart = {
  /** True while something is under way that must know who is who. */
  isBusy?(db: AccountDb, pair: Pair): SQL
  /** Whatever undoing needs and the rows themselves won't tell. */
  remember?(db: AccountDb, pair: Pair): Promise<unknown>
  /** In the transaction of the merge. */
  merge?(db: AccountDb, pair: Pair, reached: Reached): SQL[]
  /** In the transaction of its undoing. */
  part?(db: AccountDb, pair: Pair, remembered: unknown): SQL[]
  following: readonly Following[]
  /** Once the rows have followed. Repeatable. */
  merged?(deps: MergeDeps, db: AccountDb, pair: Pair): Promise<void>
  /** Before the rows go back. Repeatable. */
  parting?(db: AccountDb, pair: Pair): Promise<void>
  /** Once the rows are back. Repeatable. */
  parted?(deps: MergeDeps, db: AccountDb, pair: Pair): Promise<void>
  /** When it can't be undone any more. */
  close?(db: AccountDb, pair: Pair): SQL[]
}
