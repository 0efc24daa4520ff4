import { ChevronsUpDown, Plus, Smartphone } from 'lucide-preact'
import { initials } from '../components/chip'
import { describeFailure } from '../components/failure'
import { Icon } from '../components/icon'
import { CutName, Name, Phone } from '../components/isolate'
import { Menu, type MenuItem } from '../components/menu'
import { showToast } from '../components/toast'
import { startDocumentAt, useSession } from '../features/accounts/session'
import { switchWorkspace } from '../features/accounts/session-api'
import { useFirstNumber } from '../features/meta/connections'
import { createAction } from '../lib/action'
import { isolated } from '../lib/i18n'
import { leaveFor } from '../lib/leaving'
import { currentPath } from '../lib/navigation'
import { m } from '../paraglide/messages.js'

/** Whose workspace this is, and the number it sends from; the way to another. */
export function Workspace() {
  const { account } = useSession()
  const number = useFirstNumber()
  return (
    <Menu
      from="start"
      trigger={{
        class: 'workspace',
        label: m.workspace_switch({ name: isolated(account.name) }),
        content: (
          <>
            <span class="mark" aria-hidden="true">
              {initials(account.name).charAt(0)}
            </span>
            <span class="trunc">
              <b>
                <CutName value={account.name} />
              </b>
              <small class="trunc">{number ? <Phone value={number} /> : m.shell_no_number()}</small>
            </span>
            <Icon of={ChevronsUpDown} size="sm" />
          </>
        ),
      }}
      items={[
        ...useWorkspaceItems(),
        'line',
        { label: m.workspace_numbers(), icon: Smartphone, href: '/settings/numbers' },
        { label: m.workspace_new(), icon: Plus, href: '/workspaces/new' },
      ]}
    />
  )
}

/** The person's workspaces, the present one with a tick. */
export function useWorkspaceItems(): MenuItem[] {
  const { account, accounts } = useSession()
  return accounts.map(({ id, name }) => ({
    label: <Name value={name} />,
    isChosen: id === account.id,
    onSelect: () => {
      if (id !== account.id) leaveFor(() => void goTo(id))
    },
  }))
}

const change = createAction<string>((accountId) => switchWorkspace(accountId))

/** In the other workspace the same section opens: what stands behind it in the address is of this one. */
async function goTo(accountId: string) {
  const section = currentPath.peek().split('/')[1] ?? ''
  const isDone = await change.run(accountId)
  const failure = change.error.peek()
  if (isDone) startDocumentAt(section === 'workspaces' ? '/' : `/${section}`)
  else if (failure) showToast({ text: describeFailure(failure), tone: 'danger' })
}
