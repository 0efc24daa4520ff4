import {
  CircleHelp,
  ContactRound,
  FileLock2,
  FileText,
  Image,
  ListChecks,
  type LucideIcon,
  MapPin,
  Mic,
  Package,
  Sticker,
  Undo2,
  Video,
} from 'lucide-preact'
import type { MessageContent } from '../../../worker/contract/message-content'
import { Icon } from '../../components/icon'
import { m } from '../../paraglide/messages.js'

type Media = Extract<MessageContent, { kind: 'media' }>['media']

export const MEDIA_NAMES: Record<Media, () => string> = {
  image: m.inbox_image,
  video: m.inbox_video,
  audio: m.inbox_audio,
  document: m.inbox_document,
  sticker: m.inbox_sticker,
}
export const MEDIA_ICONS: Record<Media, LucideIcon> = {
  image: Image,
  video: Video,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
}

/** A message in one line, for lists, quotes and screen readers. */
export function lineOf(content: MessageContent): { icon: LucideIcon | null; text: string } {
  switch (content.kind) {
    case 'text':
    case 'template':
    case 'options':
      return { icon: null, text: content.text }
    case 'choice':
      return { icon: ListChecks, text: content.text }
    case 'media': {
      const name = content.isVoice ? m.inbox_voice() : MEDIA_NAMES[content.media]()
      return { icon: MEDIA_ICONS[content.media], text: content.caption ?? content.fileName ?? name }
    }
    case 'location':
      return { icon: MapPin, text: content.name ?? m.inbox_location() }
    case 'contacts':
      return { icon: ContactRound, text: content.people[0]?.name ?? m.inbox_contact_card() }
    case 'form':
      return { icon: ListChecks, text: content.title || m.inbox_form() }
    case 'order':
      return { icon: Package, text: content.text ?? m.inbox_order() }
    case 'system':
      return { icon: CircleHelp, text: systemText(content.event) }
    case 'revoked':
      return { icon: Undo2, text: m.inbox_revoked() }
    case 'not_shared':
      return { icon: FileLock2, text: m.inbox_not_shared_short() }
    case 'unknown':
      return { icon: CircleHelp, text: m.inbox_unknown({ type: content.type }) }
  }
}

const SYSTEM: Record<Extract<MessageContent, { kind: 'system' }>['event'], () => string> = {
  changed_number: m.inbox_system_number,
  changed_id: m.inbox_system_id,
  identity: m.inbox_system_identity,
  other: m.inbox_system_other,
}
export const systemText = (event: keyof typeof SYSTEM) => SYSTEM[event]()

export function ContentLine({ content }: { content: MessageContent }) {
  const { icon, text } = lineOf(content)
  return (
    <span class="one-line" dir="auto">
      {icon && <Icon of={icon} size="xs" />}
      <span class="trunc">{text.split('\n')[0]}</span>
    </span>
  )
}
