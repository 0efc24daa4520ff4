import { CircleCheck, CircleHelp, type LucideIcon, TriangleAlert } from 'lucide-preact'
import type { ConnectionView, NumberView } from '../../../worker/contract/connections'
import { Chip, type Tone } from '../../components/chip'
import { Name, Phone } from '../../components/isolate'
import { Table } from '../../components/table'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { asE164 } from './connections'

type Quality = { label: () => string; icon: LucideIcon; tone?: Tone }

const UNRATED: Quality = { label: m.numbers_quality_unknown, icon: CircleHelp }
const QUALITIES: Record<string, Quality> = {
  GREEN: { label: m.numbers_quality_green, icon: CircleCheck, tone: 'ok' },
  YELLOW: { label: m.numbers_quality_yellow, icon: TriangleAlert, tone: 'warn' },
  RED: { label: m.numbers_quality_red, icon: TriangleAlert, tone: 'danger' },
}

const QualityChip = ({ number }: { number: NumberView }) => {
  const { label, icon, tone } = QUALITIES[number.qualityRating] ?? UNRATED
  return (
    <Chip icon={icon} tone={tone}>
      {label()}
    </Chip>
  )
}

const limitText = (number: NumberView) =>
  number.messagingLimit === null ? m.numbers_limit_none() : formatNumber(number.messagingLimit)

export const NumbersTable = ({ connection }: { connection: ConnectionView }) => (
  <Table
    caption={m.numbers_title()}
    rows={connection.numbers}
    rowKey={(number) => number.id}
    columns={[
      {
        key: 'number',
        header: m.numbers_number(),
        isRowHeader: true,
        cell: (number) => <Phone value={asE164(number)} />,
      },
      {
        key: 'name',
        header: m.numbers_name(),
        cell: (number) => (number.verifiedName ? <Name value={number.verifiedName} /> : '–'),
      },
      {
        key: 'quality',
        header: m.numbers_quality(),
        cell: (number) => <QualityChip number={number} />,
      },
      { key: 'limit', header: m.numbers_limit(), isNumeric: true, cell: limitText },
      {
        key: 'speed',
        header: m.numbers_speed(),
        isNumeric: true,
        cell: (number) => formatNumber(number.throughputPerSecond),
      },
    ]}
    card={(number) => (
      <>
        <div>
          <b>
            <Phone value={asE164(number)} />
          </b>
          <span class="sm muted">
            {m.numbers_limit()}: {limitText(number)}
          </span>
        </div>
        <div class="e">
          <QualityChip number={number} />
        </div>
      </>
    )}
  />
)
