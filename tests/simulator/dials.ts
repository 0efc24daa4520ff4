import * as v from 'valibot'

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const Ms = v.pipe(v.number(), v.integer(), v.minValue(0))
/** Every n-th; 0 is never. */
const Every = v.pipe(v.number(), v.integer(), v.minValue(0))
const SharesByCode = v.record(v.pipe(v.string(), v.regex(/^\d+$/)), Share)

const SHARES = {
  /** Of accepted messages: the rest stay at `sent`, as to a phone that is switched off. */
  delivered: Share,
  /** Of delivered. */
  read: Share,
  /** Of those who read a template: write something. */
  replied: Share,
  /** Of those who read a template with quick replies: tap one. */
  tapped: Share,
  /** Of those who read a marketing template: write STOP or הסר. */
  stop: Share,
  /** Of those who read: no `delivered` comes before, because the chat was open. */
  chatOpen: Share,
  /** Of Brazilian and Mexican numbers: wa_id differs from the number that was dialled. */
  waIdDiffers: Share,
  /** Accepted, then `failed` by a status webhook. */
  failedByCode: SharesByCode,
  /** Refused in the answer. */
  refusedByCode: SharesByCode,
}

const STATUS_DELAYS = { sent: Ms, delivered: Ms, read: Ms, reply: Ms, spread: Share }

const WEBHOOK = {
  /** Items in one POST at most; 'natural' is 1 to 20. */
  batch: v.union([v.literal('natural'), v.pipe(v.number(), v.minValue(1), v.maxValue(1000))]),
  duplicateEvery: Every,
  /** The later status of a message is reported first. */
  reorder: v.boolean(),
  dropEvery: Every,
  extraDelayMs: Ms,
  paused: v.boolean(),
}

const BILLING = {
  /** Meta's price per message against the list: less than 1 as by a volume tier. */
  priceFactor: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  /** Of those who read a template: follow its link. */
  linkClicks: Share,
  /** Whether the business agreed to insights about its templates. */
  insights: v.boolean(),
}

const PLAIN = {
  latencyMs: Ms,
  /** How long an answer that never comes stays away. */
  timeoutMs: Ms,
  throttleEvery: Every,
  /** Meta's envelope with 400, the same with 429, or a bare 429. */
  throttleForm: v.picklist(['envelope', 'http429', 'bare']),
  timeoutAfterAcceptEvery: Every,
  error5xxEvery: Every,
  error5xxMode: v.picklist(['before', 'after']),
  error5xxCode: v.picklist([131000, 131016, 2, 1]),
  brokenBodyEvery: Every,
  brokenBodyForm: v.picklist(['truncated', 'empty', 'html', 'reset']),
  emptyIdEvery: Every,
  heldEvery: Every,
  heldOutcome: v.picklist(['released', 'dropped']),
  heldMs: Ms,
  /** A missing window refused in the answer, or accepted and then `failed`. */
  windowRefusal: v.picklist(['sync', 'async']),
  enforcePairRate: v.boolean(),
  enforceThroughput: v.boolean(),
  /** Meta delivers no marketing to numbers in the United States. */
  enforceUsMarketing: v.boolean(),
  managementCallsPerHour: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** How long after its creation or change a template is approved; 0: an admin decides. */
  templateReviewMs: Ms,
  /** Of an upload's bytes, those of the first try that arrive before the connection breaks; 0: all. */
  uploadBreaksAfter: Ms,
}

const DialsSchema = v.strictObject({
  ...PLAIN,
  shares: v.strictObject(SHARES),
  statusDelaysMs: v.strictObject(STATUS_DELAYS),
  webhook: v.strictObject(WEBHOOK),
  billing: v.strictObject(BILLING),
})
export type Dials = v.InferOutput<typeof DialsSchema>

/** What a PUT may carry: any part of the dials, the rest stays as it is. */
export const DialsChange = v.partial(
  v.strictObject({
    ...PLAIN,
    shares: v.partial(v.strictObject(SHARES)),
    statusDelaysMs: v.partial(v.strictObject(STATUS_DELAYS)),
    webhook: v.partial(v.strictObject(WEBHOOK)),
    billing: v.partial(v.strictObject(BILLING)),
  }),
)
export type DialsChange = v.InferOutput<typeof DialsChange>

export const DEFAULT_DIALS: Dials = {
  latencyMs: 40,
  timeoutMs: 60_000,
  throttleEvery: 0,
  throttleForm: 'envelope',
  timeoutAfterAcceptEvery: 0,
  error5xxEvery: 0,
  error5xxMode: 'before',
  error5xxCode: 131000,
  brokenBodyEvery: 0,
  brokenBodyForm: 'truncated',
  emptyIdEvery: 0,
  heldEvery: 0,
  heldOutcome: 'released',
  heldMs: 5000,
  windowRefusal: 'sync',
  enforcePairRate: true,
  enforceThroughput: true,
  enforceUsMarketing: true,
  managementCallsPerHour: 5000,
  templateReviewMs: 0,
  uploadBreaksAfter: 0,
  shares: {
    delivered: 0.97,
    read: 0.75,
    replied: 0.08,
    tapped: 0.15,
    stop: 0.01,
    chatOpen: 0,
    waIdDiffers: 0.3,
    failedByCode: { '131026': 0.02 },
    refusedByCode: {},
  },
  statusDelaysMs: { sent: 300, delivered: 1200, read: 4000, reply: 8000, spread: 0.5 },
  webhook: {
    batch: 'natural',
    duplicateEvery: 0,
    reorder: false,
    dropEvery: 0,
    extraDelayMs: 0,
    paused: false,
  },
  billing: { priceFactor: 1, linkClicks: 0.1, insights: true },
}

const GLOBAL = 'global'

/** The dials of each number: its own where set, else the global ones, else the defaults. */
export class DialBoard {
  private readonly merged = new Map<string, Dials>()

  constructor(private readonly sql: SqlStorage) {}

  of(phoneNumberId: string | null): Dials {
    const scope = phoneNumberId ?? GLOBAL
    const known = this.merged.get(scope)
    if (known) return known

    const base = mergeDials(DEFAULT_DIALS, this.saved(GLOBAL))
    const dials = scope === GLOBAL ? base : mergeDials(base, this.saved(scope))
    this.merged.set(scope, dials)
    return dials
  }

  turn(phoneNumberId: string | null, change: DialsChange): Dials {
    const scope = phoneNumberId ?? GLOBAL
    const next = mergeChanges(this.saved(scope), change)
    this.sql.exec(
      'INSERT INTO dials (scope, dials) VALUES (?, ?) ON CONFLICT DO UPDATE SET dials = excluded.dials',
      scope,
      JSON.stringify(next),
    )
    this.forget()
    return this.of(phoneNumberId)
  }

  forget(): void {
    this.merged.clear()
  }

  private saved(scope: string): DialsChange {
    const rows = this.sql.exec<{ dials: string }>('SELECT dials FROM dials WHERE scope = ?', scope)
    const row = rows.toArray()[0]
    return row ? v.parse(DialsChange, JSON.parse(row.dials)) : {}
  }
}

type Change<T> = { [K in keyof T]?: T[K] | undefined }

/** Changes come from JSON, which has no undefined, so what is in one replaces what was there. */
const overlay = <T extends object>(base: T, change: Change<T> = {}): T =>
  ({ ...base, ...change }) as T

/** Groups are merged inside; shares by code are replaced as a whole. */
function mergeDials(base: Dials, change: DialsChange): Dials {
  const { shares, statusDelaysMs, webhook, billing, ...plain } = change
  return {
    ...overlay(base, plain),
    shares: overlay(base.shares, shares),
    statusDelaysMs: overlay(base.statusDelaysMs, statusDelaysMs),
    webhook: overlay(base.webhook, webhook),
    billing: overlay(base.billing, billing),
  }
}

function mergeChanges(base: DialsChange, change: DialsChange): DialsChange {
  return {
    ...base,
    ...change,
    shares: { ...base.shares, ...change.shares },
    statusDelaysMs: { ...base.statusDelaysMs, ...change.statusDelaysMs },
    webhook: { ...base.webhook, ...change.webhook },
    billing: { ...base.billing, ...change.billing },
  }
}
