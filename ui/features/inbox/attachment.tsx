import type { Signal } from '@preact/signals'
import { Paperclip, X } from 'lucide-preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { OpenConversationView, ThreadEntry } from '../../../worker/contract/inbox'
import type { UploadedFile } from '../../../worker/contract/messages'
import { IconButton } from '../../components/button'
import { CutName } from '../../components/isolate'
import { tellFailure } from '../../components/tell-failure'
import { formatBytes } from '../../lib/format'
import { newId } from '../../lib/new-id'
import { m } from '../../paraglide/messages.js'
import { uploadFile } from './api'
import { sendOptimistically } from './outbox'

/** A file that will leave with the next message. */
export type Attachment = { file: File; isVoice: boolean; uploaded: UploadedFile | null }

/** Chosen, pasted, dropped or taken by the phone's camera: it goes up at once, and leaves with Send. */
export async function attach(
  attachment: Signal<Attachment | null>,
  { numberId }: OpenConversationView,
  file: File,
  isVoice: boolean,
) {
  const mine: Attachment = { file, isVoice, uploaded: null }
  attachment.value = mine
  try {
    const uploaded = await uploadFile(numberId, file)
    if (attachment.peek() === mine) attachment.value = { ...mine, uploaded }
  } catch (error) {
    if (attachment.peek() === mine) attachment.value = null
    tellFailure(error)
  }
}

export function sendAttachment(
  { id, contactId, numberId }: OpenConversationView,
  { file, isVoice, uploaded }: Attachment,
  caption: string,
  quoted: ThreadEntry | null,
) {
  if (!uploaded) return
  const { kind: media } = uploaded
  const voice = isVoice && uploaded.canBeVoice
  const content = {
    kind: 'media' as const,
    ...{ upload: uploaded.id, media, fileName: file.name.slice(0, 200) },
    voice,
    ...(caption && media !== 'audio' && { caption }),
  }
  sendOptimistically(
    id,
    { id: newId(), contactId, numberId, content },
    {
      ...{ kind: 'media', media, caption: content.caption ?? null, fileName: file.name },
      ...{ mimeType: uploaded.type, isVoice: voice },
    },
    quoted,
  )
  // WhatsApp shows no words with a sound: they follow as a message of their own.
  if (caption && media === 'audio') {
    const words = { id: newId(), contactId, numberId, text: caption }
    sendOptimistically(id, words, { kind: 'text', text: caption }, null)
  }
}

const ACCEPTED =
  'image/jpeg,image/png,video/mp4,video/3gpp,audio/*,.pdf,.txt,.doc,.docx,.xls,.xlsx,.ppt,.pptx'

export function AttachButton({ onChoose }: { onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        class="vh"
        tabIndex={-1}
        aria-hidden="true"
        accept={ACCEPTED}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) onChoose(file)
          event.currentTarget.value = ''
        }}
      />
      <IconButton
        icon={Paperclip}
        size="slim"
        variant="quiet"
        label={m.inbox_attach()}
        onClick={() => input.current?.click()}
      />
    </>
  )
}

export function ChosenFile({ attachment }: { attachment: Signal<Attachment | null> }) {
  const chosen = attachment.value
  if (!chosen) return null
  const { file, isVoice, uploaded } = chosen
  return (
    <div class="chosen-file">
      {isVoice ? <Listen file={file} /> : <CutName value={file.name} />}
      <span class="muted">{uploaded ? formatBytes(file.size) : m.inbox_uploading()}</span>
      <IconButton
        icon={X}
        size="slim"
        variant="quiet"
        label={isVoice ? m.inbox_record_remove() : m.inbox_file_remove()}
        onClick={() => {
          attachment.value = null
        }}
      />
      {isVoice && uploaded && !uploaded.canBeVoice && (
        <p class="muted">{m.inbox_record_as_audio()}</p>
      )}
    </div>
  )
}

/** A recording is heard before it leaves. */
function Listen({ file }: { file: File }) {
  const address = useMemo(() => URL.createObjectURL(file), [file])
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  // biome-ignore lint/a11y/useMediaCaption: there is no text of what somebody said
  return <audio src={address} controls aria-label={m.inbox_voice()} />
}
