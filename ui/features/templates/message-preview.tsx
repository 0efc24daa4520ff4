import {
  BadgeCheck,
  Contact,
  Copy,
  ExternalLink,
  type LucideIcon,
  Phone,
  Reply,
  ShoppingBag,
  SquareMousePointer,
} from 'lucide-preact'
import type { TemplateComponent, TemplateView } from '../../../worker/contract/templates'
import { initials } from '../../components/chip'
import { Icon } from '../../components/icon'
import { Name } from '../../components/isolate'
import { now } from '../../lib/clock'
import { formatClock } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { directionOf, type FilledParameters, htmlLanguage, piecesOf } from './filling'
import { Markup } from './markup-view'
import { mediaOf } from './media'
import './preview.css'

type Props = {
  template: Pick<TemplateView, 'components' | 'language'>
  /** Values by `TemplateParameter.key`; a parameter without one shows its placeholder. */
  filled: FilledParameters
  /** Who sends, as the phone shows it. */
  businessName: string
  /** Says whose message this is, for screen readers. */
  label: string
  chat?: 'light' | 'dark'
  /** When it was sent; now, while it is being written. */
  at?: number | undefined
  /** The picture of the header, where it is known. */
  picture?: string | null
}

/** The message on a phone: in the template's own direction, with filled values marked. */
export function MessagePreview(props: Props) {
  const { template, filled, businessName, label, chat, at, picture = null } = props
  const part = (type: string) => template.components.find((one) => one.type === type)
  const buttons = part('BUTTONS')?.buttons ?? []
  const footer = part('FOOTER')?.text
  return (
    <section class="device" aria-label={label} data-chat={chat}>
      <div class="device-head">
        <span class="avatar acc" aria-hidden="true">
          {initials(businessName).charAt(0)}
        </span>
        <span>
          <b>
            <Name value={businessName} />
            <Icon of={BadgeCheck} size="xs" tone="ok" />
          </b>
          <small>{m.templates_business_account()}</small>
        </span>
      </div>
      <div
        class="device-scene"
        lang={htmlLanguage(template.language)}
        dir={directionOf(template.language)}
      >
        <div class="bubble first">
          <Header header={part('HEADER')} filled={filled} picture={picture} />
          <Offer component={part('LIMITED_TIME_OFFER')} />
          <Markup {...withMarkedValues(part('BODY')?.text ?? '', 'body', filled)} />
          {footer && (
            <p>
              <small>{footer}</small>
            </p>
          )}
          <UnknownParts components={template.components} />
          <div class="meta">
            <bdi dir="ltr">{formatClock(at ?? now.value)}</bdi>
          </div>
        </div>
        {buttons.map((button, index) => (
          // Buttons of a template stand in the order that Meta approved.
          <MessageButton key={index} {...button} />
        ))}
        <Cards component={part('CAROUSEL')} filled={filled} />
      </div>
    </section>
  )
}

type HeaderProps = {
  header: TemplateComponent | undefined
  filled: FilledParameters
  picture?: string | null
}

function Header({ header, filled, picture }: HeaderProps) {
  if (!header) return null
  const media = mediaOf(header.format)
  if (media && picture) {
    return <img class="device-media" src={picture} alt={media.label()} />
  }
  if (media) {
    return (
      <div class="device-media">
        <Icon of={media.icon} size="lg" />
        <span>{media.label()}</span>
      </div>
    )
  }
  return (
    <p class="device-title">
      {piecesOf(header.text ?? '', 'header', filled).map((piece) =>
        piece.parameter ? <Filled key={piece.parameter} text={piece.text} /> : piece.text,
      )}
    </p>
  )
}

const BUTTON_ICONS: Record<string, LucideIcon> = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
  OTP: Copy,
  CATALOG: ShoppingBag,
  MPM: ShoppingBag,
  VOICE_CALL: Phone,
  REQUEST_CONTACT_INFO: Contact,
}

const MessageButton = ({ type, text }: { type: string; text?: string | undefined }) => (
  <div class="device-button">
    <Icon
      of={BUTTON_ICONS[type] ?? SquareMousePointer}
      size="sm"
      isDirectional={type === 'QUICK_REPLY'}
    />
    {text ??
      (type === 'REQUEST_CONTACT_INFO'
        ? m.templates_button_contact()
        : m.templates_button_copy_code())}
  </div>
)

const KNOWN_PARTS = new Set([
  ...['HEADER', 'BODY', 'FOOTER', 'BUTTONS'],
  ...['CAROUSEL', 'LIMITED_TIME_OFFER'],
])

function Offer({ component }: { component: TemplateComponent | undefined }) {
  const offer = component?.limited_time_offer
  if (typeof offer !== 'object' || offer === null || !('text' in offer)) return null
  return (
    <p>
      <b>{String(offer.text)}</b>
    </p>
  )
}

type CardsProps = { component: TemplateComponent | undefined; filled: FilledParameters }

/** Cards stand side by side and are pushed along. */
function Cards({ component, filled }: CardsProps) {
  const cards = component?.cards ?? []
  if (cards.length === 0) return null
  return (
    <ul class="device-cards">
      {cards.map(({ components }, card) => {
        const part = (type: string) => components.find((one) => one.type === type)
        return (
          // Cards of a template stand in the order that Meta approved.
          <li key={card}>
            <div class="bubble">
              <Header header={part('HEADER')} filled={filled} />
              <Markup
                {...withMarkedValues(part('BODY')?.text ?? '', `card.${card}.body`, filled)}
              />
            </div>
            {part('BUTTONS')?.buttons?.map((button, index) => (
              <MessageButton key={index} {...button} />
            ))}
          </li>
        )
      })}
    </ul>
  )
}

/** Kinds that Meta adds later are named, not hidden. */
const UnknownParts = ({ components }: { components: TemplateComponent[] }) => (
  <>
    {components
      .filter((component) => !KNOWN_PARTS.has(component.type))
      .map((component) => (
        <p key={component.type}>
          <small>{m.templates_unknown_part({ kind: component.type })}</small>
        </p>
      ))}
  </>
)

const Filled = ({ text }: { text: string }) => (
  <mark>
    <bdi>{text}</bdi>
  </mark>
)

/**
 * WhatsApp's marks may stand round a value (`*{{1}}*`), so values travel through the marks' parser
 * as single private-use characters and are put in their place afterwards.
 */
function withMarkedValues(text: string, part: string, filled: FilledParameters) {
  const pieces = piecesOf(text, part, filled)
  const values = pieces.filter((piece) => piece.parameter !== null).map((piece) => piece.text)
  let next = 0
  const coded = pieces
    .map((piece) => (piece.parameter === null ? piece.text : codeOf(next++)))
    .join('')
  const drawText = (plain: string) =>
    plain.split(/([\uE100-\uF8FF])/).map((piece, index) => {
      if (index % 2 === 0) return piece
      const place = piece.charCodeAt(0) - FIRST_CODE
      return <Filled key={place} text={values[place] ?? ''} />
    })
  return { text: coded, drawText }
}

const FIRST_CODE = 0xe100
const codeOf = (place: number) => String.fromCharCode(FIRST_CODE + place)
