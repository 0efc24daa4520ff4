import { Eye } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { Icon } from '../../components/icon'
import { Name } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { tellPresence } from '../../lib/live'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { useTeam } from './model'
import { presences } from './signals'

export const showPresence = (conversationId: string, isTyping: boolean) =>
  tellPresence({ conversationId, isTyping })

/** Others are told that this conversation is on this screen. */
export function usePresence(conversationId: string) {
  useEffect(() => {
    showPresence(conversationId, false)
    return () => tellPresence(null)
  }, [conversationId])
}

/** So that two don't answer at once. */
export function OthersHere({ conversationId }: { conversationId: string }) {
  const me = useSession().user.id
  const team = useTeam().data?.items ?? []
  const here = presences.value.filter(
    (one) => one.conversationId === conversationId && one.userId !== me,
  )
  const [first] = here.toSorted((a, b) => Number(b.isTyping) - Number(a.isTyping))
  if (!first) return null
  const name = team.find(({ id }) => id === first.userId)?.name ?? m.inbox_somebody()
  const message = first.isTyping ? m.inbox_is_typing : m.inbox_is_viewing
  return (
    <p class="others-here" role="status">
      <Icon of={Eye} size="xs" />
      <span>{rich(message, { name: <Name value={name} /> })}</span>
    </p>
  )
}
