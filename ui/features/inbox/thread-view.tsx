import { useSignal } from '@preact/signals'
import { ArrowDown } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import { Icon } from '../../components/icon'
import { ErrorState, Skeleton } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import type { BubbleActions } from './bubble'
import { inboxPlace } from './model'
import { soughtAgain } from './signals'
import { findUpward, loadOlder, refreshThread, type Shown, type Thread } from './thread'
import { ThreadBlocks } from './thread-blocks'
import { useThreadScroll } from './thread-scroll'

type Props = {
  conversation: OpenConversationView
  thread: Thread
  actions: BubbleActions | null
  /** Called when the newest message is on screen. */
  onSeen: (upTo: number) => void
}

/** The thread itself: newest at the bottom, older ones load on the way up without a jump. */
export function ThreadView({ conversation, thread, actions, onSeen }: Props) {
  const { id } = conversation
  const { m: sought, q } = inboxPlace.value.value
  const box = useRef<HTMLDivElement>(null)
  const seen = useRef<string | undefined>(undefined)
  const isSeeking = useSignal(false)
  const shown = thread.shown.value
  const last = shown.at(-1)?.entry
  const { isAtEnd, goTo, ...scroll } = useThreadScroll(box, shown, () => void loadOlder(id))

  useEffect(() => {
    const look = () => {
      if (!last || !isAtEnd.value || document.hidden) return
      seen.current = last.key
      onSeen(last.at)
    }
    look()
    // What came while one was elsewhere is seen on the way back.
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [last?.key, isAtEnd.value, conversation.unread])

  // Who sends wants to see it go.
  const sent = thread.outgoing.value.findLast((one) => !one.isReaction)?.entry.key
  const sentBefore = useRef(sent)
  useEffect(() => {
    if (sent && sent !== sentBefore.current) goTo({ at: 'end' })
    sentBefore.current = sent
  }, [sent])

  const seek = async (message: string) => {
    isSeeking.value = true
    const key = await findUpward(id, thread, message)
    isSeeking.value = false
    if (key) goTo({ at: 'entry', key })
  }
  useEffect(() => {
    if (sought && thread.entries.value) void seek(sought)
  }, [id, sought, soughtAgain.value, thread.entries.value === null])

  if (thread.error.value) {
    return (
      <ErrorState
        error={thread.error.value}
        notDone={m.error_nothing_changed()}
        onRetry={() => void refreshThread(id, { isOpening: true })}
      />
    )
  }
  return (
    <div class="thread-wrap">
      <div
        ref={box}
        class="thread"
        role="log"
        aria-label={m.inbox_thread()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        {thread.entries.value === null && <Skeleton shape="rows" count={5} />}
        <ThreadBlocks
          blocks={scroll.blocks}
          drawn={scroll.drawn}
          sizes={scroll.sizes}
          unreadFrom={conversation.unreadFrom}
          unread={conversation.unread}
          sought={sought ? q : ''}
          actions={actions}
          conversationId={id}
        />
      </div>
      {(isSeeking.value || thread.isLoadingOlder.value) && (
        <p class="loading-older" role="status">
          {m.common_loading()}
        </p>
      )}
      {!isAtEnd.value && (
        <button type="button" class="to-newest" onClick={() => goTo({ at: 'end' })}>
          <Icon of={ArrowDown} size="sm" />
          {countBelow(shown, seen.current)}
        </button>
      )}
    </div>
  )
}

/** What came while one was reading further up. */
function countBelow(shown: Shown[], seen: string | undefined): string {
  const from = shown.findLastIndex(({ entry }) => entry.key === seen)
  const after = from < 0 ? [] : shown.slice(from + 1)
  const count = after.filter(({ entry }) => entry.side === 'in').length
  return count > 0 ? m.inbox_new_messages({ count }) : m.inbox_to_newest()
}
