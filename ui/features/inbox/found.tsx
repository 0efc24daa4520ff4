import { Avatar } from '../../components/chip'
import { Time } from '../../components/isolate'
import { Loaded, NoResults, Skeleton } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { Highlighted } from './highlight'
import { inboxPlace, useSearch } from './model'
import { PersonName } from './person-name'
import { nameOfMessage } from './thread'

const BEFORE = 30
const MOST = 110

/** People by name and number, then messages by their words. */
export function Found({ q }: { q: string }) {
  const found = useSearch(q)
  return (
    <Loaded query={found} skeleton={<Skeleton shape="rows" count={5} />}>
      {({ items }) =>
        items.length === 0 ? (
          <NoResults onClear={() => inboxPlace.set({ q: '' })} />
        ) : (
          <ul class="conversations" aria-label={m.inbox_found()}>
            {items.map(({ conversation, message }) => (
              <li key={`${conversation.id} ${message?.key ?? ''}`}>
                <a
                  class="conversation"
                  href={inboxPlace.href({
                    c: conversation.id,
                    m: message ? nameOfMessage(message) : '',
                  })}
                >
                  <Avatar name={conversation.name ?? ''} />
                  <span class="who trunc">
                    <PersonName conversation={conversation} />
                  </span>
                  <span class="when">
                    <Time at={message?.at ?? conversation.lastAt} style="date" />
                  </span>
                  {message && (
                    <span class="said">
                      <span class="trunc" dir="auto">
                        <Highlighted text={around(message.text, q)} sought={q} />
                      </span>
                    </span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

/** The part of a long message in which the first of the words stands. */
function around(text: string, q: string): string {
  const [word = ''] = q.toLowerCase().split(/\s+/)
  const at = Math.max(0, text.toLowerCase().indexOf(word) - BEFORE)
  return `${at > 0 ? '…' : ''}${text.slice(at, at + MOST)}`
}
