import type { Callback } from './deliveries'
import type { DialBoard } from './dials'
import type { Limits } from './limits'
import type { Outbox } from './outbox'
import type { Proofs } from './proofs'
import { first } from './rows'
import type { Turns } from './turns'

/** The app as Meta has it registered: the product knows the same three values. */
export type RegisteredApp = { id: string; secret: string; verifyToken: string }

/** What every part of the simulator works with; one per Durable Object. */
export type Meta = {
  sql: SqlStorage
  app: RegisteredApp
  /** For whom tokens of the operator's desk are made. */
  accessAudience: string
  callback: Callback
  proofs: Proofs
  board: DialBoard
  limits: Limits
  turns: Turns
  outbox: Outbox
}

export const DEFAULT_SEED = 'proconnect'

export function seedOf(sql: SqlStorage): string {
  const row = first<{ value: string }>(sql.exec("SELECT value FROM settings WHERE name = 'seed'"))
  return row?.value ?? DEFAULT_SEED
}

export function keepSeed(sql: SqlStorage, seed: string): void {
  sql.exec(
    "INSERT INTO settings VALUES ('seed', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    seed,
  )
}
