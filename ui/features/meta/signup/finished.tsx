import type { ConnectionView } from '../../../../worker/contract/connections'
import { LinkButton } from '../../../components/button'
import { m } from '../../../paraglide/messages.js'
import { useConnections } from '../connections'
import { NumbersTable } from '../numbers-table'
import { Problems } from '../problems'

/** What was connected, what is left to do about it, and the way on. */
export function Finished({ connection }: { connection: ConnectionView }) {
  // The PIN may be typed in here: what is shown is how it is now.
  const { data } = useConnections()
  const shown = data?.items.find(({ id }) => id === connection.id) ?? connection
  return (
    <div class="stack narrow-col">
      <p class="muted">{m.signup_done_lead()}</p>
      {shown.numbers.length > 0 && (
        <div class="panel">
          <NumbersTable connection={shown} />
        </div>
      )}
      <Problems connection={shown} />
      <p class="md muted">{m.signup_payment_hint()}</p>
      <div class="row">
        <LinkButton variant="primary" href="/onboarding">
          {m.signup_next()}
        </LinkButton>
        <LinkButton href="/settings/numbers">{m.shell_banner_quality_act()}</LinkButton>
      </div>
    </div>
  )
}
