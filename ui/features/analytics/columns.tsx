import type { ComponentChildren } from 'preact'
import type { ComparedCounts, RowStage, UsageStage } from '../../../worker/contract/usage'
import { Money } from '../../components/money'
import type { Column } from '../../components/table'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { ChangeText } from './change'
import { isCompared } from './model'
import { STAGES } from './stages'

const SHOWN: UsageStage[] = [
  'sent',
  'delivered',
  'read',
  'replied',
  'clicked',
  'optedOut',
  'failed',
]

/** The stages and the cost of a line; each figure leads to its messages, and stands beside what it was. */
export function countColumns<Row extends ComparedCounts>(
  currency: string,
  hrefOf: (stage: RowStage, row: Row) => string | null,
): Column<Row>[] {
  const figures = SHOWN.map(
    (stage): Column<Row> => ({
      key: stage,
      header: STAGES[stage].label(),
      isNumeric: true,
      cell: (row) => (
        <Figure
          href={row[stage] === 0 ? null : hrefOf(stage, row)}
          now={row[stage]}
          before={row.before[stage]}
        >
          {formatNumber(row[stage])}
        </Figure>
      ),
    }),
  )
  return [
    ...figures,
    {
      key: 'cost',
      header: m.analytics_cost(),
      isNumeric: true,
      cell: (row) => (
        <Figure
          href={row.costMicros === 0 ? null : hrefOf('charged', row)}
          now={row.costMicros}
          before={row.before.costMicros}
        >
          <Money micros={row.costMicros} currency={currency} />
        </Figure>
      ),
    },
  ]
}

type FigureProps = { href: string | null; now: number; before: number; children: ComponentChildren }

export const Figure = ({ href, now, before, children }: FigureProps) => (
  <>
    {href ? <a href={href}>{children}</a> : children}
    {isCompared() && <ChangeText now={now} before={before} />}
  </>
)
