import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import type { BillingView } from '../../../worker/contract/usage'
import { Progress } from '../../components/bar'
import { Checkbox } from '../../components/choice'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Money } from '../../components/money'
import { Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { formatPercent, MICROS } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { saveBudget } from './api'
import { refreshFigures } from './model'

const Form = v.object({
  amount: v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null),
    ),
    v.pipe(v.string(), v.regex(/^\d{1,9}(\.\d{1,2})?$/), v.transform(Number), v.minValue(1)),
  ]),
  stops: v.boolean(),
})

/** A limit of which owners get a mail at 50, 80 and 100 %, and which may stop marketing as well. */
export function BudgetSection({ view }: { view: BillingView }) {
  const { budget, currency, money } = view
  const spent = Math.max(money.priced, money.billed ?? 0)
  const mayChange = canManage(useSession())
  return (
    <Section title={m.billing_budget()}>
      {budget && budget.currency === currency && (
        <div class="stack close">
          <p>
            {rich(
              (slots) =>
                m.billing_budget_used({ share: formatPercent(spent / budget.micros, 0), ...slots }),
              {
                spent: <Money micros={spent} currency={currency} />,
                budget: <Money micros={budget.micros} currency={currency} />,
              },
            )}
          </p>
          <Progress value={spent} max={budget.micros} label={m.billing_budget()} />
        </div>
      )}
      <p class="sm muted">
        {budget?.stops ? m.billing_budget_stop_note() : m.billing_budget_note()}
      </p>
      {mayChange && <BudgetForm view={view} />}
    </Section>
  )
}

function BudgetForm({ view: { budget, currency } }: { view: BillingView }) {
  const stops = useSignal(budget?.stops ?? false)
  const form = useForm({
    schema: Form,
    toInput: ({ amount = '' }) => ({ amount: amount.trim(), stops: stops.peek() }),
    submit: async ({ amount, stops: isStop }, key) => {
      const micros = amount === null ? null : Math.round(amount * MICROS)
      await saveBudget({ micros, currency, stops: isStop && micros !== null }, key)
      await refreshFigures()
      showToast({ text: m.common_saved() })
    },
  })
  return (
    <form {...form.props} class="stack close narrow-col">
      <FormErrors form={form} />
      <TextField
        {...form.field('amount')}
        label={m.billing_budget_amount({ currency })}
        inputMode="decimal"
        dir="ltr"
        defaultValue={budget ? String(budget.micros / MICROS) : ''}
        isOptional
      />
      <Checkbox
        label={m.billing_budget_stops()}
        hint={m.billing_budget_stops_hint()}
        isChecked={stops.value}
        onChange={(isChecked) => {
          stops.value = isChecked
        }}
      />
      <div class="row">
        <SubmitButton form={form}>{m.common_save()}</SubmitButton>
      </div>
    </form>
  )
}
