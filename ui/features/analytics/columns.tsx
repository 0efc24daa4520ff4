import type { PricedCounts, UsageStage } from '../../../worker/contract/usage'
import { Money } from '../../components/money'
import type { Column } from '../../components/table'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
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

/** The stages and the cost of a line; each figure leads to its messages. */
export function countColumns<Row extends PricedCounts>(
  currency: string,
  hrefOf: (stage: UsageStage, row: Row) => string | null,
): Column<Row>[] {
  const figures = SHOWN.map(
    (stage): Column<Row> => ({
      key: stage,
      header: STAGES[stage].label(),
      isNumeric: true,
      cell: (row) => {
        const href = row[stage] === 0 ? null : hrefOf(stage, row)
        return href ? <a href={href}>{formatNumber(row[stage])}</a> : formatNumber(row[stage])
      },
    }),
  )
  return [
    ...figures,
    {
      key: 'cost',
      header: m.analytics_cost(),
      isNumeric: true,
      cell: ({ costMicros }) => <Money micros={costMicros} currency={currency} />,
    },
  ]
}
