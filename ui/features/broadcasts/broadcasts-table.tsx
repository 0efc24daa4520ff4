import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { isSampleId } from '../../../worker/contract/samples'
import { Bar } from '../../components/bar'
import { Code, CutName, Name, Time } from '../../components/isolate'
import { Money } from '../../components/money'
import { type Column, Table } from '../../components/table'
import { formatNumber, formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import type { ListItem } from './api'
import { AudienceText } from './audience-text'
import { BroadcastMenu } from './broadcast-menu'
import './broadcasts.css'
import { bandsOf, type Figures, figuresOf, isFinal, wholePercents } from './figures'
import { StateChip } from './state'

export const BroadcastsTable = ({ items }: { items: ListItem[] }) => (
  <Table
    caption={m.broadcasts_title()}
    rows={items}
    rowKey={({ broadcast }) => broadcast.id}
    columns={columns()}
    card={(item) => (
      <div class="broadcast-card">
        <div class="row">
          <span class="grow">
            <Title broadcast={item.broadcast} />
          </span>
          <StateChip state={item.broadcast.state} isWaiting={Boolean(item.progress?.waiting)} />
          <Menu broadcast={item.broadcast} />
        </div>
        <Subtitle broadcast={item.broadcast} />
        {item.progress && <Results item={item} />}
        <span class="row sm muted">
          <span class="grow">
            <When item={item} />
            {' · '}
            <By broadcast={item.broadcast} />
          </span>
          <Cost item={item} />
        </span>
      </div>
    )}
  />
)

const columns = (): Column<ListItem>[] => [
  {
    key: 'name',
    header: m.broadcasts_col_name(),
    isRowHeader: true,
    cell: ({ broadcast }) => (
      <span class="broadcast-name">
        <Title broadcast={broadcast} />
        <Subtitle broadcast={broadcast} />
      </span>
    ),
  },
  {
    key: 'state',
    header: m.broadcasts_col_state(),
    cell: ({ broadcast, progress }) => (
      <StateChip state={broadcast.state} isWaiting={Boolean(progress?.waiting)} />
    ),
  },
  { key: 'results', header: m.broadcasts_col_results(), cell: (item) => <Results item={item} /> },
  {
    key: 'when',
    header: m.broadcasts_col_when(),
    cell: (item) => (
      <span class="muted nowrap">
        <When item={item} />
      </span>
    ),
  },
  {
    key: 'by',
    header: m.broadcast_detail_by(),
    cell: ({ broadcast }) => <By broadcast={broadcast} />,
  },
  {
    key: 'cost',
    header: m.broadcasts_col_cost(),
    isNumeric: true,
    cell: (item) => <Cost item={item} />,
  },
  {
    key: 'more',
    header: <span class="vh">{m.composer_more()}</span>,
    cell: ({ broadcast }) => <Menu broadcast={broadcast} />,
  },
]

export const addressOf = ({ id, state }: Pick<BroadcastView, 'id' | 'state'>) =>
  state === 'draft' ? `/broadcasts/${id}/edit` : `/broadcasts/${id}`

const Title = ({ broadcast }: { broadcast: BroadcastView }) => (
  <a class="plain strong" href={addressOf(broadcast)}>
    <Name value={broadcast.name} />
  </a>
)

/** Nothing can be done with one that is made up. */
const Menu = ({ broadcast }: { broadcast: BroadcastView }) =>
  isSampleId(broadcast.id) ? null : <BroadcastMenu broadcast={broadcast} />

const Subtitle = ({ broadcast }: { broadcast: BroadcastView }) => (
  <span class="sm muted trunc">
    {broadcast.templateName && (
      <>
        <Code>{broadcast.templateName}</Code>
        {' · '}
      </>
    )}
    <AudienceText audience={broadcast.audience} retry={broadcast.retry} />
  </span>
)

const By = ({ broadcast: { createdBy } }: { broadcast: BroadcastView }) => (
  <span class="muted trunc broadcast-by">
    {createdBy ? <CutName value={createdBy.name} /> : m.broadcast_by_gone()}
  </span>
)

function When({ item: { broadcast, progress } }: { item: ListItem }) {
  const { timeZone } = useSession().account
  const { launchedAt, updatedAt, startsAt, state } = broadcast
  if (state === 'scheduled' && startsAt !== null) {
    return <Time at={startsAt} style="full" timeZone={timeZone} />
  }
  if (progress?.rests) {
    const until = <Time at={progress.rests.until} style="full" timeZone={timeZone} />
    return <span>{rich(m.broadcasts_rests, { until })}</span>
  }
  if (launchedAt !== null) return <Time at={launchedAt} />
  return <span>{rich(m.broadcasts_edited, { when: <Time at={updatedAt} /> })}</span>
}

function Results({ item: { progress } }: { item: ListItem }) {
  if (!progress || progress.total === 0) return <span class="muted">–</span>
  const figures = figuresOf(progress)
  const words = isFinal(progress) ? resultWords(figures) : movingWords(figures)
  return (
    <span class="broadcast-results">
      <Bar bands={bandsOf(figures)} total={figures.messages} label={words.join(', ')} size="thin" />
      <span class="xs muted" aria-hidden="true">
        {words.join(' · ')}
      </span>
    </span>
  )
}

const movingWords = (figures: Figures) => [
  formatPercent(wholePercents(figures), 0),
  m.broadcasts_result_of({ done: formatNumber(figures.handled), count: figures.messages }),
]

/** Delivered of sent, read of delivered: the same bases everywhere. */
function resultWords({ sent, delivered, read, replied, failed }: Figures): string[] {
  const words: string[] = []
  if (sent > 0) words.push(m.broadcasts_result_delivered({ share: percent(delivered, sent) }))
  if (delivered > 0) words.push(m.broadcasts_result_read({ share: percent(read, delivered) }))
  if (replied > 0) words.push(m.broadcasts_result_replied({ count: replied }))
  if (failed > 0) words.push(m.broadcasts_result_failed({ count: failed }))
  return words
}

const percent = (part: number, whole: number) => formatPercent(part / whole, 0)

const Cost = ({ item: { progress } }: { item: ListItem }) =>
  progress && progress.total > 0 ? (
    <Money micros={progress.costSoFarMicros} currency={progress.currency} />
  ) : (
    <span class="muted">–</span>
  )
