import type { Callback } from './deliveries'
import type { DialBoard } from './dials'
import { applyEvents, markReported, type OutboxRow, toWebhook } from './dispatch'
import { count, first } from './rows'

/** Meta has many hands; six open requests are enough to show what concurrency does to order. */
const OPEN_POSTS = 6
const LOADED_AT_ONCE = 1000
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 60_000
/** A paused number's items keep their due time, moved beyond every clock. */
const PAUSED_MS = 1e13
/** Items due within this time leave together, as news does at Meta. */
const TICK_MS = 25
/** The alarm is for what no timer of a living object will do: to go on after a kill. */
const ALARM_GRACE_MS = 1000

export type NewItem = {
  kind: 'sent' | 'delivered' | 'read' | 'failed' | 'inbound' | 'change'
  wabaId: string
  phoneNumberId: string
  happenedAt: number
  messageSeq?: number
  body?: unknown
}

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

  schedule(items: readonly NewItem[]): void {
    for (const item of items) {
      const { webhook } = this.parts.board.of(item.phoneNumberId)
      const dueAt = item.happenedAt + webhook.extraDelayMs
      this.insert(item, webhook.paused ? dueAt + PAUSED_MS : dueAt, false)
      if (!webhook.paused) this.wakeAt(dueAt)
    }
  }

  /** Called when an object begins and by its alarm: whatever is due goes out. */
  wake(): void {
    this.alarmAt = Number.POSITIVE_INFINITY
    this.pump()
  }

  pause(phoneNumberId: string | null, paused: boolean): void {
    const [shift, guard] = paused ? [PAUSED_MS, '<'] : [-PAUSED_MS, '>=']
    this.sql.exec(
      `UPDATE outbox SET due_at = due_at + ? WHERE due_at ${guard} ? AND ? IN ('', phone_number_id)`,
      shift,
      PAUSED_MS,
      phoneNumberId ?? '',
    )
    if (paused) this.putBack(phoneNumberId)
    else this.wakeAt(0)
  }

  /** Sends everything now, due or paused or not, once; answers how much could not be delivered. */
  async flush(): Promise<{ pending: number }> {
    if (!this.parts.callback.isThere) return { pending: this.pending() }
    const startedAt = Date.now()
    this.sql.exec(
      `UPDATE outbox SET due_at = ?, happened_at = min(happened_at, ?) WHERE due_at > ?`,
      startedAt,
      startedAt,
      startedAt,
    )
    this.pump()
    while (this.taken.size > 0 || this.hasDue(startedAt)) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      this.pump()
    }
    return { pending: this.pending() }
  }

  pending(phoneNumberId?: string): number {
    return (
      first<{ n: number }>(
        this.sql.exec(
          "SELECT COUNT(*) AS n FROM outbox WHERE ? IN ('', phone_number_id)",
          phoneNumberId ?? '',
        ),
      )?.n ?? 0
    )
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
    const rows = this.sql
      .exec<OutboxRow>(
        `SELECT o.*, m.wamid, m.wa_id, m.bsuid, m.person_name, m.by_bsuid, m.callback_data,
           m.pricing, m.code, m.outcome
         FROM outbox AS o LEFT JOIN messages AS m ON m.seq = o.message_seq
         WHERE o.due_at <= ? ORDER BY o.due_at LIMIT ?`,
        Date.now(),
        this.taken.size + LOADED_AT_ONCE,
      )
      .toArray()
    const fresh = rows.filter(({ id }) => !this.taken.has(id))
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
    if (duplicateEvery > 0 && n % duplicateEvery === 0) this.insertCopy(row)
    return false
  }

  private async deliver(rows: OutboxRow[]): Promise<void> {
    const webhook = toWebhook(this.sql, rows)
    if (!webhook) {
      // The app never subscribed to this WABA, so Meta has nobody to tell.
      this.finish(rows, 'unsubscribed')
      return
    }
    if (!(await this.parts.callback.send(webhook, rows.length))) {
      this.retryLater(rows)
      return
    }
    markReported(this.sql, rows)
    this.finish(rows, 'delivered')
  }

  private finish(rows: OutboxRow[], result: 'delivered' | 'lost' | 'unsubscribed'): void {
    const ids = rows.map(({ id }) => id)
    this.sql.exec(
      'DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    )
    for (const id of ids) this.taken.delete(id)
    const byKind = Map.groupBy(rows, ({ phone_number_id, kind }) => `${phone_number_id} ${kind}`)
    for (const [key, { length }] of byKind) {
      const [scope = '', kind = ''] = key.split(' ')
      count(this.sql, scope, `${result}.${kind}`, length)
    }
  }

  private retryLater(rows: OutboxRow[]): void {
    for (const { id, attempts, phone_number_id } of rows) {
      const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts)
      const { paused } = this.parts.board.of(phone_number_id).webhook
      this.sql.exec(
        'UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE id = ?',
        Date.now() + wait + (paused ? PAUSED_MS : 0),
        id,
      )
      this.taken.delete(id)
    }
  }

  /** What was loaded but not sent yet belongs to the pause as well. */
  private putBack(phoneNumberId: string | null): void {
    const isPaused = (row: OutboxRow) =>
      phoneNumberId === null || row.phone_number_id === phoneNumberId
    for (const row of this.ready) if (isPaused(row)) this.taken.delete(row.id)
    this.ready = this.ready.filter((row) => !isPaused(row))
  }

  private insert(item: NewItem, dueAt: number, isCopy: boolean): void {
    this.sql.exec(
      `INSERT INTO outbox (due_at, happened_at, waba_id, phone_number_id, kind, message_seq, body,
         is_copy) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      dueAt,
      item.happenedAt,
      item.wabaId,
      item.phoneNumberId,
      item.kind,
      item.messageSeq ?? null,
      item.body === undefined ? null : JSON.stringify(item.body),
      Number(isCopy),
    )
  }

  private insertCopy(row: OutboxRow): void {
    this.sql.exec(
      `INSERT INTO outbox (due_at, happened_at, waba_id, phone_number_id, kind, message_seq, body,
         is_copy) SELECT ?, happened_at, waba_id, phone_number_id, kind, message_seq, body, 1
       FROM outbox WHERE id = ?`,
      Date.now() + FIRST_RETRY_MS,
      row.id,
    )
  }

  private wakeForNext(): void {
    const next = first<{ due_at: number; id: number }>(
      this.sql.exec(
        'SELECT id, due_at FROM outbox ORDER BY due_at LIMIT 1 OFFSET ?',
        this.taken.size,
      ),
    )
    if (next && next.due_at < PAUSED_MS) this.wakeAt(next.due_at)
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

  private hasDue(upTo: number): boolean {
    const row = first(this.sql.exec('SELECT id FROM outbox WHERE due_at <= ? LIMIT 1', upTo))
    return row !== undefined
  }
}
