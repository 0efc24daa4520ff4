import { type Signal, useSignal } from '@preact/signals'
import { Lock, MessageSquareText, SendHorizontal, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import type { OpenConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { TEXT_MAX } from '../../../worker/contract/messages'
import { Button, IconButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { Name } from '../../components/isolate'
import { useShortcut } from '../../lib/keyboard'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { tellTyping } from './api'
import { AttachButton, type Attachment, attach, ChosenFile, sendAttachment } from './attachment'
import { ContentLine } from './content-line'
import { type DraftKind, keepDraft, readDraft } from './drafts'
import { useTeam } from './model'
import { OfferMenu } from './offer-menu'
import { showPresence } from './presence'
import { fillSaved, SavedMenu, savedQuery } from './saved-menu'
import { TemplatePicker } from './template-picker'
import { newId, noteOptimistically, sendOptimistically } from './thread'
import { isOpen } from './window'

/** Meta shows "typing…" for 25 seconds. */
const TYPING_EVERY_MS = 20_000
const STOPS_TYPING_MS = 4000

type Props = {
  conversation: OpenConversationView
  quoted: Signal<ThreadEntry | null>
}

/** Where one answers, or leaves a note for the team. */
export function Composer({ conversation, quoted }: Props) {
  const { id } = conversation
  const kind = useSignal<DraftKind>('reply')
  const text = useSignal(readDraft(id, 'reply'))
  const field = useRef<HTMLTextAreaElement>(null)
  const isReply = kind.value === 'reply'
  const mustBeTemplate = isReply && !isOpen(conversation)

  const turnTo = (next: DraftKind) => {
    kind.value = next
    text.value = readDraft(id, next)
    requestAnimationFrame(() => field.current?.focus())
  }
  useShortcut({ codes: ['KeyR'], label: m.inbox_key_reply, run: () => turnTo('reply') })
  useShortcut({
    codes: ['KeyI'],
    withShift: true,
    label: m.inbox_key_note,
    run: () => turnTo('note'),
  })
  useEffect(() => {
    if (quoted.value) turnTo('reply')
  }, [quoted.value])
  useTyping(id, text, isReply)

  const write = (value: string) => {
    text.value = value
    keepDraft(id, kind.value, value)
  }
  const attachment = useSignal<Attachment | null>(null)
  const take = (file: File | undefined) => {
    if (file) void attach(attachment, conversation, file)
  }
  const canSend = attachment.value ? attachment.value.uploaded !== null : text.value.trim() !== ''
  const send = () => {
    const typed = text.value.trim()
    if (!canSend) return
    if (isReply && attachment.value) {
      sendAttachment(conversation, attachment.value, typed)
      attachment.value = null
    } else if (isReply) sendText(conversation, typed, quoted.value)
    else noteOptimistically(id, typed, mentionedIn(typed, team))
    quoted.value = null
    write('')
    field.current?.focus()
  }
  const team = useTeam().data?.items ?? []

  return (
    <section class={`inbox-composer ${isReply ? '' : 'is-note'}`} aria-label={m.inbox_composer()}>
      <div class="composer-tabs" role="tablist">
        <button type="button" role="tab" aria-selected={isReply} onClick={() => turnTo('reply')}>
          {m.inbox_reply()}
        </button>
        <button type="button" role="tab" aria-selected={!isReply} onClick={() => turnTo('note')}>
          <Icon of={Lock} size="xs" />
          {m.inbox_note()}
        </button>
      </div>
      {mustBeTemplate ? (
        <TemplatePicker conversation={conversation} />
      ) : (
        <form
          class="compose-box"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault()
            if (isReply) take(event.dataTransfer?.files[0])
          }}
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          {quoted.value && isReply && (
            <div class="quoting">
              <ContentLine content={quoted.value.content} />
              <IconButton
                icon={X}
                size="slim"
                variant="quiet"
                label={m.inbox_quote_remove()}
                onClick={() => {
                  quoted.value = null
                }}
              />
            </div>
          )}
          {isReply && <ChosenFile attachment={attachment} />}
          <textarea
            ref={field}
            dir="auto"
            rows={1}
            maxLength={TEXT_MAX}
            aria-label={isReply ? m.inbox_reply() : m.inbox_note()}
            placeholder={isReply ? m.inbox_write() : m.inbox_write_note()}
            value={text.value}
            onInput={(event) => write(event.currentTarget.value)}
            onPaste={(event) => {
              const file = event.clipboardData?.files[0]
              if (!file || !isReply) return
              event.preventDefault()
              take(file)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
              event.preventDefault()
              send()
            }}
          />
          {isReply && savedQuery(text.value) !== null && (
            <SavedMenu
              query={savedQuery(text.value) ?? ''}
              onChoose={(saved) => {
                write(fillSaved(saved, conversation))
                field.current?.focus()
              }}
            />
          )}
          {!isReply && <Mentions text={text.value} onChoose={(value) => write(value)} />}
          <div class="compose-acts">
            {isReply && (
              <>
                <AttachButton onChoose={take} />
                <OfferMenu conversation={conversation} />
                <Button
                  size="slim"
                  variant="quiet"
                  icon={MessageSquareText}
                  onClick={() => {
                    write('/')
                    field.current?.focus()
                  }}
                >
                  <span class="close-word">{m.inbox_saved_replies()}</span>
                </Button>
              </>
            )}
            <span class="end xs muted nowrap not-phone">{m.inbox_enter_sends()}</span>
            <Button
              type="submit"
              variant="primary"
              icon={SendHorizontal}
              isIconDirectional
              isDisabled={!canSend}
            >
              {isReply ? m.inbox_send() : m.inbox_add_note()}
            </Button>
          </div>
        </form>
      )}
    </section>
  )
}

function sendText(
  { id, contactId, numberId }: OpenConversationView,
  text: string,
  quoted: ThreadEntry | null,
) {
  const message = { id: newId(), contactId, numberId, text }
  sendOptimistically(
    id,
    quoted ? { ...message, quotes: quoted.key } : message,
    { kind: 'text', text },
    quoted && {
      key: quoted.key,
      side: quoted.side === 'in' ? 'in' : 'out',
      content: quoted.content,
      broadcastName: quoted.broadcast?.name ?? null,
    },
  )
}

type Team = { id: string; name: string }[]

const mentionedIn = (text: string, team: Team) =>
  team.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)

/** After "@" in a note: whom it could be for. */
function Mentions({ text, onChoose }: { text: string; onChoose: (text: string) => void }) {
  const me = useSession().user.id
  const team = useTeam().data?.items ?? []
  const typed = /@([^@\n]{0,30})$/.exec(text)?.[1]?.toLowerCase()
  if (typed === undefined) return null
  const fitting = team.filter(
    ({ id, name }) =>
      id !== me && name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed,
  )
  if (fitting.length === 0) return null
  return (
    <ul class="suggestions" aria-label={m.inbox_mention()}>
      {fitting.slice(0, 6).map(({ id, name }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => onChoose(`${text.slice(0, text.length - typed.length)}${name} `)}
          >
            <Name value={name} />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Other screens see who types; so does the person, as Meta allows. */
function useTyping(id: string, text: Signal<string>, isReply: boolean) {
  const toldAt = useRef(0)
  useEffect(() => {
    if (text.value.trim() === '') return showPresence(id, false)
    showPresence(id, true)
    if (isReply && Date.now() - toldAt.current > TYPING_EVERY_MS && text.value.length > 1) {
      toldAt.current = Date.now()
      // A courtesy: without it nothing is lost.
      tellTyping(id).catch(() => {})
    }
    const timer = setTimeout(() => showPresence(id, false), STOPS_TYPING_MS)
    return () => clearTimeout(timer)
  }, [id, text.value, isReply])
}
