import { useSignal } from '@preact/signals'
import type { CodeSent, Role } from '../../../worker/contract/auth'
import type { MemberView } from '../../../worker/contract/team'
import { Button } from '../../components/button'
import { Choices } from '../../components/choice'
import { Dialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Name } from '../../components/isolate'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { CodeEntry } from './code-entry'
import { roleName, roleRights, rolesToGive } from './roles'
import { useSession } from './session'
import { askForTeamCode, changeRole, refreshTeam } from './team-api'

type Props = { member: MemberView | null; onClose: () => void }

/** The role first, then the code by which the server knows that it is really wanted. */
export const RoleDialog = ({ member, onClose }: Props) => (
  <Dialog
    title={rich(m.team_change_title, { name: <Name value={member?.name ?? ''} /> })}
    isOpen={member !== null}
    onClose={onClose}
  >
    {member && <Steps member={member} onDone={onClose} />}
  </Dialog>
)

function Steps({ member, onDone }: { member: MemberView; onDone: () => void }) {
  const { user, account } = useSession()
  const role = useSignal<Role>(member.role)
  const sent = useSignal<CodeSent | null>(null)
  const ask = useAction<null>(async () => {
    sent.value = await askForTeamCode()
  })
  const failure = ask.error.value
  if (sent.value) {
    return (
      <CodeEntry
        email={user.email}
        sent={sent.value}
        onAgain={askForTeamCode}
        onCode={async (code) => {
          await changeRole(member.userId, role.value, code)
          await refreshTeam()
          showToast({ text: m.team_changed() })
          onDone()
        }}
      />
    )
  }
  return (
    <div class="stack close">
      <Choices
        legend={m.team_role()}
        name="role"
        value={role.value}
        onChange={(chosen) => {
          role.value = chosen
        }}
        choices={rolesToGive(account.role).map((value) => ({
          value,
          label: roleName(value),
          hint: roleRights(value),
        }))}
      />
      <p class="sm muted">{rich(m.team_change_note, { name: <Name value={member.name} /> })}</p>
      {failure && (
        <p class="t-danger" role="alert">
          {describeFailure(failure)}
        </p>
      )}
      <div class="dialog-acts">
        <Button onClick={onDone}>{m.common_cancel()}</Button>
        <Button
          variant="primary"
          isDisabled={role.value === member.role}
          isBusy={ask.isBusy.value}
          onClick={() => void ask.run(null)}
        >
          {m.team_change_next()}
        </Button>
      </div>
    </div>
  )
}
