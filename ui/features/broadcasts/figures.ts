import type { ProgressView } from '../../../worker/contract/broadcasts'
import type { Band } from '../../components/shades'

/** What the page shows of a broadcast. Both the bar and the figures come from here, so they agree. */
export type Figures = {
  /** Everybody who was chosen and not left out: one message each. */
  messages: number
  queued: number
  /** Meta has them, or may have them; no status has come yet. */
  onItsWay: number
  /** Of these, Meta's answer never came. */
  unknown: number
  /** From here on cumulative: whoever read it was also sent it. */
  sent: number
  delivered: number
  read: number
  replied: number
  failed: number
  leftOut: number
  /** Not sent because the broadcast was stopped before their turn. */
  stopped: number
  handled: number
  /** Handled of all messages, 0 to 1. */
  share: number
}

const NOT_LEFT_OUT = 'cancelled'

/** messages = queued + onItsWay + sent + failed + stopped, and total = messages + leftOut. */
export function figuresOf({ total, counts, skipped, replied }: ProgressView): Figures {
  const of = (state: string) => counts[state] ?? 0
  const stopped = skipped[NOT_LEFT_OUT] ?? 0
  const leftOut = of('skipped') - stopped
  const messages = Math.max(0, total - leftOut)
  const read = of('read') + of('played')
  const delivered = of('delivered') + read
  const sent = of('sent') + delivered
  const failed = of('failed')
  const onItsWay = of('accepted') + of('unknown')
  const handled = onItsWay + sent + failed
  return {
    messages,
    // While people are written down, the total is ahead of the counts by state.
    queued: Math.max(0, messages - handled - stopped),
    onItsWay,
    unknown: of('unknown'),
    sent,
    delivered,
    read,
    replied,
    failed,
    leftOut,
    stopped,
    handled,
    share: messages === 0 ? 0 : handled / messages,
  }
}

/** Whole percents, rounded down: the last message is not sent before it is sent. */
export const wholePercents = ({ handled, messages }: Figures) =>
  messages === 0 ? 0 : Math.floor((handled * 100) / messages) / 100

/** Exclusive: each message is in one band. Some answer before Meta reports that they read it. */
export function bandsOf(figures: Figures): Band[] {
  const { sent, delivered, read, replied, onItsWay, failed } = figures
  const beyond = (cumulative: number, deeper: number) => Math.max(0, cumulative - deeper)
  const answered = Math.min(replied, sent)
  const readOnly = beyond(read, answered)
  const deliveredOnly = beyond(delivered, Math.max(read, answered))
  const sentOnly = beyond(sent, Math.max(delivered, answered))
  return [
    { key: 'replied', value: answered, shade: 's5' },
    { key: 'read', value: readOnly, shade: 's4' },
    { key: 'delivered', value: deliveredOnly, shade: 's3' },
    { key: 'sent', value: sentOnly, shade: 's2' },
    { key: 'away', value: onItsWay, shade: 'away' },
    { key: 'failed', value: failed, shade: 'sx' },
  ]
}

const FINAL = new Set<ProgressView['state']>(['done', 'cancelled'])
export const isFinal = ({ state }: Pick<ProgressView, 'state'>) => FINAL.has(state)

/** Figures that only ever rise. */
const rising = (view: ProgressView) => {
  const { sent, delivered, read, replied } = figuresOf(view)
  return [view.total, sent, delivered, read, replied]
}

/**
 * Frames and answers overtake each other: the one with the later time counts. Should a later one
 * show less than was shown before, its figures wait until they have caught up; its state is taken.
 */
export function newestProgress(before: ProgressView | undefined, next: ProgressView): ProgressView {
  if (!before) return next
  if (next.at < before.at) return before
  const shown = rising(before)
  const isLess = rising(next).some((figure, index) => figure < (shown[index] ?? 0))
  if (!isLess || isFinal(next)) return next
  const { total, counts, skipped, replied, failures, costSoFarMicros, costByCountry } = before
  return { ...next, total, counts, skipped, replied, failures, costSoFarMicros, costByCountry }
}

const MINUTE_MS = 60_000
/** Before this there is too little to go by. */
const FIRST_LOOK_MS = 3_000

/** Messages a minute: of the last whole minute; in the first one, as it goes so far. */
export function ratePerMinute({ state, perMinute, startedAt, at }: ProgressView): number | null {
  if (state !== 'running' || perMinute.length === 0) return null
  if (perMinute.length > 1) return perMinute.at(-2) ?? null
  const sinceStartMs = at - (startedAt ?? at)
  if (sinceStartMs < FIRST_LOOK_MS) return null
  const handled = perMinute[0] ?? 0
  return Math.round((handled * MINUTE_MS) / Math.min(sinceStartMs, MINUTE_MS))
}

/** What an estimate may say, in seconds: it moves from one to the next and never leaps. */
const STEPS = [10, 20, 30, 40, 50, ...Array.from({ length: 49 }, (_, i) => 60 * (i + 1))]
const HOUR = 3600
const LAST_STEP = STEPS.length - 1

const stepOf = (seconds: number) => {
  const found = STEPS.findIndex((step) => seconds <= step)
  return found === -1 ? LAST_STEP + Math.ceil(seconds / HOUR) : found
}
const secondsOf = (step: number) => STEPS[step] ?? (step - LAST_STEP) * HOUR

export type Eta = { seconds: number | null; changedAt: number }

/** What was said a moment ago still holds; more than this over it, and it does not. */
const HOLDS_MS = 4_000
const WORSE_BY = 1.2

/** The next thing to say about the time left: at most one step from the last, and not at each frame. */
export function steadyEta(shown: Eta, { etaSeconds, at }: ProgressView): Eta {
  if (etaSeconds === null) return { seconds: null, changedAt: 0 }
  if (shown.seconds === null) return { seconds: secondsOf(stepOf(etaSeconds)), changedAt: at }
  if (at - shown.changedAt < HOLDS_MS) return shown
  const step = stepOf(shown.seconds)
  const isWorse = etaSeconds > shown.seconds * WORSE_BY
  const isBetter = stepOf(etaSeconds) < step
  if (!isWorse && !isBetter) return shown
  return { seconds: secondsOf(step + (isWorse ? 1 : -1)), changedAt: at }
}
