import type { UsageView } from '../../../worker/contract/usage'
import { Table } from '../../components/table'
import { formatDate, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { csvAddress, type Range } from './api'
import { Bars, ChartPanel } from './chart'
import { countColumns } from './columns'
import { isCompared, rowsHref } from './model'
import { isSaturday, noonOf } from './range'

type Props = { view: UsageView; range: Range }

const dayName = (day: string) => formatDate(noonOf(day), 'UTC')
/** Without the year: "22.11". */
const shortDay = (day: string) => dayName(day).replace(/[./-]?\d{4}[./-]?/, '')

const LEGEND = () => [
  { shade: 's5' as const, label: m.analytics_read() },
  { shade: 's3' as const, label: m.analytics_delivered() },
  { shade: 's2' as const, label: m.analytics_sent() },
]

type Layered = { sent: number; delivered: number; read: number }
const layersOf = ({ sent, delivered, read }: Layered) => [
  { value: sent, shade: 's2' as const },
  { value: delivered, shade: 's3' as const },
  { value: read, shade: 's5' as const },
]
const wordsOf = (name: string, { sent, delivered, read }: Layered) =>
  m.analytics_bar({
    name,
    sent: formatNumber(sent),
    delivered: formatNumber(delivered),
    read: formatNumber(read),
  })

export function DayChart({ view, range }: Props) {
  const { days } = view
  const first = days[0]?.day ?? view.from
  const marks = [first, days[Math.floor(days.length / 2)]?.day, days.at(-1)?.day]
  const ticks = [...new Set(marks.flatMap((day) => (day ? [shortDay(day)] : [])))]
  return (
    <ChartPanel
      title={m.analytics_by_day()}
      csv={csvAddress(range, 'days')}
      table={
        <Table
          caption={m.analytics_by_day()}
          rows={days}
          rowKey={({ day }) => day}
          columns={[
            {
              key: 'day',
              header: m.analytics_day(),
              isRowHeader: true,
              cell: ({ day }) => <bdi class="num">{dayName(day)}</bdi>,
            },
            ...countColumns<UsageView['days'][number]>(view.currency, (stage, { day }) =>
              rowsHref(range, { stage, day }),
            ),
          ]}
        />
      }
    >
      <Bars
        label={m.analytics_by_day_words({
          days: formatNumber(days.length),
          sent: formatNumber(view.totals.sent),
        })}
        legend={LEGEND()}
        restLabel={m.analytics_saturday()}
        beforeLabel={isCompared() ? m.analytics_sent_before() : undefined}
        ticks={ticks}
        bars={days.map((one) => ({
          key: one.day,
          label: wordsOf(dayName(one.day), one),
          layers: layersOf(one),
          isResting: isSaturday(one.day),
          ...(isCompared() && { before: one.before.sent }),
        }))}
      />
    </ChartPanel>
  )
}

const hourName = (hour: number) => `${String(hour).padStart(2, '0')}:00`
const HOUR_MARKS = [0, 6, 12, 18, 23]

export function HourChart({ view, range }: Props) {
  const { hours } = view
  const figure = (stage: 'sent' | 'delivered' | 'read' | 'replied', header: string) => ({
    key: stage,
    header,
    isNumeric: true,
    cell: (one: UsageView['hours'][number]) =>
      one[stage] === 0 ? (
        '0'
      ) : (
        <a href={rowsHref(range, { stage, hour: String(one.hour) })}>{formatNumber(one[stage])}</a>
      ),
  })
  return (
    <ChartPanel
      title={m.analytics_by_hour()}
      csv={csvAddress(range, 'hours')}
      table={
        <Table
          caption={m.analytics_by_hour()}
          rows={hours}
          rowKey={({ hour }) => String(hour)}
          columns={[
            {
              key: 'hour',
              header: m.analytics_hour(),
              isRowHeader: true,
              cell: ({ hour }) => <bdi dir="ltr">{hourName(hour)}</bdi>,
            },
            figure('sent', m.analytics_sent()),
            figure('delivered', m.analytics_delivered()),
            figure('read', m.analytics_read()),
            figure('replied', m.analytics_replied()),
          ]}
        />
      }
    >
      <Bars
        label={m.analytics_by_hour_words({ zone: view.timeZone })}
        legend={LEGEND()}
        ticks={HOUR_MARKS.map(hourName)}
        bars={hours.map((one) => ({
          key: String(one.hour),
          label: wordsOf(hourName(one.hour), one),
          layers: layersOf(one),
        }))}
      />
    </ChartPanel>
  )
}
