import { Check, ClockArrowUp, Inbox, Pencil, TimerOff } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { type ConversationView, INBOX_LISTS, type InboxList } from '../../../worker/contract/inbox'
import { Button } from '../../components/button'
import { Avatar } from '../../components/chip'
import { FilterSelect } from '../../components/filter-select'
import { Icon } from '../../components/icon'
import { Time } from '../../components/isolate'
import { lazyPart } from '../../components/lazy-part'
import { SearchField } from '../../components/search-field'
import { Loaded, NoResults, Skeleton } from '../../components/states'
import { now } from '../../lib/clock'
import { useCurrentInView } from '../../lib/current-in-view'
import { useShortcut } from '../../lib/keyboard'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { asE164, present, useConnections } from '../meta/connections'
import { ContentLine } from './content-line'
import { countOf } from './count'
import { draftsChanged, readDraft } from './drafts'
import { Found } from './found'
import {
  attempt,
  hasInboxFilters,
  inboxPlace,
  loadMore,
  useConversations,
  useLabels,
  useSummary,
} from './model'
import { outboxOf } from './outbox'
import { PersonName } from './person-name'
import { Ticks } from './ticks'
import { isOpen, timeLeft } from './window'

const NobodyWrote = lazyPart(() => import('./nobody-wrote').then((c) => c.NobodyWrote))

const NAMES: Record<InboxList, () => string> = {
  open: m.inbox_list_open,
  mine: m.inbox_list_mine,
  unassigned: m.inbox_list_unassigned,
  snoozed: m.inbox_list_snoozed,
  closed: m.inbox_list_closed,
}

/** The first pane: which conversations there are. */
export function ConversationList() {
  const { q } = inboxPlace.value.value
  return (
    <section class="inbox-list" aria-label={m.inbox_conversations()}>
      <div class="inbox-tools">
        <SearchField
          label={m.inbox_search()}
          value={q}
          onSearch={(text) => inboxPlace.set({ q: text })}
        />
        <Filters />
      </div>
      {q.length > 1 ? <Found q={q} /> : <Listed />}
    </section>
  )
}

function Filters() {
  const { list, number, label } = inboxPlace.value.value
  const { data: summary } = useSummary()
  const { data: labels } = useLabels()
  const { data: connections } = useConnections()
  const numbers = present(connections?.items ?? []).flatMap((one) => one.numbers)
  const counts: Partial<Record<InboxList, number | undefined>> = {
    open: summary?.unread,
    mine: summary?.mine,
    unassigned: summary?.unassigned,
  }
  return (
    <>
      <nav ref={useCurrentInView(list)} class="tabs scroll-tabs" aria-label={m.inbox_lists()}>
        {INBOX_LISTS.map((key) => (
          <a
            key={key}
            href={inboxPlace.href({ list: key })}
            aria-current={key === list ? 'page' : undefined}
          >
            {NAMES[key]()}
            {counts[key] ? <span class="num">{countOf(counts[key] ?? 0)}</span> : null}
          </a>
        ))}
      </nav>
      {(numbers.length > 1 || (labels?.items.length ?? 0) > 0) && (
        <div class="pills scroll">
          {numbers.length > 1 && (
            <FilterSelect
              label={m.inbox_number()}
              value={number}
              options={numbers.map((one) => ({ value: one.id, text: asE164(one) }))}
              onChange={(value) => inboxPlace.set({ number: value }, { push: true })}
            />
          )}
          {(labels?.items.length ?? 0) > 0 && (
            <FilterSelect
              label={m.inbox_label()}
              value={label}
              options={(labels?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))}
              onChange={(value) => inboxPlace.set({ label: value }, { push: true })}
            />
          )}
        </div>
      )}
    </>
  )
}

function Listed() {
  const conversations = useConversations()
  return (
    <Loaded query={conversations} skeleton={<Skeleton shape="rows" count={8} />}>
      {(page) => {
        if (page.items.length === 0 && page.next === null && hasInboxFilters()) {
          return (
            <NoResults onClear={() => inboxPlace.set({ number: '', label: '' }, { push: true })} />
          )
        }
        if (page.items.length === 0 && page.next === null) return <Nothing />
        return (
          <>
            <Rows items={page.items} />
            {page.next && (
              <div class="more-row">
                <Button variant="quiet" onClick={() => void attempt(() => loadMore(page))}>
                  {m.common_more()}
                </Button>
              </div>
            )}
          </>
        )
      }}
    </Loaded>
  )
}

function Nothing() {
  const { list } = inboxPlace.value.value
  if (list === 'open') return <NobodyWrote />
  return (
    <p class="none muted">
      <Icon of={Inbox} />
      {m.inbox_list_empty()}
    </p>
  )
}

function Rows({ items }: { items: ConversationView[] }) {
  const { c } = inboxPlace.value.value
  const list = useRef<HTMLUListElement>(null)
  const step = (by: number) => {
    const at = items.findIndex(({ id }) => id === c)
    const next = items[at < 0 ? 0 : at + by]
    if (next) navigate(inboxPlace.href({ c: next.id, m: '', info: '' }), { replace: at >= 0 })
  }
  useShortcut({ codes: ['KeyJ'], label: m.inbox_key_next, run: () => step(1) })
  useShortcut({ codes: ['KeyK'], label: m.inbox_key_previous, run: () => step(-1) })
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [c])
  return (
    <ul ref={list} class="conversations">
      {items.map((item) => (
        <li key={item.id}>
          <Row item={item} isCurrent={item.id === c} />
        </li>
      ))}
    </ul>
  )
}

function Row({ item, isCurrent }: { item: ConversationView; isCurrent: boolean }) {
  void draftsChanged.value
  const draft = isCurrent ? '' : readDraft(item.id, 'reply')
  const unsent = outboxOf(item.id).value.find(({ state }) => state !== 'sending')
  return (
    <a
      class={`conversation ${item.unread > 0 ? 'is-unread' : ''}`}
      href={inboxPlace.href({ c: item.id, m: '', info: '' })}
      aria-current={isCurrent ? 'true' : undefined}
    >
      <Avatar name={item.name ?? ''} />
      <span class="who trunc">
        <PersonName conversation={item} />
      </span>
      <span class="when">
        <ListTime at={item.lastAt} />
      </span>
      <span class="said trunc">
        {unsent ? (
          <span class="one-line draft">
            <Icon of={ClockArrowUp} size="xs" />
            <span class="vh">{m.inbox_unsent()}</span>
            <ContentLine content={unsent.entry.content} />
          </span>
        ) : draft ? (
          <span class="one-line draft" dir="auto">
            <Icon of={Pencil} size="xs" />
            {draft.split('\n')[0]}
          </span>
        ) : (
          <>
            {item.lastSide === 'out' && <Fate state={item.lastState} />}
            <ContentLine content={item.preview} />
          </>
        )}
      </span>
      <span class="marks">
        {item.unread > 0 ? (
          <span class="count num">
            <span aria-hidden="true">{countOf(item.unread)}</span>
            <span class="vh">{m.inbox_unread({ count: item.unread })}</span>
          </span>
        ) : (
          <WindowMark conversation={item} />
        )}
      </span>
    </a>
  )
}

/** Of what was written in the phone app nothing is told. */
const Fate = ({ state }: { state: ConversationView['lastState'] }) =>
  state ? <Ticks state={state} /> : <Icon of={Check} size="xs" />

const HOURS_TOLD_MS = 4 * 3_600_000

function WindowMark({ conversation }: { conversation: ConversationView }) {
  const { windowUntil } = conversation
  if (!isOpen(conversation) || windowUntil === null) {
    return (
      <span class="xs muted" title={m.inbox_window_closed()}>
        <Icon of={TimerOff} size="xs" />
        <span class="vh">{m.inbox_window_closed()}</span>
      </span>
    )
  }
  if (windowUntil - now.value > HOURS_TOLD_MS) return null
  return <span class="xs warn-text">{timeLeft(windowUntil)}</span>
}

const DAY_MS = 86_400_000

/** Today the clock, before that the date. */
const ListTime = ({ at }: { at: number }) => (
  <Time at={at} style={now.value - at < DAY_MS ? 'clock' : 'date'} />
)
