import { USAGE_STAGES, type UsageStage, type UsageView } from '../../../worker/contract/usage'
import { Bar } from '../../components/bar'
import { Table } from '../../components/table'
import { formatNumber, formatPercent } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { csvAddress, type Range } from './api'
import { ChartPanel } from './chart'
import { Figure } from './columns'
import { rowsHref } from './model'
import { STAGES, shareOfStage } from './stages'

type Props = { view: UsageView; range: Range }

/** From sending to what people did; failed and opted out stand at its end. */
export function FunnelPanel({ view, range }: Props) {
  const { totals } = view
  const words = (stage: UsageStage) => {
    const share = shareOfStage(stage, totals)
    return share === null ? '' : formatPercent(share)
  }
  const waiting = totals.sent - totals.delivered - totals.failed
  return (
    <ChartPanel
      title={m.analytics_funnel()}
      csv={csvAddress(range, 'funnel')}
      table={
        <Table
          caption={m.analytics_funnel()}
          rows={[...USAGE_STAGES]}
          rowKey={(stage) => stage}
          columns={[
            {
              key: 'stage',
              header: m.analytics_stage(),
              isRowHeader: true,
              cell: (stage) => STAGES[stage].label(),
            },
            {
              key: 'count',
              header: m.analytics_messages(),
              isNumeric: true,
              cell: (stage) => (
                <Figure
                  href={rowsHref(range, { stage })}
                  now={totals[stage]}
                  before={view.previous.totals[stage]}
                >
                  {formatNumber(totals[stage])}
                </Figure>
              ),
            },
            { key: 'share', header: m.analytics_share(), isNumeric: true, cell: words },
          ]}
        />
      }
    >
      <ol class="hfun" aria-label={m.analytics_funnel()}>
        {USAGE_STAGES.map((stage) => (
          <li key={stage}>
            <span>{STAGES[stage].label()}</span>
            <b class="num">
              <a class="plain" href={rowsHref(range, { stage })}>
                {formatNumber(totals[stage])}
              </a>
            </b>
            <span class="sm muted num">{words(stage)}</span>
            <Bar
              bands={[{ key: stage, value: totals[stage], shade: STAGES[stage].shade }]}
              total={totals.sent}
              label={`${STAGES[stage].label()}: ${formatNumber(totals[stage])}`}
            />
          </li>
        ))}
      </ol>
      <p class="sm muted">
        {m.analytics_funnel_note({
          failed: formatNumber(totals.failed),
          waiting: formatNumber(waiting),
        })}
      </p>
    </ChartPanel>
  )
}
