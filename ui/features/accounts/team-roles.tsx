import { Check, Minus } from 'lucide-preact'
import { ROLES, type Role } from '../../../worker/contract/auth'
import type { RoleMatrix } from '../../../worker/contract/team'
import { Icon } from '../../components/icon'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { Table } from '../../components/table'
import { formatList } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { RIGHT_NAMES } from './right-names'
import { roleName } from './roles'
import { useRoleMatrix } from './team-api'

/** The table by which the server decides, in words. */
export function RolesSection() {
  const matrix = useRoleMatrix()
  return (
    <Section title={m.team_roles()}>
      <p class="md muted">{m.team_roles_intro()}</p>
      <Loaded query={matrix} skeleton={<Skeleton shape="rows" count={8} />}>
        {({ rights }) => <Matrix rights={rights} />}
      </Loaded>
    </Section>
  )
}

const Matrix = ({ rights }: RoleMatrix) => (
  <div class="panel">
    <Table
      caption={m.team_roles()}
      rows={[...rights, OWNERS]}
      rowKey={({ right }) => right}
      columns={[
        {
          key: 'right',
          header: m.team_roles_right(),
          isRowHeader: true,
          cell: ({ right }) => <span class="wraps">{nameOf(right)}</span>,
        },
        ...ROLES.map((role) => ({
          key: role,
          header: roleName(role),
          cell: ({ roles }: { roles: Role[] }) => <Answer isYes={roles.includes(role)} />,
        })),
      ]}
      card={({ right, roles }) => (
        <div>
          <b>{nameOf(right)}</b>
          <span class="sm muted">{formatList(roles.map(roleName))}</span>
        </div>
      )}
    />
  </div>
)

const nameOf = (right: string) => RIGHT_NAMES[right]?.() ?? right

/** The one rule that is no row of the table: nobody hands out more than they have. */
const OWNERS: RoleMatrix['rights'][number] = { right: 'owners', roles: ['owner'] }

const Answer = ({ isYes }: { isYes: boolean }) => (
  <span class={isYes ? 't-ok' : 'muted'}>
    <Icon of={isYes ? Check : Minus} size="sm" />
    <span class="vh">{isYes ? m.team_roles_yes() : m.team_roles_no()}</span>
  </span>
)
