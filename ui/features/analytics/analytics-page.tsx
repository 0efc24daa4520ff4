import { ChartColumn, Printer, RefreshCw } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import type { UsageView } from '../../../worker/contract/usage'
import { Button, LinkButton } from '../../components/button'
import { IgnoredNotice } from '../../components/ignored-notice'
import { Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { useAction } from '../../lib/action'
import { formatDate, formatList } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import './analytics.css'
import { type Range, refreshUsage } from './api'
import { CostPanel } from './cost-panel'
import { Filters } from './filters'
import { FunnelPanel } from './funnel-panel'
import { HealthPanel } from './health-panel'
import { refreshFigures, usageFilters, useRange, useUsage } from './model'
import { MoneyPanel } from './money-panel'
import { noonOf } from './range'
import { SAMPLE } from './sample'
import { BroadcastTable, CountryTable, FailureTable, NumberTable, TemplateTable } from './tables'
import { Tiles } from './tiles'
import { DayChart, HourChart } from './time-charts'

export function AnalyticsPage() {
  const range = useRange()
  const usage = useUsage(range)
  return (
    <Page
      title={m.analytics_title()}
      actions={
        <>
          {canSend(useSession()) && <RefreshButton asOf={usage.data?.asOf} />}
          <span class="not-phone">
            <Button icon={Printer} onClick={() => print()}>
              {m.billing_print()}
            </Button>
          </span>
        </>
      }
    >
      <div class="stack tight">
        <Filters view={usage.data} />
        <IgnoredNotice ignored={usageFilters.ignored} />
        <Loaded query={usage} skeleton={<Skeleton shape="cards" />}>
          {(view) => <Report view={view} range={range} />}
        </Loaded>
      </div>
    </Page>
  )
}

/** Figures older than this are counted again when somebody comes to look. */
const STALE_MS = 60_000

/** Undefined while it is not known when the figures were counted; null when they never were. */
function RefreshButton({ asOf }: { asOf: number | null | undefined }) {
  const refresh = useAction<null>(async () => {
    await refreshUsage()
    await refreshFigures()
  })
  const isStale = asOf !== undefined && (asOf ?? 0) < Date.now() - STALE_MS
  useEffect(() => {
    if (isStale) void refresh.run(null)
  }, [isStale])
  // Who asked is told; figures that are counted by themselves say when that was.
  const press = async () => {
    const isDone = await refresh.run(null)
    const error = refresh.error.peek()
    if (!isDone && error) tellFailure(error)
  }
  return (
    <Button icon={RefreshCw} isBusy={refresh.isBusy.value} onClick={() => void press()}>
      {m.analytics_refresh()}
    </Button>
  )
}

type Props = { view: UsageView; range: Range }

function Report({ view, range }: Props) {
  const isFiltered = Boolean(range.number || range.country || range.category)
  const isEmpty = view.totals.sent === 0 && view.money.priced === 0 && !view.money.billed
  if (isEmpty && !isFiltered) return <Empty />
  const isCompared = usageFilters.value.value.compare === 'yes'
  return (
    <>
      <AsOf view={view} isCompared={isCompared} />
      {view.otherCurrencies.length > 0 && (
        <Banner isInset tone="info">
          {m.analytics_other_currencies({
            currency: view.currency,
            others: formatList(view.otherCurrencies),
          })}
        </Banner>
      )}
      <Tiles view={view} range={range} isCompared={isCompared} />
      <div class="usage-duo">
        <div class="stack tight">
          <FunnelPanel view={view} range={range} />
          <MoneyPanel view={view} range={range} />
        </div>
        <div class="stack tight">
          <DayChart view={view} range={range} />
          <HourChart view={view} range={range} />
        </div>
      </div>
      <CostPanel view={view} range={range} />
      <BroadcastTable view={view} range={range} />
      <TemplateTable view={view} range={range} />
      <CountryTable view={view} range={range} />
      <NumberTable view={view} range={range} />
      {view.failures.length > 0 && <FailureTable view={view} range={range} />}
      <HealthPanel />
    </>
  )
}

const dayName = (day: string) => formatDate(noonOf(day), 'UTC')

const AsOf = ({ view, isCompared }: { view: UsageView; isCompared: boolean }) => (
  <p class="sm muted">
    {m.analytics_shown({ from: dayName(view.from), to: dayName(view.to), zone: view.timeZone })}{' '}
    {isCompared &&
      m.analytics_compared({
        from: dayName(view.previous.from),
        to: dayName(view.previous.to),
      })}{' '}
    {view.asOf !== null && rich(m.analytics_as_of, { when: <Time at={view.asOf} style="full" /> })}
  </p>
)

/** What will stand here, greyed and named as a sample. */
const Empty = () => (
  <>
    <EmptyState
      icon={ChartColumn}
      title={m.analytics_empty()}
      actions={
        <LinkButton variant="primary" href="/broadcasts">
          {m.analytics_empty_act()}
        </LinkButton>
      }
    >
      {m.analytics_empty_text()}
    </EmptyState>
    <div class="usage-sample" inert>
      <p class="tag">{m.analytics_sample()}</p>
      <Tiles view={SAMPLE} range={SAMPLE_RANGE} isCompared={false} />
      <div class="usage-duo">
        <FunnelPanel view={SAMPLE} range={SAMPLE_RANGE} />
        <DayChart view={SAMPLE} range={SAMPLE_RANGE} />
      </div>
    </div>
  </>
)

const SAMPLE_RANGE: Range = {
  from: SAMPLE.from,
  to: SAMPLE.to,
  number: '',
  country: '',
  category: '',
}
