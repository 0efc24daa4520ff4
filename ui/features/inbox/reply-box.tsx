import { type Signal, useSignal } from '@preact/signals'
import { MessageSquareText, Mic, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import type { OpenConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { Button, IconButton } from '../../components/button'
import { lazyPart } from '../../components/lazy-part'
import { newId } from '../../lib/new-id'
import { m } from '../../paraglide/messages.js'
import { AttachButton, type Attachment, attach, ChosenFile, sendAttachment } from './attachment'
import { ComposeField, SendRow } from './compose-field'
import { ContentLine } from './content-line'
import { keepDraft, readDraft } from './drafts'
import { EmojiButton } from './emoji/emoji-button'
import { OfferMenu } from './offer-menu'
import { sendOptimistically } from './outbox'
import { fillSaved, useSavedSuggestions } from './saved-replies'
import { useTyping } from './typing'

const VoiceRecorder = lazyPart(
  () => import('./voice/voice-recorder').then((c) => c.VoiceRecorder),
  ({ onClose }) => onClose(),
)

export type ReplyProps = {
  conversation: OpenConversationView
  quoted: Signal<ThreadEntry | null>
  attachment: Signal<Attachment | null>
  /** Grows with each call for the saved replies. */
  savedCalls: number
}

/** An answer: words, a file or a voice message, quoting or not. */
export function ReplyBox({ conversation, quoted, attachment, savedCalls }: ReplyProps) {
  const { id } = conversation
  const text = useSignal(readDraft(id, 'reply'))
  const isRecording = useSignal(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useTyping(id, text, { isReply: true })

  const write = (value: string) => {
    text.value = value
    keepDraft(id, 'reply', value)
  }
  const rewrite = (value: string) => {
    write(value)
    field.current?.focus()
  }
  const suggested = useSavedSuggestions(text.value, (saved) =>
    rewrite(fillSaved(saved, conversation)),
  )
  // What is written already is never lost to a list.
  const callSaved = () => rewrite(text.value === '' ? '/' : text.value)
  useEffect(() => {
    if (savedCalls > 0) callSaved()
  }, [savedCalls])

  const take = (file: File, { isVoice = false } = {}) =>
    void attach(attachment, conversation, file, isVoice)
  const canSend = attachment.value ? attachment.value.uploaded !== null : text.value.trim() !== ''
  const send = () => {
    if (!canSend) return
    const typed = text.value.trim()
    if (attachment.value) sendAttachment(conversation, attachment.value, typed, quoted.value)
    else sendText(conversation, typed, quoted.value)
    attachment.value = null
    quoted.value = null
    rewrite('')
  }
  const endRecording = () => {
    isRecording.value = false
    field.current?.focus()
  }
  return (
    <form
      class="compose-box"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        const file = event.dataTransfer?.files[0]
        if (file) take(file)
      }}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {quoted.value && <Quoting quoted={quoted} />}
      <ChosenFile attachment={attachment} />
      {isRecording.value && (
        <VoiceRecorder
          onRecorded={(file) => {
            endRecording()
            take(file, { isVoice: true })
          }}
          onClose={endRecording}
        />
      )}
      <ComposeField
        field={field}
        label={m.inbox_reply()}
        placeholder={m.inbox_write()}
        text={text.value}
        suggested={suggested}
        onWrite={write}
        onSend={send}
        onFile={take}
      />
      <div class="compose-acts">
        <AttachButton onChoose={take} />
        <IconButton
          icon={Mic}
          size="slim"
          variant="quiet"
          label={m.inbox_record()}
          onClick={() => {
            isRecording.value = true
          }}
        />
        <EmojiButton onChoose={(emoji) => insert(field.current, emoji, write)} />
        <OfferMenu conversation={conversation} />
        <Button size="slim" variant="quiet" icon={MessageSquareText} onClick={callSaved}>
          <span class="saved-word">{m.inbox_saved_replies()}</span>
        </Button>
        <SendRow label={m.inbox_send()} canSend={canSend} />
      </div>
    </form>
  )
}

function Quoting({ quoted }: { quoted: Signal<ThreadEntry | null> }) {
  return (
    quoted.value && (
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
    )
  )
}

/** Where the caret stands; what is selected gives way. */
function insert(field: HTMLTextAreaElement | null, emoji: string, write: (text: string) => void) {
  if (!field) return
  field.focus()
  field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end')
  write(field.value)
}

function sendText(
  { id, contactId, numberId }: OpenConversationView,
  text: string,
  quoted: ThreadEntry | null,
) {
  const message = { id: newId(), contactId, numberId, text }
  sendOptimistically(id, message, { kind: 'text', text }, quoted)
}
