import type { UsageView } from '../../../worker/contract/usage'
import { Name, Phone } from '../../components/isolate'
import { Table } from '../../components/table'
import { formatLanguage, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { TemplateName } from '../templates/template-name'
import { csvAddress, type Range } from './api'
import { ChartPanel } from './chart'
import { countColumns, Figure } from './columns'
import { rowsHref, usageFilters } from './model'
import { countryLabel } from './names'

type Props = { view: UsageView; range: Range }

export const BroadcastTable = ({ view, range }: Props) => (
  <ChartPanel
    title={m.analytics_by_broadcast()}
    csv={csvAddress(range, 'broadcasts')}
    table={
      <Table
        caption={m.analytics_by_broadcast()}
        rows={view.broadcasts}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            header: m.analytics_broadcast(),
            isRowHeader: true,
            cell: ({ id, name }) =>
              id ? (
                <a href={`/broadcasts/${id}`}>
                  <Name value={name || id} />
                </a>
              ) : (
                m.analytics_single_messages()
              ),
          },
          ...countColumns<UsageView['broadcasts'][number]>(view.currency, (stage, { id }) =>
            id ? rowsHref(range, { stage, broadcast: id }) : null,
          ),
        ]}
      />
    }
  />
)

export const TemplateTable = ({ view, range }: Props) => (
  <ChartPanel
    title={m.analytics_by_template()}
    csv={csvAddress(range, 'templates')}
    table={
      <Table
        caption={m.analytics_by_template()}
        rows={view.templates}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            header: m.analytics_template(),
            isRowHeader: true,
            cell: ({ id, name, language }) => (
              <>
                <a href={`/templates/${id}`}>
                  <TemplateName name={name || id} />
                </a>{' '}
                <span class="xs muted">{language && formatLanguage(language)}</span>
              </>
            ),
          },
          ...countColumns<UsageView['templates'][number]>(view.currency, (stage, { id }) =>
            rowsHref(range, { stage, template: id }),
          ),
          {
            key: 'links',
            header: m.analytics_link_clicks(),
            isNumeric: true,
            cell: ({ linkClicks }) => (linkClicks === null ? '–' : formatNumber(linkClicks)),
          },
        ]}
      />
    }
    foot={<p class="foot xs muted">{m.analytics_link_clicks_note()}</p>}
  />
)

export const CountryTable = ({ view, range }: Props) => (
  <ChartPanel
    title={m.analytics_by_country()}
    csv={csvAddress(range, 'countries')}
    table={
      <Table
        caption={m.analytics_by_country()}
        rows={view.countries}
        rowKey={({ country }) => country}
        columns={[
          {
            key: 'country',
            header: m.analytics_country(),
            isRowHeader: true,
            cell: ({ country }) => (
              <a class="plain" href={usageFilters.href({ country })}>
                {countryLabel(country)}
              </a>
            ),
          },
          ...countColumns<UsageView['countries'][number]>(view.currency, (stage, { country }) =>
            rowsHref({ ...range, country }, { stage }),
          ),
        ]}
      />
    }
  />
)

export const NumberTable = ({ view, range }: Props) => (
  <ChartPanel
    title={m.analytics_by_number()}
    csv={csvAddress(range, 'numbers')}
    table={
      <Table
        caption={m.analytics_by_number()}
        rows={view.numbers}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'number',
            header: m.analytics_number(),
            isRowHeader: true,
            cell: ({ id, phone }) => (
              <a class="plain" href={usageFilters.href({ number: id })}>
                <Phone value={phone} />
              </a>
            ),
          },
          ...countColumns<UsageView['numbers'][number]>(view.currency, (stage, { id }) =>
            rowsHref({ ...range, number: id }, { stage }),
          ),
        ]}
      />
    }
  />
)

export const FailureTable = ({ view, range }: Props) => (
  <ChartPanel
    title={m.analytics_failures()}
    csv={csvAddress(range, 'failures')}
    table={
      <Table
        caption={m.analytics_failures()}
        rows={view.failures}
        rowKey={({ code }) => code}
        columns={[
          {
            key: 'cause',
            header: m.analytics_cause(),
            cell: ({ title, help }) => (
              <>
                <b>{title}</b>
                <p class="sm muted">{help}</p>
              </>
            ),
          },
          {
            key: 'count',
            header: m.analytics_messages(),
            isNumeric: true,
            cell: ({ code, count, before }) => (
              <Figure href={rowsHref(range, { stage: 'failed', code })} now={count} before={before}>
                {formatNumber(count)}
              </Figure>
            ),
          },
        ]}
      />
    }
  />
)
