import type { ComponentChildren } from 'preact'
import { formatNumber } from '../lib/format'
import './bar.css'
import type { Shade } from './shades'

export type Stage = {
  key: string
  label: string
  value: number
  /** "94.6% of sent": the base is named, or the percentage says nothing. */
  note?: ComponentChildren
  shade: Shade
  /** The rows behind the figure. */
  href?: string
  /** Outside the sequence: failed, left out. */
  isAside?: boolean
  isBad?: boolean
}

export function Funnel({ stages, label }: { stages: Stage[]; label: string }) {
  return (
    <div class="funnel">
      <ol aria-label={label}>
        {stages.map((stage) => (
          <li
            key={stage.key}
            class={`${stage.isAside ? 'off' : ''} ${stage.isBad && stage.value > 0 ? 'bad' : ''}`}
          >
            {stage.href ? <a href={stage.href}>{figure(stage)}</a> : <div>{figure(stage)}</div>}
          </li>
        ))}
      </ol>
    </div>
  )
}

const figure = (stage: Stage) => (
  <>
    <span class="lab">
      <span class={`sw ${stage.shade}`} aria-hidden="true" />
      {stage.label}
    </span>
    <b class="num">{formatNumber(stage.value)}</b>
    {stage.note && <small>{stage.note}</small>}
  </>
)
