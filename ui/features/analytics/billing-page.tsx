import { Download, Printer } from 'lucide-preact'
import { useRoute } from 'preact-iso'
import type { BillingView } from '../../../worker/contract/usage'
import { Progress } from '../../components/bar'
import { Button, LinkButton } from '../../components/button'
import { Name, Phone, Time } from '../../components/isolate'
import { Money } from '../../components/money'
import { Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { dayIn } from '../../lib/day'
import { formatDate, formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { useSession } from '../accounts/session'
import './analytics.css'
import { billingCsvAddress, type Range } from './api'
import { BudgetSection } from './budget-section'
import { CostTable } from './cost-panel'
import { useMonth } from './model'
import { MoneyFacts } from './money-panel'
import { addDays, noonOf } from './range'
import { RateCardsSection } from './rate-cards-section'

const monthOf = (day: string) => day.slice(0, 7)
const earlier = (month: string) => monthOf(addDays(`${month}-01`, -1))
const later = (month: string) => monthOf(addDays(`${month}-28`, 5))

const monthName = (month: string) =>
  new Intl.DateTimeFormat(document.documentElement.lang || 'en', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(noonOf(`${month}-15`))

/** One month on one sheet: what was delivered, what it costs at list price, and what Meta bills. */
export function BillingPage() {
  const { account } = useSession()
  // Whoever comes for the budget names no month.
  const month = useRoute().params.month ?? monthOf(dayIn(account.timeZone, Date.now()))
  const statement = useMonth(month, '')
  return (
    <Page
      title={m.billing_title()}
      crumbs={[{ label: m.analytics_title(), href: '/analytics' }]}
      actions={
        <>
          <LinkButton icon={Download} href={billingCsvAddress(month, '')} download>
            CSV
          </LinkButton>
          <Button icon={Printer} onClick={() => print()}>
            {m.billing_print()}
          </Button>
        </>
      }
    >
      <nav class="row no-print billing-months" aria-label={m.billing_month()}>
        <a href={`/billing/${earlier(month)}`}>{monthName(earlier(month))}</a>
        <b aria-current="page">{monthName(month)}</b>
        <a href={`/billing/${later(month)}`}>{monthName(later(month))}</a>
      </nav>
      <Loaded query={statement} skeleton={<Skeleton shape="rows" />}>
        {(view) => (
          <div class="stack">
            <Statement view={view} />
            <div class="stack no-print">
              <BudgetSection key={view.month} view={view} />
              <RateCardsSection currency={view.currency} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

const rangeOf = (month: string): Range => ({
  from: `${month}-01`,
  to: addDays(`${later(month)}-01`, -1),
  ...{ number: '', country: '', category: '' },
})

function Statement({ view }: { view: BillingView }) {
  const { currency, business, rateDate } = view
  return (
    <article class="panel pad statement stack close">
      <header class="row">
        <div>
          <h2>{m.billing_statement({ month: monthName(view.month) })}</h2>
          <p class="sm muted">
            {m.billing_currency({ currency, zone: view.timeZone })}{' '}
            {view.asOf !== null &&
              rich(m.analytics_as_of, { when: <Time at={view.asOf} style="full" /> })}
          </p>
        </div>
        <address class="sm end">
          <b>
            <Name value={business.legalName ?? business.name} />
          </b>
          {business.registrationNumber && (
            <span>
              <bdi dir="ltr">{business.registrationNumber}</bdi>
            </span>
          )}
          {business.address && (
            <span>
              <Name value={business.address} />
            </span>
          )}
        </address>
      </header>
      {view.rows.length === 0 ? (
        <p>{m.billing_nothing()}</p>
      ) : (
        <CostTable rows={view.rows} currency={currency} range={rangeOf(view.month)} />
      )}
      <div class="two-columns">
        <Section title={m.analytics_money()} level={3}>
          <MoneyFacts money={view.money} currency={currency} />
        </Section>
        <Section title={m.billing_whose()} level={3}>
          <Facts
            isMoney
            facts={[
              {
                key: 'meta',
                label: m.billing_of_meta(),
                value: (
                  <Money micros={view.money.billed ?? view.money.priced} currency={currency} />
                ),
              },
              {
                key: 'ours',
                label: m.billing_of_ours(),
                value: <Money micros={0} currency={currency} />,
              },
            ]}
          />
          {view.freeReplies.map(({ phone, used, of }) => (
            <div key={phone} class="stack close sm">
              <span>
                {rich(
                  (slots) =>
                    m.billing_free_replies({
                      used: formatNumber(used),
                      of: formatNumber(of),
                      ...slots,
                    }),
                  { phone: <Phone value={phone} /> },
                )}
              </span>
              <Progress value={used} max={of} size="thin" label={m.billing_free_replies_short()} />
            </div>
          ))}
        </Section>
      </div>
      <Broadcasts view={view} />
      <footer class="xs muted">
        <p>{m.analytics_money_note()}</p>
        <p>
          {rateDate
            ? m.analytics_rates_of({
                date: formatDate(noonOf(rateDate), 'UTC'),
                next: formatDate(noonOf(view.nextRateChange), 'UTC'),
              })
            : m.analytics_no_rates({ currency })}{' '}
          {view.rows.some((row) => row.isUncertain) && m.analytics_rates_uncertain()}
        </p>
      </footer>
    </article>
  )
}

/** More would not fit on one sheet; the rest stands in the file. */
const BROADCASTS_SHOWN = 12

function Broadcasts({ view: { broadcasts, currency } }: { view: BillingView }) {
  if (broadcasts.length === 0) return null
  const shown = broadcasts.slice(0, BROADCASTS_SHOWN)
  const rest = broadcasts.slice(BROADCASTS_SHOWN)
  return (
    <Section title={m.analytics_by_broadcast()} level={3}>
      <Facts
        isMoney
        facts={[
          ...shown.map(({ id, name, messages, costMicros }) => ({
            key: id,
            label: (
              <>
                {id ? <Name value={name} /> : m.analytics_single_messages()}{' '}
                <span class="muted num">{formatNumber(messages)}</span>
              </>
            ),
            value: <Money micros={costMicros} currency={currency} />,
          })),
          ...(rest.length === 0
            ? []
            : [
                {
                  key: 'rest',
                  label: m.billing_other_broadcasts({ count: formatNumber(rest.length) }),
                  value: (
                    <Money
                      micros={rest.reduce((sum, { costMicros }) => sum + costMicros, 0)}
                      currency={currency}
                    />
                  ),
                },
              ]),
        ]}
      />
    </Section>
  )
}
