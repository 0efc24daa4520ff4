import { useSignal } from '@preact/signals'
import { ArrowDown } from 'lucide-preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import { Icon } from '../../components/icon'
import { ErrorState, Skeleton } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import type { BubbleActions } from './bubble'
import { inboxPlace } from './model'
import { loadOlder, refreshThread, type Thread } from './thread'
import { ThreadBlocks } from './thread-blocks'

const NEAR_PX = 120
/** A search leads at most so many pages back. */
const MOST_PAGES = 100

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
  const { m: soughtAt, q } = inboxPlace.value.value
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useSignal(true)
  const shown = thread.shown.value
  const last = shown.at(-1)?.entry
  const heightBefore = useRef(0)
  const firstKey = useRef<string | undefined>(undefined)

  // Older ones were added above: what one reads stays where it is.
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const first = shown[0]?.entry.key
    const isGrownAbove = firstKey.current !== undefined && firstKey.current !== first
    if (isGrownAbove && !isAtEnd.peek()) {
      element.scrollTop += element.scrollHeight - heightBefore.current
    } else if (isAtEnd.peek()) element.scrollTop = element.scrollHeight
    firstKey.current = first
    heightBefore.current = element.scrollHeight
    // What fills no screen can't be scrolled, so it asks by itself.
    if (element.scrollHeight <= element.clientHeight) void loadOlder(id)
  }, [shown])

  useEffect(() => {
    isAtEnd.value = true
    firstKey.current = undefined
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
  }, [id])

  useEffect(() => {
    if (last && isAtEnd.value && !document.hidden) onSeen(last.at)
  }, [last?.key, isAtEnd.value])

  useEffect(() => {
    if (soughtAt && thread.entries.value) void goTo(id, thread, Number(soughtAt), box.current)
  }, [id, soughtAt, thread.entries.value === null])

  const onScroll = () => {
    const element = box.current
    if (!element) return
    isAtEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
    if (element.scrollTop < NEAR_PX * 3) void loadOlder(id)
  }
  const toEnd = () => {
    isAtEnd.value = true
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }

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
        onScroll={onScroll}
      >
        {thread.entries.value === null && <Skeleton shape="rows" count={5} />}
        {thread.isLoadingOlder.value && <p class="act-line">{m.common_loading()}</p>}
        <ThreadBlocks
          shown={shown}
          unreadFrom={conversation.unreadFrom}
          unread={conversation.unread}
          sought={soughtAt ? q : ''}
          actions={actions}
          conversationId={id}
        />
      </div>
      {!isAtEnd.value && (
        <button type="button" class="to-newest" onClick={toEnd}>
          <Icon of={ArrowDown} size="sm" />
          {m.inbox_to_newest()}
        </button>
      )}
    </div>
  )
}

/** Loads upward until a moment is there, and shows it. */
async function goTo(id: string, thread: Thread, at: number, box: HTMLElement | null) {
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const oldest = thread.entries.peek()?.[0]?.at ?? 0
    if (oldest <= at || thread.next.peek() === null) break
    await loadOlder(id)
  }
  requestAnimationFrame(() => {
    const found = thread.entries.peek()?.find((one) => one.at === at)
    const element = found && box?.querySelector(`[data-key="${CSS.escape(found.key)}"]`)
    element?.scrollIntoView({ block: 'center' })
    element?.classList.add('is-sought')
  })
}
