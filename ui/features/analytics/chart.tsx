import { Download, List } from 'lucide-preact'
import { type ComponentChildren, Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { Button, LinkButton } from '../../components/button'
import type { Shade } from '../../components/shades'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { roundAbove } from './range'

type PanelProps = {
  title: string
  csv: string
  /** The same figures as a table. */
  table: ComponentChildren
  /** Without a drawing the table is all there is. */
  children?: ComponentChildren
  foot?: ComponentChildren
}

/** A drawing with its table and its file beside it. */
export function ChartPanel({ title, csv, table, children, foot }: PanelProps) {
  const [isTable, setIsTable] = useState(false)
  return (
    <section class="panel usage-panel">
      <header class="usage-head">
        <h2>{title}</h2>
        <span class="grow" />
        {children && (
          <Button
            variant="quiet"
            size="slim"
            icon={List}
            isIconDirectional
            aria-expanded={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            {isTable ? m.analytics_as_chart() : m.analytics_as_table()}
          </Button>
        )}
        <LinkButton variant="quiet" size="slim" icon={Download} href={csv} download>
          CSV
        </LinkButton>
      </header>
      {isTable || !children ? table : <div class="usage-body">{children}</div>}
      {foot}
    </section>
  )
}

export type BarOfChart = {
  key: string
  /** What the bar is of, in words: a day, an hour. */
  label: string
  /** From the bottom up; each is a part of the one before. */
  layers: { value: number; shade: Shade }[]
  isResting?: boolean
  /** What it was in the days before: a line across the bar. */
  before?: number
}

type BarsProps = {
  bars: BarOfChart[]
  /** Says in words what is drawn. */
  label: string
  legend: { shade: Shade; label: string }[]
  ticks: string[]
  restLabel?: string
  beforeLabel?: string | undefined
}

const WIDTH = 1000
const HEIGHT = 200
/** A single day is a bar, too, and no wall. */
const WIDEST = 60

/** Time runs from left to right in both languages; lengths are geometry, words are text beside it. */
export function Bars({ bars, label, legend, ticks, restLabel, beforeLabel }: BarsProps) {
  const highest = bars.map(({ layers, before = 0 }) => Math.max(layers[0]?.value ?? 0, before))
  const most = roundAbove(Math.max(0, ...highest))
  const step = WIDTH / Math.max(1, bars.length)
  const width = Math.min(step * 0.7, WIDEST)
  return (
    <figure class="usage-chart">
      <div class="plot" dir="ltr">
        <span class="scale xs muted num" aria-hidden="true">
          <span>{formatNumber(most)}</span>
          <span>{formatNumber(most / 2)}</span>
          <span>0</span>
        </span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
        >
          {bars.map(
            ({ key, isResting }, at) =>
              isResting && (
                <rect key={key} class="rest" x={at * step} y="0" width={step} height={HEIGHT} />
              ),
          )}
          {[0, HEIGHT / 2].map((y) => (
            <line key={y} x1="0" x2={WIDTH} y1={y} y2={y} />
          ))}
          {bars.map((bar, at) => (
            <Fragment key={bar.key}>
              {bar.layers.map(({ value, shade }) => {
                const height = value === 0 ? 0 : Math.max(2, (value / most) * HEIGHT)
                return (
                  <rect
                    key={shade}
                    class={shade}
                    x={at * step + (step - width) / 2}
                    y={HEIGHT - height}
                    width={width}
                    height={height}
                  >
                    <title>{bar.label}</title>
                  </rect>
                )
              })}
              {bar.before ? (
                <line
                  class="before"
                  x1={at * step + (step - width) / 2 - step / 10}
                  x2={at * step + (step + width) / 2 + step / 10}
                  y1={HEIGHT - (bar.before / most) * HEIGHT}
                  y2={HEIGHT - (bar.before / most) * HEIGHT}
                />
              ) : null}
            </Fragment>
          ))}
        </svg>
        <span class="ticks xs muted num" aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick}>{tick}</span>
          ))}
        </span>
      </div>
      <figcaption class="row xs muted">
        {legend.map(({ shade, label: name }) => (
          <span key={shade} class="row">
            <span class={`sw ${shade}`} aria-hidden="true" />
            {name}
          </span>
        ))}
        {beforeLabel && (
          <span class="row">
            <span class="sw before" aria-hidden="true" />
            {beforeLabel}
          </span>
        )}
        {restLabel && (
          <span class="row">
            <span class="sw rest" aria-hidden="true" />
            {restLabel}
          </span>
        )}
      </figcaption>
    </figure>
  )
}
