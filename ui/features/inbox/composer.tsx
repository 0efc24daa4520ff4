import { type Signal, useSignal } from '@preact/signals'
import { Lock } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import type { OpenConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import { Icon } from '../../components/icon'
import { useShortcut } from '../../lib/keyboard'
import { m } from '../../paraglide/messages.js'
import type { Attachment } from './attachment'
import './composer.css'
import { NoteBox } from './note-box'
import { ReplyBox, type ReplyProps } from './reply-box'
import { TemplatePicker } from './template-picker'
import { isOpen } from './window'

type Props = {
  conversation: OpenConversationView
  quoted: Signal<ThreadEntry | null>
}

/** Where one answers, or leaves a note for the team. */
export function Composer({ conversation, quoted }: Props) {
  const isReply = useSignal(true)
  const box = useRef<HTMLElement>(null)
  const calls = useSignal(0)
  const attachment = useSignal<Attachment | null>(null)

  const turnTo = (toReply: boolean) => {
    isReply.value = toReply
    requestAnimationFrame(() => box.current?.querySelector('textarea')?.focus())
  }
  useShortcut({ codes: ['KeyR'], label: m.inbox_key_reply, run: () => turnTo(true) })
  useShortcut({
    codes: ['KeyI'],
    withShift: true,
    label: m.inbox_key_note,
    run: () => turnTo(false),
  })
  useShortcut({
    codes: ['Semicolon'],
    label: m.inbox_key_saved,
    run: () => {
      turnTo(true)
      calls.value += 1
    },
  })
  useEffect(() => {
    if (quoted.value) turnTo(true)
  }, [quoted.value])

  return (
    <section
      ref={box}
      class={`inbox-composer ${isReply.value ? '' : 'is-note'}`}
      aria-label={m.inbox_composer()}
    >
      <div class="composer-tabs" role="tablist">
        <button type="button" role="tab" aria-selected={isReply.value} onClick={() => turnTo(true)}>
          {m.inbox_reply()}
        </button>
        <button
          type="button"
          role="tab"
          aria-selected={!isReply.value}
          onClick={() => turnTo(false)}
        >
          <Icon of={Lock} size="xs" />
          {m.inbox_note()}
        </button>
      </div>
      <Box
        isReply={isReply.value}
        conversation={conversation}
        quoted={quoted}
        attachment={attachment}
        savedCalls={calls.value}
      />
    </section>
  )
}

function Box({ isReply, ...reply }: ReplyProps & { isReply: boolean }) {
  const { conversation } = reply
  if (!isReply) return <NoteBox conversation={conversation} />
  if (!isOpen(conversation)) return <TemplatePicker conversation={conversation} />
  return <ReplyBox {...reply} />
}
