import type { HealthHistory } from '../../../worker/contract/usage-health'
import { Phone, Time } from '../../components/isolate'
import { type Column, Table } from '../../components/table'
import { formatDate, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { qualityName } from '../meta/quality'
import { qualityName as templateQuality } from '../templates/quality'
import { TemplateName } from '../templates/template-name'
import { historyCsvAddress } from './api'
import { ChartPanel } from './chart'
import { useHistory } from './model'
import { type Step, StepLine } from './step-line'

const DAY_MS = 24 * 60 * 60 * 1000
/** As far back as a drawing shows; the table and the file know more. */
const DRAWN_MS = 90 * DAY_MS

/** How numbers and templates stood at Meta over time: drawn, as a table and as a file. */
export function HistoryPanels() {
  const { data } = useHistory()
  if (!data) return null
  return (
    <>
      {data.numbers.length > 0 && <NumbersHistory history={data} />}
      {data.templates.length > 0 && <TemplatesHistory history={data} />}
    </>
  )
}

type Props = { history: HealthHistory }
type OfNumber = HealthHistory['numbers'][number]['changes'][number]

/** From the first line that is known, at most so far back. */
const beginOf = (lists: { changes: { at: number }[] }[], until: number) =>
  Math.max(until - DRAWN_MS, Math.min(...lists.map(({ changes }) => changes[0]?.at ?? until)))

const QUALITY: Record<string, Pick<Step, 'height' | 'tone'>> = {
  GREEN: { height: 1, tone: 'ok' },
  YELLOW: { height: 0.6, tone: 'warn' },
  RED: { height: 0.3, tone: 'danger' },
}
const UNRATED: Pick<Step, 'height' | 'tone'> = { height: 0.1, tone: 'plain' }

/** Meta's tiers, each a step higher; without a limit it stands highest. */
const TIERS = [50, 250, 1000, 2000, 10_000, 100_000]
const limitHeight = (limit: number | null) =>
  limit === null ? 1 : (TIERS.filter((tier) => tier <= limit).length + 1) / (TIERS.length + 2)
const limitName = (limit: number | null) =>
  limit === null ? m.numbers_limit_none() : formatNumber(limit)
const speedHeight = (perSecond: number) => (perSecond >= 1000 ? 1 : perSecond >= 80 ? 0.6 : 0.3)

const sinceColumn = (): Column<{ at: number }> => ({
  key: 'at',
  header: m.analytics_history_from(),
  isRowHeader: true,
  cell: ({ at }) => <Time at={at} style="full" />,
})

const stepsOf = (changes: OfNumber[]) => {
  const plain = { tone: 'plain' as const }
  return {
    quality: changes.map(({ at, quality }) => ({
      at,
      ...(QUALITY[quality] ?? UNRATED),
      name: qualityName(quality),
    })),
    limit: changes.map(({ at, limit }) => ({
      at,
      ...plain,
      height: limitHeight(limit),
      name: limitName(limit),
    })),
    speed: changes.map(({ at, perSecond }) => ({
      at,
      ...plain,
      height: speedHeight(perSecond),
      name: formatNumber(perSecond),
    })),
  }
}

function NumbersHistory({ history: { numbers, until } }: Props) {
  const from = beginOf(numbers, until)
  const rows = numbers.flatMap(({ id, phone, changes }) =>
    changes.map((change) => ({ ...change, id, phone })).reverse(),
  )
  return (
    <ChartPanel
      title={m.analytics_history_numbers()}
      csv={historyCsvAddress('numbers')}
      table={
        <Table
          caption={m.analytics_history_numbers()}
          rows={rows}
          rowKey={({ id, at }) => `${id}/${at}`}
          columns={[
            sinceColumn(),
            {
              key: 'phone',
              header: m.numbers_number(),
              cell: (row) => <Phone value={row.phone} />,
            },
            {
              key: 'quality',
              header: m.numbers_quality(),
              cell: (row) => qualityName(row.quality),
            },
            {
              key: 'limit',
              header: m.numbers_limit(),
              isNumeric: true,
              cell: ({ limit }) => limitName(limit),
            },
            {
              key: 'speed',
              header: m.numbers_speed(),
              isNumeric: true,
              cell: ({ perSecond }) => formatNumber(perSecond),
            },
          ]}
        />
      }
    >
      {numbers.map(({ id, phone, changes }) => {
        const { quality, limit, speed } = stepsOf(changes)
        return (
          <div key={id} class="step-lines">
            <b>
              <Phone value={phone} />
            </b>
            <StepLine label={m.numbers_quality()} steps={quality} {...{ from, until }} />
            <StepLine label={m.numbers_limit()} steps={limit} {...{ from, until }} />
            <StepLine label={m.numbers_speed()} steps={speed} {...{ from, until }} />
          </div>
        )
      })}
      <Span from={from} until={until} />
    </ChartPanel>
  )
}

function TemplatesHistory({ history: { templates, until } }: Props) {
  const from = beginOf(templates, until)
  const rows = templates.flatMap(({ changes, ...template }) =>
    changes.map((change) => ({ ...change, ...template })).reverse(),
  )
  return (
    <ChartPanel
      title={m.analytics_history_templates()}
      csv={historyCsvAddress('templates')}
      table={
        <Table
          caption={m.analytics_history_templates()}
          rows={rows}
          rowKey={({ id, at }) => `${id}/${at}`}
          columns={[
            sinceColumn(),
            {
              key: 'name',
              header: m.analytics_template(),
              cell: ({ id, name }) => (
                <a href={`/templates/${id}`}>
                  <TemplateName name={name} />
                </a>
              ),
            },
            {
              key: 'quality',
              header: m.analytics_quality(),
              cell: ({ to }) => templateQuality(to),
            },
          ]}
        />
      }
    >
      {templates.map(({ id, name, changes }) => (
        <div key={id} class="step-lines">
          <TemplateName name={name} />
          <StepLine
            label={m.analytics_quality()}
            steps={changes.map(({ at, to }) => ({
              at,
              ...(QUALITY[to] ?? UNRATED),
              name: templateQuality(to),
            }))}
            {...{ from, until }}
          />
        </div>
      ))}
      <Span from={from} until={until} />
    </ChartPanel>
  )
}

/** The ends of the time that is drawn, which runs from left to right in both languages. */
const Span = ({ from, until }: { from: number; until: number }) => (
  <span class="step-span xs muted num" dir="ltr">
    <bdi>{formatDate(from)}</bdi>
    <bdi>{formatDate(until)}</bdi>
  </span>
)
