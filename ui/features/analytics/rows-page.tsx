import { Download, List as ListIcon } from 'lucide-preact'
import { MOST_ROWS_IN_FILE, type UsageRow } from '../../../worker/contract/usage'
import { LinkButton } from '../../components/button'
import { IgnoredNotice } from '../../components/ignored-notice'
import { Name, Phone, Time } from '../../components/isolate'
import { ListFoot } from '../../components/list-foot'
import { EmptyState, Loaded, Skeleton } from '../../components/states'
import { Table } from '../../components/table'
import { formatDate, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import './analytics.css'
import { rowsCsvAddress } from './api'
import { rowsPlace, useRows } from './model'
import { categoryLabel, countryLabel, typeLabel } from './names'
import { noonOf } from './range'
import { stageLabel } from './stages'

/** The messages behind one figure of the report. */
export function UsageRowsPage() {
  const rows = useRows()
  const place = rowsPlace.value.value
  return (
    <Page
      title={m.analytics_rows_title({ stage: stageLabel(place.stage) })}
      crumbs={[{ label: m.analytics_title(), href: '/analytics' }]}
      actions={
        <LinkButton icon={Download} href={rowsCsvAddress({ ...place, after: '' })} download>
          CSV
        </LinkButton>
      }
    >
      <div class="stack close">
        <p class="sm muted">{whatIsShown()}</p>
        <IgnoredNotice ignored={rowsPlace.ignored} />
        <Loaded query={rows} skeleton={<Skeleton shape="rows" />}>
          {({ items, next }) =>
            items.length === 0 ? (
              <EmptyState icon={ListIcon} title={m.analytics_rows_empty()} />
            ) : (
              <>
                <div class="panel">
                  <RowsTable rows={items} />
                </div>
                <ListFoot
                  nextHref={next ? rowsPlace.href({ after: next }) : null}
                  firstHref={place.after ? rowsPlace.href({ after: '' }) : null}
                >
                  {m.analytics_rows_shown({ count: formatNumber(items.length) })}
                </ListFoot>
                {(next || place.after) && (
                  <p class="sm muted">
                    {m.analytics_rows_file_most({ count: formatNumber(MOST_ROWS_IN_FILE) })}
                  </p>
                )}
              </>
            )
          }
        </Loaded>
      </div>
    </Page>
  )
}

function whatIsShown(): string {
  const { from, to, country, category, hour, priced, type } = rowsPlace.value.value
  const dayName = (day: string) => (day ? formatDate(noonOf(day), 'UTC') : '')
  return [
    from === to ? dayName(from) : m.analytics_days({ from: dayName(from), to: dayName(to) }),
    hour && `${hour.padStart(2, '0')}:00`,
    country && countryLabel(country),
    category && categoryLabel(category),
    priced && categoryLabel(priced),
    type && typeLabel(type),
  ]
    .filter(Boolean)
    .join(' · ')
}

const RowsTable = ({ rows }: { rows: UsageRow[] }) => (
  <Table
    caption={m.analytics_messages()}
    rows={rows}
    rowKey={({ key }) => key}
    columns={[
      {
        key: 'to',
        header: m.analytics_rows_to(),
        isRowHeader: true,
        cell: (row) => <Person row={row} />,
      },
      {
        key: 'at',
        header:
          rowsPlace.value.value.stage === 'charged'
            ? m.analytics_rows_charged_at()
            : m.analytics_rows_at(),
        cell: ({ at }) => <Time at={at} style="full" />,
      },
      { key: 'broadcast', header: m.analytics_broadcast(), cell: (row) => <Origin row={row} /> },
      {
        key: 'country',
        header: m.analytics_country(),
        cell: ({ country }) => countryLabel(country ?? 'ZZ'),
      },
      {
        key: 'reason',
        header: m.analytics_cause(),
        cell: ({ reasonText }) => <span class="sm">{reasonText ?? ''}</span>,
      },
    ]}
  />
)

const IS_PHONE = /^\+\d+$/

function Person({ row: { contactId, name, identity } }: { row: UsageRow }) {
  const who = name ? (
    <Name value={name} />
  ) : IS_PHONE.test(identity) ? (
    <Phone value={identity} />
  ) : (
    <bdi dir="ltr">{identity}</bdi>
  )
  return contactId ? <a href={`/contacts/${contactId}`}>{who}</a> : who
}

function Origin({ row: { broadcastId, broadcastName, no } }: { row: UsageRow }) {
  if (!broadcastId) return <>{m.analytics_single_messages()}</>
  return (
    <a href={`/broadcasts/${broadcastId}/recipients/${no}`}>
      <Name value={broadcastName ?? broadcastId} />
    </a>
  )
}
