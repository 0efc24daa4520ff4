import { useId } from 'preact/hooks'
import type { UsageStage, UsageView } from '../../../worker/contract/usage'
import { Money } from '../../components/money'
import { formatNumber, formatPercent } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { Range } from './api'
import { signed, tenths } from './change'
import { rowsHref } from './model'
import { changeOf } from './range'
import { STAGES, shareOfStage } from './stages'

const SHOWN: UsageStage[] = ['sent', 'delivered', 'read', 'replied', 'optedOut', 'failed']

type Props = { view: UsageView; range: Range; isCompared: boolean }

/** The range at a glance. Each figure opens the messages it counts, and says what it means. */
export const Tiles = ({ view, range, isCompared }: Props) => (
  <dl class="tiles panel">
    {SHOWN.map((stage) => (
      <StageTile key={stage} stage={stage} {...{ view, range, isCompared }} />
    ))}
    <div>
      <dt>
        {m.analytics_cost()}
        <Meaning label={m.analytics_cost()} text={m.analytics_cost_meaning()} />
      </dt>
      <dd class="num">
        <a class="plain" href={rowsHref(range, { stage: 'charged', type: 'regular' })}>
          <Money micros={view.totals.costMicros} currency={view.currency} />
        </a>
      </dd>
      {isCompared && (
        <Change change={changeOf(view.totals.costMicros, view.previous.totals.costMicros)} />
      )}
    </div>
  </dl>
)

function StageTile({ stage, view, range, isCompared }: Props & { stage: UsageStage }) {
  const { label, meaning, base, isBad } = STAGES[stage]
  const { totals, previous } = view
  const share = shareOfStage(stage, totals)
  const before = shareOfStage(stage, previous.totals)
  const count = formatNumber(totals[stage])
  return (
    <div data-stage={stage}>
      <dt>
        {label()}
        <Meaning label={label()} text={meaning()} />
      </dt>
      <dd class="num">
        <a class="plain" href={rowsHref(range, { stage })}>
          {base === null ? count : share === null ? '–' : formatPercent(share)}
        </a>
      </dd>
      {base !== null && <dd class="d muted num">{m.analytics_count({ count })}</dd>}
      {isCompared && base === null && (
        <Change change={changeOf(totals[stage], previous.totals[stage])} />
      )}
      {isCompared && base !== null && share !== null && before !== null && (
        <Points points={share - before} isBad={isBad ?? false} />
      )}
    </div>
  )
}

/** A difference of shares is in points, not in percent of a percent. */
function Points({ points, isBad }: { points: number; isBad: boolean }) {
  const rounded = tenths(points)
  if (rounded === 0) return <dd class="d muted">{m.analytics_no_change()}</dd>
  const tone = rounded > 0 === isBad ? 't-danger' : 't-ok'
  return <dd class={`d ${tone}`}>{m.analytics_points({ points: signed(rounded) })}</dd>
}

function Change({ change }: { change: number | null }) {
  if (change === null) return <dd class="d muted">{m.analytics_nothing_before()}</dd>
  const rounded = tenths(change)
  if (rounded === 0) return <dd class="d muted">{m.analytics_no_change()}</dd>
  return <dd class="d muted">{signed(rounded, '%')}</dd>
}

/** Opens by hand, key or tap, and closes by Escape: the browser's own popover. */
function Meaning({ label, text }: { label: string; text: string }) {
  const id = useId()
  return (
    <>
      <button
        type="button"
        class="meaning"
        popovertarget={id}
        title={text}
        aria-label={m.analytics_meaning({ name: label })}
      >
        ?
      </button>
      <span id={id} popover="auto" class="meaning-text">
        {text}
      </span>
    </>
  )
}
