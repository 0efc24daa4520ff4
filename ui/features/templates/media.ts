import {
  CalendarClock,
  FileText,
  ImageIcon,
  type LucideIcon,
  MapPin,
  ShoppingBag,
  Video,
} from 'lucide-preact'
import type { TemplateParameter } from '../../../worker/contract/templates'
import { m } from '../../paraglide/messages.js'

/** What is filled with something else than words. */
export type MediaKind = Exclude<TemplateParameter['kind'], 'text'>

type Media = { icon: LucideIcon; label: () => string; hint: () => string }

const MEDIA: Record<MediaKind, Media> = {
  image: { icon: ImageIcon, label: m.templates_media_image, hint: m.composer_media_link_hint },
  video: { icon: Video, label: m.templates_media_video, hint: m.composer_media_link_hint },
  document: { icon: FileText, label: m.templates_media_document, hint: m.composer_media_link_hint },
  location: { icon: MapPin, label: m.templates_media_location, hint: m.templates_hint_location },
  product: {
    icon: ShoppingBag,
    label: m.templates_media_product,
    hint: m.templates_hint_product,
  },
  products: {
    icon: ShoppingBag,
    label: m.templates_media_products,
    hint: m.templates_hint_products,
  },
  time: { icon: CalendarClock, label: m.templates_part_offer, hint: m.templates_hint_time },
}

export const mediaName = (kind: MediaKind) => MEDIA[kind].label()

/** How a value of this kind is written. */
export const mediaHint = (kind: MediaKind) => MEDIA[kind].hint()

/** Meta writes formats in capitals; null for text. */
export function mediaOf(format: string | undefined) {
  const kind = format?.toLowerCase() ?? ''
  return kind in MEDIA ? MEDIA[kind as MediaKind] : null // the line asks whether it is a key
}
