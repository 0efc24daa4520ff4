import { CHECKS, type CheckName, type CheckView } from '../../../worker/contract/connections'
import { CheckList, type CheckState } from '../../components/check-list'
import { m } from '../../paraglide/messages.js'

const TITLES: Record<CheckName, () => string> = {
  token_valid: m.connect_check_token_valid,
  token_app: m.connect_check_token_app,
  token_scopes: m.connect_check_token_scopes,
  waba: m.connect_check_waba,
  number: m.connect_check_number,
  unclaimed: m.connect_check_unclaimed,
  webhook: m.connect_check_webhook,
}

const STATES: Record<CheckView['state'], { state: CheckState; text: () => string }> = {
  ok: { state: 'ok', text: m.connect_state_ok },
  failed: { state: 'failed', text: m.connect_state_failed },
  skipped: { state: 'waiting', text: m.connect_state_skipped },
}

type Props = {
  /** Null before the first run. */
  checks: CheckView[] | null
  isRunning?: boolean
}

/** Every check the server runs, with its result and, where it failed, what mends it. */
export function ConnectionChecks({ checks, isRunning }: Props) {
  if (!checks) {
    return (
      <>
        <CheckList
          items={CHECKS.map((name) => ({
            key: name,
            state: 'waiting',
            stateText: m.connect_state_waiting(),
            title: TITLES[name](),
          }))}
        />
        <p class="sm muted" role="status">
          {isRunning ? m.connect_checking() : m.connect_checks_waiting()}
        </p>
      </>
    )
  }
  return (
    <CheckList
      items={checks.map((check) => ({
        key: check.name,
        state: STATES[check.state].state,
        stateText: STATES[check.state].text(),
        title: TITLES[check.name](),
        note: <CheckNote check={check} />,
      }))}
    />
  )
}

const CheckNote = ({ check }: { check: CheckView }) => {
  if (check.state === 'skipped') return <>{m.connect_skipped()}</>
  return (
    <>
      {check.problem && <span class="t-danger">{check.problem} </span>}
      {check.fix}
    </>
  )
}
