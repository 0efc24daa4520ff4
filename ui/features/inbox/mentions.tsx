import { Name } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { useTeam } from './model'
import type { Suggested } from './suggestions'

const MOST_SHOWN = 6

type Team = { id: string; name: string }[]

export const mentionedIn = (text: string, team: Team) =>
  team.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)

/** After "@" in a note: whom it could be for. */
export function useMentionSuggestions(
  text: string,
  onChoose: (text: string) => void,
): Suggested | null {
  const me = useSession().user.id
  const team = useTeam().data?.items ?? []
  const typed = /@([^@\n]{0,30})$/.exec(text)?.[1]?.toLowerCase()
  if (typed === undefined) return null
  const fitting = team.filter(
    ({ id, name }) =>
      id !== me && name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed,
  )
  if (fitting.length === 0) return null
  return {
    label: m.inbox_mention(),
    query: typed,
    items: fitting.slice(0, MOST_SHOWN).map(({ id, name }) => ({
      key: id,
      content: <Name value={name} />,
      onChoose: () => onChoose(`${text.slice(0, text.length - typed.length)}${name} `),
    })),
  }
}
