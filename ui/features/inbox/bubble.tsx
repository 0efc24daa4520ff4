import { useSignal } from '@preact/signals'
import { Lock, Megaphone, Reply, RotateCw, SmilePlus, Trash2 } from 'lucide-preact'
import type { ThreadEntry } from '../../../worker/contract/inbox'
import { Button, IconButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { Name, Time } from '../../components/isolate'
import { Menu } from '../../components/menu'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { fileAddress } from './api'
import { ContentLine } from './content-line'
import { Content } from './message-content'
import { inboxPlace } from './model'
import type { Outgoing } from './outbox'
import { soughtAgain } from './signals'
import { nameOfMessage } from './thread'
import { Ticks } from './ticks'

export type BubbleActions = {
  onQuote: (entry: ThreadEntry) => void
  onReact: (entry: ThreadEntry, emoji: string) => void
  onDiscard: (entry: ThreadEntry) => void
  /** Sends words that did not go as a new message. */
  onAgain: (entry: ThreadEntry, text: string) => void
}

type Props = {
  entry: ThreadEntry
  outgoing: Outgoing | null
  sought: string
  conversationId: string
  /** Null where one may only look. */
  actions: BubbleActions | null
}

/** One message: theirs at the start of the line, ours at its end. */
export function Bubble({ entry, outgoing, sought, actions, conversationId }: Props) {
  const { side, broadcast, answers, quoted, referral, isForwarded } = entry
  const isNote = side === 'note'
  return (
    <div class={`bubble-row ${side}`} data-key={entry.key}>
      <div class={`bubble ${side} ${outgoing?.state === 'failed' ? 'is-failed' : ''}`}>
        {isNote && (
          <p class="label warn-text">
            <Icon of={Lock} size="xs" />
            {m.inbox_note()}
            {entry.author && (
              <>
                {' · '}
                <Name value={entry.author.name} />
              </>
            )}
          </p>
        )}
        {broadcast && (
          <p class="label">
            <Icon of={Megaphone} size="xs" isDirectional />
            <a href={`/broadcasts/${broadcast.id}/recipients/${broadcast.no}`}>
              <Name value={broadcast.name} />
            </a>
          </p>
        )}
        {answers && !quoted?.broadcastName && (
          <p class="label muted">
            <span>{rich(m.inbox_answers, { name: <Name value={answers.name} /> })}</span>
          </p>
        )}
        {referral && (
          <p class="label muted">
            <span>
              {m.inbox_from_ad()} <Name value={referral.headline ?? referral.body ?? ''} />
            </span>
          </p>
        )}
        {isForwarded && <p class="label muted">{m.inbox_forwarded()}</p>}
        {quoted && <Quoted quoted={quoted} />}
        <div class="words">
          <Content
            content={entry.content}
            sought={sought}
            file={outgoing ? null : fileAddress(conversationId, entry.key)}
          />
        </div>
        <Foot entry={entry} outgoing={outgoing} />
        {entry.reactions.length > 0 && (
          <ul class="reactions" aria-label={m.inbox_reactions()}>
            {entry.reactions.map(({ emoji, side: whose }) => (
              <li key={whose}>{emoji}</li>
            ))}
          </ul>
        )}
      </div>
      {actions && !isNote && !outgoing && <Tools entry={entry} actions={actions} />}
      <Trouble entry={entry} outgoing={outgoing} actions={actions} />
    </div>
  )
}

/** What is quoted, and the way to it where it is in this thread. */
function Quoted({ quoted }: { quoted: NonNullable<ThreadEntry['quoted']> }) {
  const { key, at, broadcastName, content } = quoted
  const words = (
    <>
      {broadcastName && (
        <b>
          <Name value={broadcastName} />
        </b>
      )}
      {content ? (
        <ContentLine content={content} />
      ) : (
        <span class="muted">{m.inbox_quote_gone()}</span>
      )}
    </>
  )
  if (key === null || at === null) return <blockquote class="quoted">{words}</blockquote>
  const name = nameOfMessage({ key, at })
  return (
    <blockquote>
      <a
        class="quoted"
        href={inboxPlace.href({ m: name, q: '' })}
        onClick={() => {
          if (inboxPlace.value.peek().m === name) soughtAgain.value += 1
        }}
      >
        {words}
      </a>
    </blockquote>
  )
}

function Foot({ entry, outgoing }: { entry: ThreadEntry; outgoing: Outgoing | null }) {
  const { side, author, isEdited } = entry
  const state = outgoing ? (outgoing.state === 'failed' ? 'failed' : 'queued') : entry.state
  return (
    <p class="bubble-foot">
      {isEdited && <span>{m.inbox_edited()}</span>}
      {side === 'out' && author && <Name value={author.name} />}
      <Time at={entry.at} style="clock" />
      {side === 'out' && state && <Ticks state={state} />}
    </p>
  )
}

const EMOJIS = ['👍', '❤️', '😂', '🙏', '✅', '🎉']

function Tools({ entry, actions }: { entry: ThreadEntry; actions: BubbleActions }) {
  const mine = entry.reactions.find(({ side }) => side === 'out')
  return (
    <span class="bubble-tools">
      <IconButton
        icon={Reply}
        isIconDirectional
        size="slim"
        variant="quiet"
        label={m.inbox_quote()}
        onClick={() => actions.onQuote(entry)}
      />
      {entry.side === 'in' && (
        <Menu
          trigger={{
            class: 'btn icon quiet slim',
            label: m.inbox_react(),
            content: <Icon of={SmilePlus} size="sm" />,
          }}
          items={[
            ...EMOJIS.map((emoji) => ({
              label: emoji,
              isChosen: mine?.emoji === emoji,
              onSelect: () => actions.onReact(entry, emoji),
            })),
            ...(mine
              ? [{ label: m.inbox_react_remove(), onSelect: () => actions.onReact(entry, '') }]
              : []),
          ]}
        />
      )}
    </span>
  )
}

/** Why a message did not go, and the way out. */
function Trouble({ entry, outgoing, actions }: Omit<Props, 'sought' | 'conversationId'>) {
  if (outgoing && outgoing.state !== 'sending') {
    const isWaiting = outgoing.state === 'waiting'
    return (
      <div class={`trouble ${isWaiting ? 'quiet' : ''}`} role={isWaiting ? 'status' : 'alert'}>
        <span>
          {isWaiting ? m.inbox_not_sent_offline() : (outgoing.reason ?? m.inbox_not_sent_old())}
        </span>
        <span class="row">
          <Button size="slim" icon={RotateCw} onClick={() => void outgoing.send()}>
            {m.common_retry()}
          </Button>
          <Button
            size="slim"
            variant="quiet"
            icon={Trash2}
            onClick={() => actions?.onDiscard(entry)}
          >
            {m.inbox_discard()}
          </Button>
        </span>
      </div>
    )
  }
  if (entry.state === 'unknown') return <p class="trouble quiet">{m.inbox_unknown_hint()}</p>
  if (!entry.reasonText) return null
  return (
    <div class="trouble">
      <span>{entry.reasonText}</span>
      {actions && <Again entry={entry} actions={actions} />}
    </div>
  )
}

/** Words go as a new message, once for each look at the old one: a second press is none. */
function Again({ entry, actions }: { entry: ThreadEntry; actions: BubbleActions }) {
  const isPressed = useSignal(false)
  const { broadcast, content } = entry
  if (isPressed.value || broadcast || content.kind !== 'text') return null
  const again = () => {
    isPressed.value = true
    actions.onAgain(entry, content.text)
  }
  return (
    <span class="row">
      <Button size="slim" icon={RotateCw} onClick={again}>
        {m.inbox_again()}
      </Button>
    </span>
  )
}
