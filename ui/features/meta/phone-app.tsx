import type { ConnectionView, NumberView } from '../../../worker/contract/connections'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Phone, Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { formatNumber, formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { askForPhone } from './api'
import { asE164, refreshConnections } from './connections'

/** Numbers that live in the phone app too: what came over, and what can still be asked for. */
export function PhoneApp({ connection }: { connection: ConnectionView }) {
  const shared = connection.numbers.filter(({ coexistence }) => coexistence !== null)
  if (shared.length === 0) return null
  return (
    <Section title={m.phone_app_title()} level={3}>
      {shared.map((number) => (
        <OneNumber key={number.id} number={number} />
      ))}
    </Section>
  )
}

function OneNumber({ number }: { number: NumberView }) {
  const mayChange = canManage(useSession())
  const ask = useAction<'contacts' | 'history'>(async (what) => {
    await askForPhone(number.id, what)
    await refreshConnections()
  })
  const { coexistence } = number
  if (!coexistence) return null
  const { contacts, history, progress, messages, askableUntil } = coexistence
  const isAskable = mayChange && coexistence.state === 'joined' && askableUntil > Date.now()
  return (
    <div class="panel pad stack close">
      <p class="md">
        <Phone value={asE164(number)} /> · {m.phone_app_lead()}
      </p>
      {coexistence.state === 'offboarded' && <p class="t-danger">{m.phone_app_left()}</p>}
      <p class="md">
        {m.phone_app_contacts()}: {SYNC[contacts]()}
      </p>
      <p class="md">
        {m.phone_app_history()}: {SYNC[history]()}
        {history === 'asked' && ` · ${formatPercent(progress / 100, 0)}`}
        {messages > 0 && ` · ${m.phone_app_messages({ count: formatNumber(messages) })}`}
      </p>
      {isAskable && (contacts === 'waiting' || history === 'waiting') && (
        <>
          <p class="sm muted">
            {rich(m.phone_app_until, { date: <Time at={askableUntil} style="full" /> })}
          </p>
          <div class="row">
            {contacts === 'waiting' && (
              <Button isBusy={ask.isBusy.value} onClick={() => void ask.run('contacts')}>
                {m.phone_app_ask_contacts()}
              </Button>
            )}
            {history === 'waiting' && (
              <Button isBusy={ask.isBusy.value} onClick={() => void ask.run('history')}>
                {m.phone_app_ask_history()}
              </Button>
            )}
          </div>
        </>
      )}
      {ask.error.value && <p class="t-danger">{describeFailure(ask.error.value)}</p>}
    </div>
  )
}

const SYNC = {
  waiting: m.phone_app_waiting,
  asked: m.phone_app_asked,
  done: m.phone_app_done,
  declined: m.phone_app_declined,
  refused: m.phone_app_refused,
}
