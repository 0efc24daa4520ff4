import { useSignal } from '@preact/signals'
import { LogOut } from 'lucide-preact'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Name } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { startDocumentAt, useSession } from './session'
import { leaveWorkspace, useMembers } from './team-api'

/** One's own way out; only the last owner has to stay. */
export function LeaveSection() {
  const { account, user } = useSession()
  const owners = (useMembers().data?.items ?? []).filter(({ role }) => role === 'owner')
  const isLastOwner = owners.length === 1 && owners[0]?.userId === user.id
  const isAsking = useSignal(false)
  const leave = useAction<null>(async () => {
    const { nextAccountId } = await leaveWorkspace()
    startDocumentAt(nextAccountId ? '/' : '/no-workspace')
  })
  const failure = leave.error.value
  const name = <Name value={account.name} />
  return (
    <Section title={m.team_leave()}>
      <div class="panel danger-area pad stack close">
        <p class="md">
          {isLastOwner ? m.team_leave_last() : rich(m.team_leave_text, { account: name })}
        </p>
        {!isLastOwner && (
          <div class="row">
            <Button
              variant="danger"
              icon={LogOut}
              isIconDirectional
              onClick={() => {
                isAsking.value = true
              }}
            >
              {m.team_leave()}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        title={rich(m.team_leave_title, { account: name })}
        isOpen={isAsking.value}
        tone="danger"
        confirmLabel={m.team_leave_label()}
        isBusy={leave.isBusy.value}
        onConfirm={() => void leave.run(null)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>{rich(m.team_leave_text, { account: name })}</p>
        {failure && (
          <p class="t-danger" role="alert">
            {describeFailure(failure)}
          </p>
        )}
      </ConfirmDialog>
    </Section>
  )
}
