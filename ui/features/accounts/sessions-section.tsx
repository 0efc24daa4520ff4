import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import { MonitorSmartphone } from 'lucide-preact'
import type { SignedInView } from '../../../worker/contract/auth'
import { Button } from '../../components/button'
import { Chip } from '../../components/chip'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Name, Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { endOtherSessions, endSession, fetchSignedIn } from './api'

const SESSIONS = ['sessions']
const refresh = () => queryClient.invalidateQueries({ queryKey: SESSIONS })

export function SessionsSection() {
  const sessions = useQuery({ queryKey: SESSIONS, queryFn: fetchSignedIn })
  return (
    <Section title={m.settings_sessions()}>
      <Loaded query={sessions} skeleton={<Skeleton shape="rows" count={2} />}>
        {({ items }) => (
          <div class="panel">
            <ul class="cards">
              {items.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
            {items.length > 1 && <EndOthers count={items.length - 1} />}
          </div>
        )}
      </Loaded>
    </Section>
  )
}

function SessionRow({ session }: { session: SignedInView }) {
  const end = useAction<string>(async (id) => {
    await endSession(id)
    await refresh()
    showToast({ text: m.settings_session_ended() })
  })
  const failure = end.error.value
  return (
    <li>
      <div>
        <b>{session.device ? <Name value={session.device} /> : m.settings_session_unknown()}</b>
        <span class="sm muted">
          {rich(m.settings_session_seen, { when: <Time at={session.lastSeenAt} /> })}
          {' · '}
          {rich(m.settings_session_since, { date: <Time at={session.createdAt} style="date" /> })}
        </span>
        {failure && <span class="sm t-danger">{describeFailure(failure)}</span>}
      </div>
      <div class="e">
        {session.current ? (
          <Chip icon={MonitorSmartphone} tone="ok">
            {m.settings_session_current()}
          </Chip>
        ) : (
          <Button size="slim" isBusy={end.isBusy.value} onClick={() => void end.run(session.id)}>
            {m.settings_session_end()}
          </Button>
        )}
      </div>
    </li>
  )
}

function EndOthers({ count }: { count: number }) {
  const isAsking = useSignal(false)
  const end = useAction<null>(async () => {
    await endOtherSessions()
    await refresh()
    isAsking.value = false
    showToast({ text: m.settings_sessions_ended() })
  })
  return (
    <footer class="foot">
      <span class="grow" />
      <Button
        variant="quiet"
        size="slim"
        onClick={() => {
          isAsking.value = true
        }}
      >
        {m.settings_sessions_end_others()}
      </Button>
      <ConfirmDialog
        title={m.settings_sessions_end_confirm({ count })}
        isOpen={isAsking.value}
        confirmLabel={m.settings_sessions_end_label({ count })}
        isBusy={end.isBusy.value}
        onConfirm={() => void end.run(null)}
        onCancel={() => {
          isAsking.value = false
        }}
      />
    </footer>
  )
}
