import { FileText, ImageIcon, type LucideIcon, MapPin, Video } from 'lucide-preact'
import { m } from '../../paraglide/messages.js'

const MEDIA = {
  image: { icon: ImageIcon, label: m.templates_media_image },
  video: { icon: Video, label: m.templates_media_video },
  document: { icon: FileText, label: m.templates_media_document },
  location: { icon: MapPin, label: m.templates_media_location },
} satisfies Record<string, { icon: LucideIcon; label: () => string }>

type MediaKind = keyof typeof MEDIA

export const mediaName = (kind: MediaKind) => MEDIA[kind].label()

/** Meta writes formats in capitals; null for text. */
export function mediaOf(format: string | undefined) {
  const kind = format?.toLowerCase() ?? ''
  return kind in MEDIA ? MEDIA[kind as MediaKind] : null // the line asks whether it is a key
}
