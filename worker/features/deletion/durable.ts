import { DurableObject } from 'cloudflare:workers'
import type { DeletionOrder } from '../../boundary/objects/deletion'
import { MINUTE_MS } from '../../lib/time'
import type { Ledger, LedgerEntries } from './steps'

/** Works until it has to wait or its time is up; answers when to go on, or null at the end. */
export type Advance<E> = (env: E, ledger: Ledger) => Promise<{ again: number | null }>

/** A run that was killed is begun again after this. */
const STRANDED_MS = 2 * MINUTE_MS

/**
 * One instance per account, named `<account id>:deletion`: what has been done of its deletion, written
 * down in its own SQLite, and the alarm that goes on with it. Everything is erased at the end.
 */
export function deletionWorkflow<E>(advance: Advance<E>) {
  return class DeletionWorkflow extends DurableObject<E> {
    async begin(order: DeletionOrder): Promise<void> {
      const ledger = this.#ledger()
      if (!ledger.get('order')) ledger.put('order', order)
      const isWaiting = (await this.ctx.storage.getAlarm()) !== null
      if (!isWaiting) await this.ctx.storage.setAlarm(Math.max(Date.now(), order.startsAt))
    }

    async hurry(): Promise<void> {
      if (this.#ledger().get('order')) await this.ctx.storage.setAlarm(Date.now())
    }

    async forget(): Promise<void> {
      await this.ctx.storage.deleteAlarm()
      await this.ctx.storage.deleteAll()
    }

    override async alarm(): Promise<void> {
      // First: if this run is killed, the next one is already arranged.
      await this.ctx.storage.setAlarm(Date.now() + STRANDED_MS)
      const { again } = await advance(this.env, this.#ledger())
      if (again === null) await this.forget()
      else await this.ctx.storage.setAlarm(Math.max(Date.now(), again))
    }

    #ledger(): Ledger {
      const { sql } = this.ctx.storage
      sql.exec('CREATE TABLE IF NOT EXISTS ledger (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
      return {
        get: <K extends keyof LedgerEntries>(name: K) => {
          const [row] = sql.exec<{ value: string }>('SELECT value FROM ledger WHERE name = ?', name)
          // Written by `put` under the same name.
          return row && (JSON.parse(row.value) as LedgerEntries[K])
        },
        put: (name, value) => {
          sql.exec('INSERT OR REPLACE INTO ledger VALUES (?, ?)', name, JSON.stringify(value))
        },
      }
    }
  }
}
