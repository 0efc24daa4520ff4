import { useSignal } from '@preact/signals'
import { AlarmClock, Check, RotateCcw, Tag, UserRound } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import type { List } from '../../../worker/contract/common'
import type {
  ConversationView,
  LabelView,
  OpenConversationView,
} from '../../../worker/contract/inbox'
import { Button } from '../../components/button'
import { Icon } from '../../components/icon'
import { Name } from '../../components/isolate'
import { Menu, type MenuItem } from '../../components/menu'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { formatFullTime } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { useShortcut } from '../../lib/keyboard'
import { navigate } from '../../lib/navigation'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { createLabel } from './api'
import { LabelName } from './label-chip'
import { act, attempt, inboxPlace, refreshInbox, useLabels, useTeam } from './model'
import { INBOX } from './signals'
import { threadOf } from './thread'

type Props = { conversation: OpenConversationView }

/** Assign, label, snooze, close: each at once, with Undo where something goes away. */
export function ConversationActions({ conversation }: Props) {
  return (
    <div class="thread-acts">
      <Assign conversation={conversation} />
      <Labels conversation={conversation} />
      <Snooze conversation={conversation} />
      <Close conversation={conversation} />
    </div>
  )
}

/** The menu that a key opens is the one that a click opens. */
function useMenuKey(code: string, label: () => string) {
  const place = useRef<HTMLSpanElement>(null)
  useShortcut({ codes: [code], label, run: () => place.current?.querySelector('button')?.click() })
  return place
}

function Assign({ conversation }: Props) {
  const me = useSession().user
  const team = useTeam().data?.items ?? []
  const place = useMenuKey('KeyA', m.inbox_key_assign)
  const { assignee } = conversation
  const give = (to: { id: string; name: string } | null) =>
    void act(conversation, { do: 'assign', to: to?.id ?? null }, { assignee: to })
  const others = team.filter(({ id }) => id !== me.id)
  const items: MenuItem[] = [
    { label: m.inbox_assign_me(), isChosen: assignee?.id === me.id, onSelect: () => give(me) },
    ...others.map((one) => ({
      label: <Name value={one.name} />,
      isChosen: assignee?.id === one.id,
      onSelect: () => give(one),
    })),
    'line',
    { label: m.inbox_assign_nobody(), isChosen: assignee === null, onSelect: () => give(null) },
  ]
  return (
    <span ref={place}>
      <Menu
        trigger={{
          class: 'btn slim',
          label: assignee
            ? m.inbox_assigned_to({ name: isolated(assignee.name) })
            : m.inbox_assign(),
          content: (
            <>
              <Icon of={UserRound} size="sm" />
              <span class={assignee ? 'not-phone' : 'assign-word'}>
                {assignee ? <Name value={assignee.name} /> : m.inbox_assign()}
              </span>
            </>
          ),
        }}
        items={items}
      />
    </span>
  )
}

function Labels({ conversation }: Props) {
  const place = useMenuKey('KeyL', m.inbox_key_label)
  const all = useLabels().data?.items ?? []
  const isAdding = useSignal(false)
  const has = (id: string) => conversation.labels.some((one) => one.id === id)
  const toggle = (label: LabelView) => {
    const labels = has(label.id)
      ? conversation.labels.filter(({ id }) => id !== label.id)
      : [...conversation.labels, label]
    const wish = has(label.id) ? 'unlabel' : 'label'
    return act(conversation, { do: wish, label: label.id }, { labels })
  }
  const add = async (name: string) => {
    if (!name.trim()) return
    try {
      const label = await createLabel({ name: name.trim(), colour: 'grey' })
      isAdding.value = false
      await refreshInbox('labels')
      if (!has(label.id)) await toggle(label)
    } catch (error) {
      tellFailure(error)
    }
  }
  return (
    <span ref={place} class="labels-menu">
      <Menu
        trigger={{
          class: 'btn icon slim',
          label: m.inbox_labels(),
          content: <Icon of={Tag} size="sm" />,
        }}
        items={[
          ...all.map((label) => ({
            label: <LabelName {...label} />,
            isChosen: has(label.id),
            onSelect: () => void toggle(label),
          })),
          {
            label: m.inbox_label_new(),
            onSelect: () => {
              isAdding.value = true
            },
          },
          { label: m.inbox_labels_manage(), onSelect: () => navigate('/inbox/settings') },
        ]}
      />
      {isAdding.value && (
        <form
          class="label-new"
          onSubmit={(event) => {
            event.preventDefault()
            const name = String(new FormData(event.currentTarget).get('label') ?? '')
            void attempt(() => add(name))
          }}
        >
          <input
            class="input"
            name="label"
            dir="auto"
            maxLength={40}
            aria-label={m.inbox_label_new()}
            placeholder={m.inbox_label_new()}
            ref={(input) => input?.focus()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') isAdding.value = false
            }}
          />
        </form>
      )}
    </span>
  )
}

const HOUR_MS = 3_600_000
const MORNING = 9

/** In three hours, tomorrow morning, after the weekend: in the reader's own time. */
function snoozeTimes(at: number) {
  const morningIn = (days: number) => {
    const date = new Date(at)
    date.setDate(date.getDate() + days)
    return date.setHours(MORNING, 0, 0, 0)
  }
  return [
    { label: m.inbox_snooze_hours(), until: at + 3 * HOUR_MS },
    { label: m.inbox_snooze_tomorrow(), until: morningIn(1) },
    { label: m.inbox_snooze_week(), until: morningIn(7) },
  ]
}

function Snooze({ conversation }: Props) {
  const place = useMenuKey('KeyS', m.inbox_key_snooze)
  const snooze = async (until: number) => {
    const isDone = await act(
      conversation,
      { do: 'snooze', until },
      { state: 'snoozed', snoozedUntil: until },
    )
    if (isDone) tellUndo(conversation, m.inbox_snoozed({ time: formatFullTime(until) }))
  }
  return (
    <span ref={place}>
      <Menu
        trigger={{
          class: 'btn icon slim',
          label: m.inbox_snooze(),
          content: <Icon of={AlarmClock} size="sm" />,
        }}
        items={snoozeTimes(Date.now()).map(({ label, until }) => ({
          label,
          onSelect: () => void snooze(until),
        }))}
      />
    </span>
  )
}

function Close({ conversation }: Props) {
  const isOpen = conversation.state === 'open'
  const close = async () => {
    const next = nextOf(conversation.id)
    const seen = threadOf(conversation.id).entries.peek()
    const seenUpTo = seen?.findLast(({ side }) => side === 'in')?.at
    const isDone = await act(
      conversation,
      { do: 'close', ...(seenUpTo !== undefined && { seenUpTo }) },
      { state: 'closed' },
    )
    if (!isDone) return
    tellUndo(conversation, m.inbox_closed_toast())
    navigate(inboxPlace.href({ c: next, m: '' }), { replace: true })
  }
  const reopen = () =>
    void act(conversation, { do: 'reopen' }, { state: 'open', snoozedUntil: null })
  useShortcut({
    codes: ['KeyE'],
    label: m.inbox_key_close,
    run: () => void (isOpen ? close() : reopen()),
  })
  return isOpen ? (
    <Button size="slim" icon={Check} title={m.inbox_close()} onClick={() => void close()}>
      <span class="close-word">{m.inbox_close()}</span>
    </Button>
  ) : (
    <Button
      size="slim"
      icon={RotateCcw}
      isIconDirectional
      title={m.inbox_reopen()}
      onClick={reopen}
    >
      <span class="close-word">{m.inbox_reopen()}</span>
    </Button>
  )
}

const tellUndo = (conversation: OpenConversationView, text: string) =>
  showToast({ text, undo: () => void act(conversation, { do: 'reopen' }, { state: 'open' }) })

/** The one below in the list on screen, else the one above; empty for none. */
function nextOf(id: string): string {
  const { list, number, label } = inboxPlace.value.peek()
  const shown = queryClient.getQueryData<List<ConversationView>>([
    ...INBOX,
    'list',
    { list, number, label },
  ])
  const items = shown?.items ?? []
  const at = items.findIndex((item) => item.id === id)
  return items[at + 1]?.id ?? items[at - 1]?.id ?? ''
}
