import { useSignal } from '@preact/signals'
import { Check, MapPin } from 'lucide-preact'
import type { MessageContent } from '../../../worker/contract/message-content'
import { Icon } from '../../components/icon'
import { Name, Phone } from '../../components/isolate'
import { formatMoney, formatNumber, MICROS } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { Markup } from '../templates/markup-view'
import { MEDIA_ICONS, MEDIA_NAMES, systemText } from './content-line'
import { Highlighted } from './highlight'

type Of<K extends MessageContent['kind']> = Extract<MessageContent, { kind: K }>

type Props = {
  content: MessageContent
  sought: string
  /** Where the file of this message is; null while it is being sent. */
  file?: string | null
}

/** What stands in a bubble. */
export function Content({ content, sought, file = null }: Props) {
  switch (content.kind) {
    case 'text':
    case 'template':
      return <Words text={content.text} sought={sought} />
    case 'media':
      return <MediaContent content={content} sought={sought} file={file} />
    case 'location':
      return <Place content={content} />
    case 'contacts':
      return <Cards content={content} />
    case 'choice':
      return (
        <div class="picked">
          <Icon of={Check} size="xs" />
          <span>
            <Words text={content.text} sought={sought} />
            {content.detail && <small dir="auto">{content.detail}</small>}
          </span>
        </div>
      )
    case 'form':
      return <Form content={content} />
    case 'order':
      return <Order content={content} sought={sought} />
    case 'options':
      return (
        <>
          <Words text={content.text} sought={sought} />
          <ul class="offered">
            {content.options.map((option) => (
              <li key={option} dir="auto">
                {option}
              </li>
            ))}
          </ul>
        </>
      )
    case 'system':
      return <p>{systemText(content.event)}</p>
    case 'revoked':
      return <p class="muted">{m.inbox_revoked()}</p>
    case 'not_shared':
      return <p class="muted">{m.inbox_not_shared()}</p>
    case 'unknown':
      return <p class="muted">{m.inbox_unknown({ type: content.type })}</p>
  }
}

const Words = ({ text, sought }: { text: string; sought: string }) => (
  <Markup
    text={text}
    dir="auto"
    drawText={(plain) => <Highlighted text={plain} sought={sought} />}
  />
)

type MediaProps = { content: Of<'media'>; sought: string; file: string | null }

const MediaContent = ({ content, sought, file }: MediaProps) => (
  <>
    <MediaFile content={content} file={file} />
    {content.caption && <Words text={content.caption} sought={sought} />}
  </>
)

/** Shown in place; where it can't be, it is a file to download. */
function MediaFile({ content, file }: Omit<MediaProps, 'sought'>) {
  const isBroken = useSignal(false)
  const { media, caption } = content
  const name = content.isVoice ? m.inbox_voice() : MEDIA_NAMES[media]()
  const onError = () => {
    isBroken.value = true
  }
  if (file && !isBroken.value) {
    if (media === 'image' || media === 'sticker') {
      return (
        <img class="picture" src={file} alt={caption ?? name} loading="lazy" onError={onError} />
      )
    }
    // People's own recordings come without captions.
    if (media === 'video') {
      // biome-ignore lint/a11y/useMediaCaption: there is no text of what people filmed
      return <video src={file} controls preload="none" onError={onError} />
    }
    if (media === 'audio') {
      // biome-ignore lint/a11y/useMediaCaption: there is no text of what people said
      return <audio src={file} controls preload="none" aria-label={name} onError={onError} />
    }
  }
  const label = (
    <>
      <Icon of={MEDIA_ICONS[media]} />
      <span>
        <b>{name}</b>
        {content.fileName && (
          <small>
            <Name value={content.fileName} />
          </small>
        )}
        {isBroken.value && <small>{m.inbox_file_gone()}</small>}
      </span>
    </>
  )
  if (!file || isBroken.value) return <div class="file">{label}</div>
  return (
    <a class="file" href={file} download={content.fileName ?? ''}>
      {label}
    </a>
  )
}

function Place({ content }: { content: Of<'location'> }) {
  const { latitude, longitude, name, address } = content
  const at = `${latitude},${longitude}`
  return (
    <a
      class="file"
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <Icon of={MapPin} />
      <span>
        <b dir="auto">{name ?? m.inbox_location()}</b>
        <small dir="auto">{address ?? <bdi dir="ltr">{at}</bdi>}</small>
      </span>
    </a>
  )
}

const Cards = ({ content }: { content: Of<'contacts'> }) => (
  <ul class="cards-in">
    {content.people.map(({ name, phones }) => (
      <li key={name}>
        <b>
          <Name value={name} />
        </b>
        {phones.map((phone) => (
          <small key={phone}>
            <Phone value={phone} />
          </small>
        ))}
      </li>
    ))}
  </ul>
)

const Form = ({ content }: { content: Of<'form'> }) => (
  <>
    <p dir="auto">
      <b>{content.title || m.inbox_form()}</b>
    </p>
    <dl class="answers">
      {content.answers.map(({ name, value }) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  </>
)

const Order = ({ content, sought }: { content: Of<'order'>; sought: string }) => (
  <>
    <p>
      <b>{m.inbox_order()}</b>
    </p>
    <ul class="cards-in">
      {content.items.map(({ id, quantity, price, currency }) => (
        <li key={id}>
          <bdi dir="ltr">{id}</bdi> × {formatNumber(quantity)}
          {price !== null && currency && (
            <small>{formatMoney(price * quantity * MICROS, { currency })}</small>
          )}
        </li>
      ))}
    </ul>
    {content.text && <Words text={content.text} sought={sought} />}
  </>
)
