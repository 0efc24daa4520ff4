import { CircleAlert, Info, TriangleAlert } from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import type { HealthProblem } from '../../../worker/contract/health'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Icon } from '../../components/icon'
import { Phone } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { AddNumber } from './add-number'
import { markSeen } from './api'
import { asE164, refreshConnections } from './connections'
import { actOf, problemText } from './health'
import { PinForm } from './pin-form'
import { RenewButton } from './renew-button'
import './problems.css'

const ICONS = { danger: CircleAlert, warn: TriangleAlert, info: Info }

/** What is wrong with a connection, worst first, each with the one act that mends it. */
export function Problems({ connection }: { connection: ConnectionView }) {
  const mayChange = canManage(useSession())
  if (connection.problems.length === 0) return null
  return (
    <ul class="problems" aria-label={m.health_title()}>
      {connection.problems.map((problem) => (
        <li key={`${problem.kind}/${problem.numberId}`} class={problem.level}>
          <Icon of={ICONS[problem.level]} size="sm" />
          <div class="stack close">
            <p>
              <Which connection={connection} problem={problem} />
              {problemText(problem)}
            </p>
            {mayChange && <Mend connection={connection} problem={problem} />}
          </div>
        </li>
      ))}
    </ul>
  )
}

type Props = { connection: ConnectionView; problem: HealthProblem }

/** The number, where a connection has several. */
const Which = ({ connection, problem }: Props) => {
  const number = connection.numbers.find(({ id }) => id === problem.numberId)
  if (!number || connection.numbers.length < 2) return null
  return (
    <b>
      <Phone value={asE164(number)} />
      {': '}
    </b>
  )
}

function Mend({ connection, problem }: Props) {
  const act = actOf(problem)
  switch (act.kind) {
    case 'link':
      return (
        <div class="row">
          <LinkButton href={act.href} size="slim">
            {act.label()}
          </LinkButton>
        </div>
      )
    case 'renew':
      return (
        <div class="row">
          <RenewButton connection={connection} />
        </div>
      )
    case 'pin':
      return problem.numberId ? <PinForm numberId={problem.numberId} /> : null
    case 'add_number':
      return <AddNumber connectionId={connection.id} />
    case 'seen':
      return <Seen connectionId={connection.id} problem={problem} />
  }
}

function Seen({ connectionId, problem }: { connectionId: string; problem: HealthProblem }) {
  const see = useAction<HealthProblem>(async ({ kind, numberId }) => {
    await markSeen(connectionId, kind, numberId)
    await refreshConnections()
  })
  return (
    <div class="row">
      <Button size="slim" isBusy={see.isBusy.value} onClick={() => void see.run(problem)}>
        {m.health_act_seen()}
      </Button>
      {see.error.value && <span class="t-danger">{describeFailure(see.error.value)}</span>}
    </div>
  )
}
