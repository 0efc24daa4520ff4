import { useQuery } from '@tanstack/preact-query'
import type { CodeSent, Role } from '../../../worker/contract/auth'
import type { List } from '../../../worker/contract/common'
import type {
  InvitationLink,
  LeftView,
  MemberView,
  NewInvitation,
  NewWorkspace,
  PendingInvitationView,
  RoleMatrix,
  WorkspaceMade,
} from '../../../worker/contract/team'
import { queryClient } from '../../lib/query'
import { api } from '../../lib/request'

const TEAM = ['team']

export const useMembers = () =>
  useQuery({ queryKey: [...TEAM, 'members'], queryFn: () => api.get<List<MemberView>>('/members') })

/** Only for those who may invite. */
export const useInvitations = () =>
  useQuery({
    queryKey: [...TEAM, 'invitations'],
    queryFn: () => api.get<List<PendingInvitationView>>('/members/invitations'),
  })

export const useRoleMatrix = () =>
  useQuery({
    queryKey: [...TEAM, 'roles'],
    queryFn: () => api.get<RoleMatrix>('/members/roles'),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const refreshTeam = () => queryClient.invalidateQueries({ queryKey: TEAM })

export const askForTeamCode = () => api.post<CodeSent>('/members/code')
export const invite = (invitation: NewInvitation, idempotencyKey?: string) =>
  api.post<InvitationLink>('/members/invitations', invitation, { idempotencyKey })
export const inviteAgain = (id: string, idempotencyKey: string) =>
  api.post<InvitationLink>(`/members/invitations/${id}/resend`, undefined, { idempotencyKey })
export const takeInvitationBack = (id: string) => api.delete<void>(`/members/invitations/${id}`)
export const changeRole = (userId: string, role: Role, code: string) =>
  api.patch<MemberView>(`/members/${userId}`, { role, code })
export const removeMember = (userId: string) => api.delete<void>(`/members/${userId}`)

export const createWorkspace = (workspace: NewWorkspace, idempotencyKey: string) =>
  api.post<WorkspaceMade>('/session/accounts', workspace, { idempotencyKey })
export const leaveWorkspace = () => api.post<LeftView>('/session/leave')
