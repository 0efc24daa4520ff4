import type { ConversationView, SavedReplyView } from '../../../worker/contract/inbox'
import { Name } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import { useSavedReplies } from './model'
import type { Suggested } from './suggestions'

const MOST_SHOWN = 8

/** What is typed after "/" or ";" at the beginning; null while something else is being written. */
export const savedQuery = (text: string): string | null =>
  /^[/;](\S{0,30})$/.exec(text)?.[1] ?? null

const FIRST_NAME = /\{\{\s*first_name\s*\}\}/g
const NAME = /\{\{\s*name\s*\}\}/g

/** The variables of a saved reply, filled for the person. */
export function fillSaved({ text }: SavedReplyView, { name }: Pick<ConversationView, 'name'>) {
  return text.replace(NAME, name ?? '').replace(FIRST_NAME, name?.split(' ')[0] ?? '')
}

/** Saved replies that fit, while one is being called for. */
export function useSavedSuggestions(
  text: string,
  onChoose: (saved: SavedReplyView) => void,
): Suggested | null {
  const saved = useSavedReplies().data?.items ?? []
  const query = savedQuery(text)?.toLowerCase()
  if (query === undefined) return null
  const fitting = saved.filter(
    (one) => one.shortcut.toLowerCase().startsWith(query) || one.text.toLowerCase().includes(query),
  )
  return {
    label: m.inbox_saved_replies(),
    query,
    items: fitting.slice(0, MOST_SHOWN).map((one) => ({
      key: one.id,
      content: (
        <>
          <b>
            <Name value={`/${one.shortcut}`} />
          </b>
          <span class="trunc" dir="auto">
            {one.text}
          </span>
        </>
      ),
      onChoose: () => onChoose(one),
    })),
    foot: (
      <>
        {fitting.length === 0 && <p class="muted sm">{m.inbox_saved_none()}</p>}
        <a href="/inbox/settings">{m.inbox_saved_manage()}</a>
      </>
    ),
  }
}
