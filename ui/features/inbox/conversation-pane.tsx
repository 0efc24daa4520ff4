import { useSignal } from '@preact/signals'
import { ArrowLeft, Info as InfoIcon } from 'lucide-preact'
import { useMemo, useRef } from 'preact/hooks'
import type { OpenConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { isSampleId } from '../../../worker/contract/samples'
import { IconButton, LinkButton } from '../../components/button'
import { Avatar } from '../../components/chip'
import { Phone } from '../../components/isolate'
import { Loaded, Skeleton } from '../../components/states'
import { liveState } from '../../lib/live'
import { newId } from '../../lib/new-id'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { ConversationActions } from './actions'
import { markRead } from './api'
import type { BubbleActions } from './bubble'
import { Composer } from './composer'
import { Info } from './info'
import { inboxPlace, useConversation } from './model'
import { discard, sendOptimistically } from './outbox'
import { PersonName } from './person-name'
import { OthersHere, usePresence } from './presence'
import { mayAnswer } from './rights'
import { useThread } from './thread'
import { ThreadView } from './thread-view'
import { WindowBar } from './window'

/** The second and third pane: one conversation, and the person in it. */
export function ConversationPane({ id }: { id: string }) {
  const conversation = useConversation(id)
  return (
    <Loaded query={conversation} skeleton={<Skeleton shape="rows" count={6} />}>
      {(shown) => <Opened key={shown.id} conversation={shown} />}
    </Loaded>
  )
}

function Opened({ conversation }: { conversation: OpenConversationView }) {
  const { id } = conversation
  const isAllowed = mayAnswer(useSession())
  const thread = useThread(id)
  const quoted = useSignal<ThreadEntry | null>(null)
  const readAt = useRef(0)
  usePresence(id)
  const { contactId, numberId } = conversation
  // The same object while it is the same conversation: what is drawn with it is not drawn again.
  const actions = useMemo(
    () => (isAllowed ? actionsFor({ id, contactId, numberId }, quoted) : null),
    [id, contactId, numberId, isAllowed],
  )
  const onSeen = (upTo: number) => {
    // What came late stands above what was seen: only the count tells of it.
    if (!isAllowed || (upTo <= readAt.current && conversation.unread === 0)) return
    readAt.current = upTo
    markRead(id, upTo).catch((error: unknown) => {
      // Read again when the line is back: the mark comes with the next look.
      readAt.current = 0
      if (!(error instanceof ApiError)) throw error
    })
  }
  return (
    <>
      <section class="inbox-thread" aria-label={m.inbox_conversation()}>
        <Head conversation={conversation} isAllowed={isAllowed} />
        <WindowBar conversation={conversation} />
        <LineLost
          waiting={thread.outgoing.value.filter(({ state }) => state === 'waiting').length}
        />
        <ThreadView conversation={conversation} thread={thread} actions={actions} onSeen={onSeen} />
        <OthersHere conversationId={id} />
        {isSampleId(conversation.contactId) ? (
          <p class="may-look sm muted">{m.samples_no_reply()}</p>
        ) : isAllowed ? (
          <Composer conversation={conversation} quoted={quoted} />
        ) : (
          <p class="may-look sm muted">{m.inbox_viewer()}</p>
        )}
      </section>
      <Info conversation={conversation} />
    </>
  )
}

/** What becomes of what one writes meanwhile. */
function LineLost({ waiting }: { waiting: number }) {
  if (waiting === 0 && liveState.value !== 'reconnecting') return null
  return (
    <p class="line-lost" role="status">
      {waiting > 0 ? m.inbox_outbox({ count: waiting }) : m.inbox_reconnecting()}
    </p>
  )
}

const actionsFor = (
  { id, contactId, numberId }: Pick<OpenConversationView, 'id' | 'contactId' | 'numberId'>,
  quoted: { value: ThreadEntry | null },
): BubbleActions => ({
  onQuote: (entry) => {
    quoted.value = entry
  },
  onReact: (entry, emoji) => {
    const content = { kind: 'reaction', to: entry.key, emoji } as const
    const shown = { kind: 'text', text: emoji } as const
    sendOptimistically(id, { id: newId(), contactId, numberId, content }, shown)
  },
  onDiscard: (entry) => discard(id, entry.key),
  onAgain: ({ quoted: about }, text) => {
    const quotes = about?.key ? { quotes: about.key } : {}
    const message = { id: newId(), contactId, numberId, text, ...quotes }
    sendOptimistically(id, message, { kind: 'text', text })
  },
})

function Head({
  conversation,
  isAllowed,
}: {
  conversation: OpenConversationView
  isAllowed: boolean
}) {
  return (
    <header class="thread-head">
      <span class="back">
        <LinkButton
          icon={ArrowLeft}
          isIconDirectional
          variant="quiet"
          href={inboxPlace.href({ c: '', m: '', info: '' })}
        >
          <span class="vh">{m.inbox_back()}</span>
        </LinkButton>
      </span>
      <Avatar name={conversation.name ?? ''} />
      <div class="who">
        <h2 class="trunc">
          <PersonName conversation={conversation} />
        </h2>
        {conversation.name && conversation.phone && (
          <p class="sm muted">
            <Phone value={conversation.phone} />
          </p>
        )}
      </div>
      <span class="show-info">
        <IconButton
          icon={InfoIcon}
          variant="quiet"
          size="slim"
          label={m.inbox_info()}
          onClick={() => inboxPlace.set({ info: '1' }, { push: true })}
        />
      </span>
      {isAllowed && <ConversationActions conversation={conversation} />}
    </header>
  )
}
