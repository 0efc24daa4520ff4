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

/** What stands in a bubble. */
export function Content({ content, sought }: { content: MessageContent; sought: string }) {
  switch (content.kind) {
    case 'text':
    case 'template':
      return <Words text={content.text} sought={sought} />
    case 'media':
      return <MediaContent content={content} sought={sought} />
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

const MediaContent = ({ content, sought }: { content: Of<'media'>; sought: string }) => (
  <>
    <div class="file">
      <Icon of={MEDIA_ICONS[content.media]} />
      <span>
        <b>{content.isVoice ? m.inbox_voice() : MEDIA_NAMES[content.media]()}</b>
        {content.fileName && (
          <small>
            <Name value={content.fileName} />
          </small>
        )}
      </span>
    </div>
    {content.caption && <Words text={content.caption} sought={sought} />}
  </>
)

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
