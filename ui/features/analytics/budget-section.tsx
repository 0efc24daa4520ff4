import * as v from 'valibot'
import type { BillingView } from '../../../worker/contract/usage'
import { Progress } from '../../components/bar'
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
})

/** A limit that only tells: owners get a mail at 50, 80 and 100 %. */
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
      <p class="sm muted">{m.billing_budget_note()}</p>
      {mayChange && <BudgetForm view={view} />}
    </Section>
  )
}

function BudgetForm({ view: { budget, currency } }: { view: BillingView }) {
  const form = useForm({
    schema: Form,
    submit: async ({ amount }, key) => {
      const micros = amount === null ? null : Math.round(amount * MICROS)
      await saveBudget({ micros, currency }, key)
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
      <div class="row">
        <SubmitButton form={form}>{m.common_save()}</SubmitButton>
      </div>
    </form>
  )
}
