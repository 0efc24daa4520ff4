import type { TemplateUse, TemplateView } from '../../../worker/contract/templates'
import { Time } from '../../components/isolate'
import { Money } from '../../components/money'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { Table } from '../../components/table'
import { formatLanguage, formatNumber, formatPercent } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { useHistory, useUse } from './model'

type Row = { language: string; isThis: boolean; use: TemplateUse | null }

/** What the template did in 90 days, beside the other languages of its name. */
export function UseSection({ template }: { template: TemplateView }) {
  const use = useUse(template.id)
  const { data: history } = useHistory(template.id)
  const siblings = history?.siblings ?? []
  const languages = [{ id: template.id, language: template.language }, ...siblings]
  return (
    <Section title={m.templates_use()} aside={m.templates_use_days()}>
      <Loaded query={use} skeleton={<Skeleton shape="rows" count={2} />}>
        {({ items, currency, isPartial }) =>
          items.length === 0 ? (
            <p class="md muted">{m.templates_use_none()}</p>
          ) : (
            <>
              <div class="panel">
                <UseTable
                  currency={currency}
                  rows={languages.map(({ id, language }) => ({
                    language,
                    isThis: id === template.id,
                    use: items.find(({ templateId }) => templateId === id) ?? null,
                  }))}
                />
              </div>
              {isPartial && <p class="sm muted">{m.templates_use_partial()}</p>}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

const share = (part: number, whole: number) => (whole === 0 ? '–' : formatPercent(part / whole))

function UseTable({ rows, currency }: { rows: Row[]; currency: string }) {
  const number = (key: string, header: string, of: (use: TemplateUse) => string) => ({
    key,
    header,
    isNumeric: true,
    cell: ({ use }: Row) => (use ? of(use) : '–'),
  })
  return (
    <Table
      caption={m.templates_use()}
      rows={rows}
      rowKey={(row) => row.language}
      columns={[
        {
          key: 'language',
          header: m.templates_language(),
          cell: ({ language, isThis }: Row) =>
            isThis ? <b>{formatLanguage(language)}</b> : formatLanguage(language),
        },
        number('used', m.templates_used(), ({ used }) => formatNumber(used)),
        number('delivered', m.templates_delivered(), (one) => share(one.delivered, one.used)),
        number('read', m.templates_read(), (one) => share(one.read, one.delivered)),
        number('replied', m.templates_replied(), (one) => share(one.replied, one.delivered)),
        number('stopped', m.templates_opted_out(), (one) => share(one.optedOut, one.delivered)),
        {
          key: 'cost',
          header: m.templates_cost(),
          isNumeric: true,
          cell: ({ use }: Row) =>
            use ? <Money micros={use.costMicros} currency={currency} /> : '–',
        },
        {
          key: 'last',
          header: m.templates_last_used(),
          cell: ({ use }: Row) => (use ? <Time at={use.lastUsedAt} /> : '–'),
        },
      ]}
    />
  )
}
