import { canManage, useSession } from './session'
import { SettingsFrame } from './settings-frame'
import { InvitationsSection } from './team-invitations'
import { InviteSection } from './team-invite'
import { LeaveSection } from './team-leave'
import { MembersSection } from './team-members'
import { PhonesSection } from './team-phones'
import { RolesSection } from './team-roles'

/** Who works here, who is invited, and what each of them may do. */
export function TeamPage() {
  const mayManage = canManage(useSession())
  return (
    <SettingsFrame current="team">
      <MembersSection />
      {mayManage && <InviteSection />}
      {mayManage && <InvitationsSection />}
      <RolesSection />
      <PhonesSection />
      <LeaveSection />
    </SettingsFrame>
  )
}
