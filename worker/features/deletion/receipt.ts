import type { GiveBack } from '../../contract/access'
import type { DeletionWay, StepTime } from '../../contract/deletion'
import type { LedgerEntries } from './steps'

/** What a receipt says: times and counts, nothing about anybody. */
export type Receipt = {
  code: string
  via: DeletionWay
  requestedAt: string
  finishedAt: string
  steps: { step: string; at: string }[]
  /** Rows and files that there were, by table or folder; the check afterwards found none of them. */
  erased: Record<string, number>
  left: 0
  /** One entry per connection: what Meta answered. */
  access: GiveBack[]
  /** Connections whose end Meta has not confirmed yet; asked on until `accessUntil`. */
  accessOpen: number
  accessUntil: string | null
  /** Until then restore points of the database provider may hold rows; what was sealed opens no more. */
  backupsUntil: string
  keyDestroyed: true
}

type Facts = {
  code: string
  via: DeletionWay
  requestedAt: number
  finishedAt: number
  backupsUntil: number
  accessUntil: number | null
  steps: StepTime[]
}

export function toReceipt(
  facts: Facts,
  entries: Pick<Partial<LedgerEntries>, 'counts' | 'access' | 'takenAlong'>,
): Receipt {
  const { code, via, steps, requestedAt, finishedAt, backupsUntil, accessUntil } = facts
  const { counts = {}, access = {}, takenAlong = [] } = entries
  return {
    code,
    via,
    requestedAt: iso(requestedAt),
    finishedAt: iso(finishedAt),
    steps: steps.map(({ step, at }) => ({ step, at: iso(at) })),
    erased: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    left: 0,
    // Without the ids of connections: only what was answered.
    access: Object.values(access),
    accessOpen: takenAlong.length,
    accessUntil: accessUntil === null ? null : iso(accessUntil),
    backupsUntil: iso(backupsUntil),
    keyDestroyed: true,
  }
}

const iso = (at: number) => new Date(at).toISOString()
