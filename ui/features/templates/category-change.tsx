import { TrendingUp } from 'lucide-preact'
import type { PriceEffect, TemplateView } from '../../../worker/contract/templates'
import { Time } from '../../components/isolate'
import { Money } from '../../components/money'
import { Banner } from '../../components/page-parts'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { appealAddress } from './advice'
import { categoryName } from './status'

type Props = { template: TemplateView; price: PriceEffect | null }

/** Meta moved the template to another category, or will: when, what it costs then, and how to appeal. */
export function CategoryChange({ template, price }: Props) {
  if (!price) return null
  const { correctCategory, category, categoryAt } = template
  const isAhead = correctCategory !== null && correctCategory !== category
  const values = { from: categoryName(price.from), to: categoryName(price.to) }
  return (
    <Banner
      icon={TrendingUp}
      isInset
      action={
        <a class="btn slim" href={appealAddress} target="_blank" rel="noreferrer">
          {m.templates_appeal()}
        </a>
      }
    >
      <b>{isAhead ? m.templates_moves(values) : m.templates_moved(values)}</b>{' '}
      {categoryAt !== null && <Time at={categoryAt} style="full" />}{' '}
      {rich(m.templates_price_effect, {
        before: <Money micros={price.fromMicros} currency={price.currency} digits={4} />,
        after: <Money micros={price.toMicros} currency={price.currency} digits={4} />,
        market: <bdi>{price.market}</bdi>,
      })}{' '}
      {m.templates_appeal_text()}
    </Banner>
  )
}
