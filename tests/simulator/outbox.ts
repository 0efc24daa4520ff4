import type { Callback } from './deliveries'
import type { DialBoard } from './dials'
import { applyEvents, markReported, type OutboxRow, toWebhook } from './dispatch'
import * as rows from './outbox-rows'

/** Meta has many hands; six open requests are enough to show what concurrency does to order. */
const OPEN_POSTS = 6
const LOADED_AT_ONCE = 1000
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 60_000
/** Items due within this time leave together, as news does at Meta. */
const TICK_MS = 25
/** The alarm is for what no timer of a living object will do: to go on after a kill. */
const ALARM_GRACE_MS = 1000

type Parts = {
  storage: DurableObjectStorage
  board: DialBoard
  callback: Callback
}

/** What is still to be told to the product: rows with a due time, sent as signed webhooks. */
export class Outbox {
  private readonly sql: SqlStorage
  /** Rows in memory, waiting for one of the open posts or in one. */
  private readonly taken = new Set<number>()
  private ready: OutboxRow[] = []
  private openPosts = 0
  private timer: ReturnType<typeof setTimeout> | null = null
  private timerAt = Number.POSITIVE_INFINITY
  private alarmAt = Number.POSITIVE_INFINITY
  private itemsSeen = new Map<string, number>()

  constructor(private readonly parts: Parts) {
    this.sql = parts.storage.sql
  }

  schedule(items: readonly rows.NewItem[]): void {
    for (const item of items) {
      const { webhook } = this.parts.board.of(item.phoneNumberId)
      const dueAt = item.happenedAt + webhook.extraDelayMs
      rows.insert(this.sql, item, webhook.paused ? dueAt + rows.PAUSED_MS : dueAt)
      if (!webhook.paused) this.wakeAt(dueAt)
    }
  }

  /** Called when an object begins and by its alarm: whatever is due goes out. */
  wake(): void {
    this.alarmAt = Number.POSITIVE_INFINITY
    this.pump()
  }

  /** Brings what waits into line with the dials, after a pause was made or ended. */
  applyPauses(): void {
    for (const phoneNumberId of rows.waitingNumbers(this.sql)) {
      const { paused } = this.parts.board.of(phoneNumberId).webhook
      rows.shift(this.sql, phoneNumberId, paused)
      if (paused) this.putBack(phoneNumberId)
    }
    this.wakeAt(0)
  }

  /** Sends everything now, due or paused or not, once; answers how much could not be delivered. */
  async flush(): Promise<{ pending: number }> {
    if (!this.parts.callback.isThere) return { pending: rows.pending(this.sql) }
    const startedAt = Date.now()
    rows.hurry(this.sql, startedAt)
    this.pump()
    while (this.taken.size > 0 || rows.hasDue(this.sql, startedAt)) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      this.pump()
    }
    return { pending: rows.pending(this.sql) }
  }

  forget(): void {
    this.ready = []
    this.taken.clear()
    this.itemsSeen.clear()
  }

  private pump(): void {
    if (!this.parts.callback.isThere) return
    if (this.ready.length === 0) this.load()
    this.postReady()
  }

  private postReady(): void {
    while (this.openPosts < OPEN_POSTS) {
      const batch = this.takeBatch()
      if (batch.length === 0) break
      this.openPosts++
      void this.deliver(batch).finally(() => {
        this.openPosts--
        this.postReady()
      })
    }
    if (this.ready.length === 0) this.wakeForNext()
  }

  /** Items of one number go together, as many as its dials allow. */
  private takeBatch(): OutboxRow[] {
    const head = this.ready[0]
    if (!head) return []
    const { batch } = this.parts.board.of(head.phone_number_id).webhook
    const most = batch === 'natural' ? 1 + Math.floor(Math.random() * 20) : batch
    const taken: OutboxRow[] = []
    const left: OutboxRow[] = []
    for (const row of this.ready) {
      const isOfHead = row.phone_number_id === head.phone_number_id && row.waba_id === head.waba_id
      if (isOfHead && taken.length < most) taken.push(row)
      else left.push(row)
    }
    this.ready = left
    return taken
  }

  private load(): void {
    const due = rows.due(this.sql, Date.now(), this.taken.size + LOADED_AT_ONCE)
    const fresh = due.filter(({ id }) => !this.taken.has(id))
    applyEvents(this.sql, fresh)
    for (const row of fresh) {
      this.taken.add(row.id)
      if (!this.isLost(row)) this.ready.push(row)
    }
  }

  /** Losses and duplicates are decided where an item first leaves: every n-th of its number. */
  private isLost(row: OutboxRow): boolean {
    if (row.attempts > 0 || row.is_copy) return false
    const { dropEvery, duplicateEvery } = this.parts.board.of(row.phone_number_id).webhook
    const n = (this.itemsSeen.get(row.phone_number_id) ?? 0) + 1
    this.itemsSeen.set(row.phone_number_id, n)
    if (dropEvery > 0 && n % dropEvery === 0) {
      this.finish([row], 'lost')
      return true
    }
    if (duplicateEvery > 0 && n % duplicateEvery === 0)
      rows.insertCopy(this.sql, row.id, Date.now() + FIRST_RETRY_MS)
    return false
  }

  private async deliver(batch: OutboxRow[]): Promise<void> {
    const webhook = toWebhook(this.sql, batch)
    if (!webhook) {
      // The app never subscribed to this WABA, so Meta has nobody to tell.
      this.finish(batch, 'unsubscribed')
      return
    }
    if (!(await this.parts.callback.send(webhook, batch.length))) {
      this.retryLater(batch)
      return
    }
    markReported(this.sql, batch)
    this.finish(batch, 'delivered')
  }

  private finish(batch: OutboxRow[], result: 'delivered' | 'lost' | 'unsubscribed'): void {
    rows.remove(this.sql, batch, result)
    for (const { id } of batch) this.taken.delete(id)
  }

  private retryLater(batch: OutboxRow[]): void {
    for (const { id, attempts, phone_number_id } of batch) {
      const dueAt = Date.now() + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts)
      const { paused } = this.parts.board.of(phone_number_id).webhook
      rows.postpone(this.sql, id, paused ? dueAt + rows.PAUSED_MS : dueAt)
      this.taken.delete(id)
    }
  }

  /** What was loaded but not sent yet belongs to the pause as well. */
  private putBack(phoneNumberId: string): void {
    const isPaused = (row: OutboxRow) => row.phone_number_id === phoneNumberId
    for (const row of this.ready) if (isPaused(row)) this.taken.delete(row.id)
    this.ready = this.ready.filter((row) => !isPaused(row))
  }

  private wakeForNext(): void {
    const dueAt = rows.nextDue(this.sql, this.taken.size)
    if (dueAt !== null) this.wakeAt(dueAt)
  }

  private wakeAt(dueAt: number): void {
    const now = Date.now()
    const tickAt = Math.ceil(Math.max(dueAt, now + 1) / TICK_MS) * TICK_MS
    if (tickAt < this.timerAt) {
      clearTimeout(this.timer)
      this.timerAt = tickAt
      this.timer = setTimeout(() => this.ring(), tickAt - now)
    }
    const alarmAt = tickAt + ALARM_GRACE_MS
    if (alarmAt < this.alarmAt) {
      this.alarmAt = alarmAt
      void this.parts.storage.setAlarm(alarmAt)
    }
  }

  private ring(): void {
    this.timerAt = Number.POSITIVE_INFINITY
    this.pump()
  }
}
