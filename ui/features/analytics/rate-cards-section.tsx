import { useState } from 'preact/hooks'
import * as v from 'valibot'
import type { RateCardView } from '../../../worker/contract/usage'
import { SelectField, TextField } from '../../components/field'
import { FileField } from '../../components/file-field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Section } from '../../components/page-parts'
import { Table } from '../../components/table'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { formatDate, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { importCard } from './api'
import { refreshFigures, useCards } from './model'
import { noonOf } from './range'

/** Currencies that Meta bills in. */
const CURRENCIES = 'USD AED ARS AUD BRL CLP COP EUR GBP IDR ILS INR MXN MYR PEN SAR SGD'.split(' ')

export function RateCardsSection({ currency }: { currency: string }) {
  const { data } = useCards()
  const isOwner = useSession().account.role === 'owner'
  return (
    <Section title={m.billing_cards()}>
      <p class="sm muted">{m.billing_cards_note()}</p>
      {data && (
        <div class="panel">
          <CardsTable cards={data.items} />
        </div>
      )}
      {isOwner && <ImportForm currency={currency} />}
    </Section>
  )
}

const CardsTable = ({ cards }: { cards: RateCardView[] }) => (
  <Table
    caption={m.billing_cards()}
    rows={cards}
    rowKey={({ currency, effective, source }) => `${currency} ${effective} ${source}`}
    columns={[
      {
        key: 'date',
        header: m.billing_cards_from(),
        isRowHeader: true,
        cell: ({ effective }) => <bdi class="num">{formatDate(noonOf(effective), 'UTC')}</bdi>,
      },
      { key: 'currency', header: m.billing_cards_currency(), cell: ({ currency }) => currency },
      {
        key: 'markets',
        header: m.billing_cards_markets(),
        isNumeric: true,
        cell: ({ markets }) => formatNumber(markets),
      },
      {
        key: 'source',
        header: m.billing_cards_source(),
        cell: ({ source, singleSource }) =>
          source === 'imported'
            ? m.billing_cards_imported()
            : m.billing_cards_product({ count: formatNumber(singleSource) }),
      },
    ]}
  />
)

const Form = v.object({
  currency: v.string(),
  effective: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
})

function ImportForm({ currency }: { currency: string }) {
  const [csv, setCsv] = useState('')
  const form = useForm({
    schema: Form,
    submit: async (card, key) => {
      await importCard({ ...card, csv }, key)
      await refreshFigures()
      showToast({ text: m.billing_cards_done() })
    },
  })
  const options = CURRENCIES.map((one) => ({ value: one, text: one }))
  return (
    <form {...form.props} class="stack close narrow-col">
      <h3>{m.billing_cards_import()}</h3>
      <FormErrors form={form} />
      <SelectField
        {...form.field('currency')}
        label={m.billing_cards_currency()}
        options={options}
        defaultValue={currency}
      />
      <TextField
        {...form.field('effective')}
        label={m.billing_cards_from()}
        hint={m.billing_cards_from_hint()}
        placeholder="2027-01-01"
        dir="ltr"
      />
      <FileField
        label={m.billing_cards_file()}
        accept=".csv,text/csv"
        onFile={async (file) => setCsv(await file.text())}
      />
      <div class="row">
        <SubmitButton form={form}>{m.billing_cards_import()}</SubmitButton>
      </div>
    </form>
  )
}
