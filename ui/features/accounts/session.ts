import { useQuery } from '@tanstack/preact-query'
import type { SessionView } from '../../../worker/contract/auth'
import { tellFailure } from '../../components/tell-failure'
import { currentUrl, navigate } from '../../lib/navigation'
import { forgetPersonal } from '../../lib/personal'
import { queryClient } from '../../lib/query'
import { speakFor } from '../../lib/request'
import { fetchSession, signOut } from './session-api'

const SESSION = ['session']
const FRESH_MS = 5 * 60_000

let shownAccount: string | null = null

/** A window shows one workspace; where the session went on in another, it begins anew. */
async function fetchShownSession(): Promise<SessionView> {
  const session = await fetchSession()
  const { id } = session.account
  if (shownAccount !== null && shownAccount !== id) startDocumentAt('/')
  shownAccount ??= id
  speakFor(shownAccount)
  return session
}

/** Nothing that was read or typed for one workspace is carried over into another. */
export const startDocumentAt = (path: string) => location.assign(path)

/** Who is signed in; its error has status 401 when nobody is. */
export const useSessionQuery = () =>
  useQuery({ queryKey: SESSION, queryFn: fetchShownSession, staleTime: FRESH_MS })

/** For pages inside the shell, which draws them only once this is known. */
export function useSession(): SessionView {
  const { data } = useSessionQuery()
  if (!data) throw new Error('a member page was drawn without a session')
  return data
}

export const refreshSession = () => queryClient.invalidateQueries({ queryKey: SESSION })

/** Everything read so far belonged to whoever was here before. */
export async function startFreshAt(path: string) {
  queryClient.clear()
  shownAccount = null
  speakFor(null)
  navigate(path, { replace: true })
}

export const signInAddress = () =>
  currentUrl.peek() === '/'
    ? '/sign-in'
    : `/sign-in?return=${encodeURIComponent(currentUrl.peek())}`

export async function leave() {
  try {
    await signOut()
  } catch (cause) {
    // Still signed in: whoever walks away must know.
    return tellFailure(cause)
  }
  forgetPersonal()
  await startFreshAt('/sign-in')
}

/** Managing a workspace is for these; the server decides, this only hides what it would refuse. */
export const canManage = (session: SessionView) =>
  session.account.role === 'owner' || session.account.role === 'admin'
export const canSend = (session: SessionView) =>
  canManage(session) || session.account.role === 'marketer'
