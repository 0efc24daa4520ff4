import { ArrowRight } from 'lucide-preact'
import type { AuditView } from '../../../worker/contract/audit'
import { ROLES, type Role } from '../../../worker/contract/auth'
import { BROADCAST_STATES } from '../../../worker/contract/broadcasts'
import { Icon } from '../../components/icon'
import { Code, Name, Time } from '../../components/isolate'
import { Table } from '../../components/table'
import { m } from '../../paraglide/messages.js'
import { stateName } from '../broadcasts/state'
import { ACTOR_NAMES, actionName, placeOf } from './audit-words'
import { roleName } from './roles'
import { useSession } from './session'

export function AuditTable({ lines }: { lines: AuditView[] }) {
  const { timeZone } = useSession().account
  const when = ({ at }: AuditView) => <Time at={at} style="full" timeZone={timeZone} />
  return (
    <Table
      caption={m.audit_title()}
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        { key: 'when', header: m.audit_when(), cell: when },
        { key: 'who', header: m.audit_who(), cell: (line) => <Actor line={line} /> },
        {
          key: 'what',
          header: m.audit_what(),
          isRowHeader: true,
          cell: (line) => <What line={line} />,
        },
        { key: 'change', header: m.audit_change(), cell: (line) => <Change line={line} /> },
      ]}
      card={(line) => (
        <div>
          <b>
            <What line={line} />
          </b>
          <span class="sm">
            <Actor line={line} />
          </span>
          <span class="sm muted">{when(line)}</span>
          <span class="sm">
            <Change line={line} />
          </span>
        </div>
      )}
    />
  )
}

function Actor({ line: { actor } }: { line: AuditView }) {
  if (actor.kind !== 'user') return <>{ACTOR_NAMES[actor.kind]()}</>
  return actor.name ? <Name value={actor.name} /> : m.audit_actor_gone()
}

/** The act, whom it was done to, and a way there. */
function What({ line }: { line: AuditView }) {
  const place = placeOf(line)
  const words = actionName(line.action)
  const { actor, target } = line
  return (
    <>
      {place ? <a href={place}>{words}</a> : words}
      {target.name && target.id !== actor.id && (
        <>
          {': '}
          <Name value={target.name} />
        </>
      )}
    </>
  )
}

function Change({ line: { action, before, after } }: { line: AuditView }) {
  if (before === null && after === null) return null
  const isState = action.startsWith('broadcast.')
  return (
    <span class="row">
      {before !== null && <Value text={before} isState={isState} />}
      {before !== null && after !== null && <Icon of={ArrowRight} size="xs" isDirectional />}
      {after !== null && <Value text={after} isState={isState} />}
    </span>
  )
}

const isRole = (text: string): text is Role => ROLES.some((role) => role === text)

/** Roles and states of broadcasts have words; the rest are names of fields, as the log holds them. */
function Value({ text, isState }: { text: string; isState: boolean }) {
  if (isRole(text)) return <>{roleName(text)}</>
  const [state = '', reason] = text.split(':')
  const known = isState && BROADCAST_STATES.find((one) => one === state)
  if (!known) return <Code>{text}</Code>
  return (
    <>
      {stateName(known)}
      {reason && (
        <>
          {' '}
          <Code>{reason}</Code>
        </>
      )}
    </>
  )
}
