import { useSignal } from '@preact/signals'
import { Ellipsis, UserCog, UserMinus } from 'lucide-preact'
import type { MemberView } from '../../../worker/contract/team'
import { Avatar } from '../../components/chip'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Icon } from '../../components/icon'
import { Address, Name, Time } from '../../components/isolate'
import { Menu } from '../../components/menu'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { Table } from '../../components/table'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { isolated, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { roleName } from './roles'
import { canManage, useSession } from './session'
import { refreshTeam, removeMember, useMembers } from './team-api'
import { RoleDialog } from './team-role-dialog'

export function MembersSection() {
  const members = useMembers()
  const count = members.data?.items.length
  return (
    <Section
      title={m.team_members()}
      aside={count !== undefined && <span class="num">{formatNumber(count)}</span>}
    >
      <Loaded query={members} skeleton={<Skeleton shape="rows" count={3} />}>
        {({ items }) => <Members members={items} />}
      </Loaded>
    </Section>
  )
}

function Members({ members }: { members: MemberView[] }) {
  const changing = useSignal<MemberView | null>(null)
  const removing = useSignal<MemberView | null>(null)
  const actions = (member: MemberView) => (
    <MemberMenu
      member={member}
      onChange={() => {
        changing.value = member
      }}
      onRemove={() => {
        removing.value = member
      }}
    />
  )
  return (
    <div class="panel">
      <Table
        caption={m.team_members()}
        rows={members}
        rowKey={({ userId }) => userId}
        columns={[
          {
            key: 'person',
            header: m.team_person(),
            isRowHeader: true,
            cell: (member) => <Person member={member} />,
          },
          { key: 'role', header: m.team_role(), cell: ({ role }) => roleName(role) },
          { key: 'seen', header: m.team_seen(), cell: (member) => <Seen member={member} /> },
          { key: 'menu', header: '', cell: actions },
        ]}
        card={(member) => (
          <>
            <div>
              <b>
                <Name value={member.name} />
              </b>
              <span class="sm muted breaks">
                <Address value={member.email} />
              </span>
              <span class="sm muted">
                {roleName(member.role)} · {m.team_seen()}: <Seen member={member} />
              </span>
            </div>
            <div class="e">{actions(member)}</div>
          </>
        )}
      />
      <RoleDialog
        member={changing.value}
        onClose={() => {
          changing.value = null
        }}
      />
      <RemoveDialog
        member={removing.value}
        onClose={() => {
          removing.value = null
        }}
      />
    </div>
  )
}

function Person({ member }: { member: MemberView }) {
  const { user } = useSession()
  return (
    <span class="who">
      <Avatar name={member.name} />
      <span class="breaks">
        <b>
          <Name value={member.name} />
        </b>
        {member.userId === user.id && <span class="muted"> ({m.team_you()})</span>}
        <br />
        <span class="sm muted">
          <Address value={member.email} />
        </span>
      </span>
    </span>
  )
}

const Seen = ({ member: { lastSeenAt } }: { member: MemberView }) =>
  lastSeenAt === null ? m.team_seen_never() : <Time at={lastSeenAt} />

type MenuProps = { member: MemberView; onChange: () => void; onRemove: () => void }

/** Nothing for oneself, and nothing about owners for who is none: the server would refuse it. */
function MemberMenu({ member, onChange, onRemove }: MenuProps) {
  const session = useSession()
  const isOwner = session.account.role === 'owner'
  const isOwn = member.userId === session.user.id
  if (!canManage(session) || isOwn || (member.role === 'owner' && !isOwner)) return null
  return (
    <Menu
      trigger={{
        class: 'btn quiet slim icon',
        label: m.team_actions_of({ name: isolated(member.name) }),
        content: <Icon of={Ellipsis} size="sm" />,
      }}
      items={[
        { label: m.team_change_role(), icon: UserCog, onSelect: onChange },
        { label: m.team_remove(), icon: UserMinus, tone: 'danger', onSelect: onRemove },
      ]}
    />
  )
}

function RemoveDialog({ member, onClose }: { member: MemberView | null; onClose: () => void }) {
  const { account } = useSession()
  const remove = useAction<string>(async (userId) => {
    await removeMember(userId)
    await refreshTeam()
    onClose()
    showToast({ text: m.team_removed() })
  })
  const failure = remove.error.value
  return (
    <ConfirmDialog
      title={rich(m.team_remove_title, {
        name: <Name value={member?.name ?? ''} />,
        account: <Name value={account.name} />,
      })}
      isOpen={member !== null}
      tone="danger"
      confirmLabel={m.team_remove_label()}
      isBusy={remove.isBusy.value}
      onConfirm={() => member && void remove.run(member.userId)}
      onCancel={() => {
        remove.reset()
        onClose()
      }}
    >
      <p>{m.team_remove_text()}</p>
      {failure && (
        <p class="t-danger" role="alert">
          {describeFailure(failure)}
        </p>
      )}
    </ConfirmDialog>
  )
}
