import type { Signal } from '@preact/signals'
import { Paperclip, X } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import type { UploadedFile } from '../../../worker/contract/messages'
import { IconButton } from '../../components/button'
import { Name } from '../../components/isolate'
import { showToast } from '../../components/toast'
import { formatBytes } from '../../lib/format'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { uploadFile } from './api'
import { newId, sendOptimistically } from './thread'

/** A file that will leave with the next message. */
export type Attachment = { file: File; uploaded: UploadedFile | null }

/** Chosen, pasted, dropped or taken by the phone's camera: it goes up at once, and leaves with Send. */
export async function attach(
  attachment: Signal<Attachment | null>,
  { numberId }: OpenConversationView,
  file: File,
) {
  const mine: Attachment = { file, uploaded: null }
  attachment.value = mine
  try {
    const uploaded = await uploadFile(numberId, file)
    if (attachment.peek() === mine) attachment.value = { file, uploaded }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (attachment.peek() === mine) attachment.value = null
    showToast({ text: error.message, tone: 'danger' })
  }
}

export function sendAttachment(
  { id, contactId, numberId }: OpenConversationView,
  { file, uploaded }: Attachment,
  caption: string,
) {
  if (!uploaded) return
  const { kind: media } = uploaded
  const content = {
    kind: 'media' as const,
    ...{ upload: uploaded.id, media, fileName: file.name.slice(0, 200) },
    ...(caption && { caption }),
  }
  sendOptimistically(
    id,
    { id: newId(), contactId, numberId, content },
    {
      ...{ kind: 'media', media, caption: caption || null, fileName: file.name },
      ...{ mimeType: uploaded.type, isVoice: false },
    },
  )
}

const ACCEPTED = 'image/jpeg,image/png,video/mp4,audio/*,application/pdf'

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
  return (
    <div class="chosen-file">
      <span class="trunc">
        <Name value={chosen.file.name} />
      </span>
      <span class="muted">
        {chosen.uploaded ? formatBytes(chosen.file.size) : m.inbox_uploading()}
      </span>
      <IconButton
        icon={X}
        size="slim"
        variant="quiet"
        label={m.inbox_file_remove()}
        onClick={() => {
          attachment.value = null
        }}
      />
    </div>
  )
}
