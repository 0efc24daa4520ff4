import type { ConversationView, SavedReplyView } from '../../../worker/contract/inbox'
import { Name } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import { useSavedReplies } from './model'

/** What is typed after "/" or ";" at the beginning; null while something else is being written. */
export const savedQuery = (text: string): string | null =>
  /^[/;](\S{0,30})$/.exec(text)?.[1] ?? null

const FIRST_NAME = /\{\{\s*first_name\s*\}\}/g
const NAME = /\{\{\s*name\s*\}\}/g

/** The variables of a saved reply, filled for the person. */
export function fillSaved({ text }: SavedReplyView, { name }: Pick<ConversationView, 'name'>) {
  return text.replace(NAME, name ?? '').replace(FIRST_NAME, name?.split(' ')[0] ?? '')
}

type Props = { query: string; onChoose: (saved: SavedReplyView) => void }

export function SavedMenu({ query, onChoose }: Props) {
  const saved = useSavedReplies().data?.items ?? []
  const folded = query.toLowerCase()
  const fitting = saved.filter(
    ({ shortcut, text }) =>
      shortcut.toLowerCase().startsWith(folded) || text.toLowerCase().includes(folded),
  )
  return (
    <ul class="suggestions" aria-label={m.inbox_saved_replies()}>
      {fitting.slice(0, 8).map((one) => (
        <li key={one.id}>
          <button type="button" onClick={() => onChoose(one)}>
            <b>
              /<Name value={one.shortcut} />
            </b>
            <span class="trunc" dir="auto">
              {one.text}
            </span>
          </button>
        </li>
      ))}
      {fitting.length === 0 && <li class="muted sm">{m.inbox_saved_none()}</li>}
      <li>
        <a href="/inbox/settings">{m.inbox_saved_manage()}</a>
      </li>
    </ul>
  )
}
