import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import type { MessageContent } from '../../../worker/contract/message-content'
import {
  BUTTONS_MAX,
  INTERACTIVE_TEXT_MAX,
  OutgoingContent,
  ROWS_MAX,
} from '../../../worker/contract/messages'
import { Button } from '../../components/button'
import { TextArea, TextField } from '../../components/field'
import { newId } from '../../lib/new-id'
import { m } from '../../paraglide/messages.js'
import { sendOptimistically } from './outbox'

export type OfferKind = 'buttons' | 'list' | 'link' | 'location' | 'contact'
type Wish = Exclude<OutgoingContent, { kind: 'template' | 'reaction' | 'media' }>

type Props = { kind: OfferKind; conversation: OpenConversationView; onDone: () => void }

export function OfferForm({ kind, conversation, onDone }: Props) {
  const isWrong = useSignal(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    // The event comes from the form below.
    const wish = v.safeParse(
      OutgoingContent,
      wishFrom(kind, new FormData(event.currentTarget as HTMLFormElement)),
    )
    isWrong.value = !wish.success
    if (!wish.success) return
    const { id, contactId, numberId } = conversation
    const content = wish.output
    if (content.kind === 'template' || content.kind === 'reaction' || content.kind === 'media')
      return
    sendOptimistically(id, { id: newId(), contactId, numberId, content }, shownAs(content))
    onDone()
  }
  return (
    <form class="stack close" onSubmit={submit}>
      <Fields kind={kind} />
      {isWrong.value && (
        <p class="sm danger-text" role="alert">
          {m.inbox_offer_wrong()}
        </p>
      )}
      <div class="dialog-acts">
        <Button onClick={onDone}>{m.common_cancel()}</Button>
        <Button variant="primary" type="submit">
          {m.inbox_send()}
        </Button>
      </div>
    </form>
  )
}

const Words = () => (
  <TextArea name="text" label={m.inbox_offer_text()} rows={3} maxLength={INTERACTIVE_TEXT_MAX} />
)

function Fields({ kind }: { kind: OfferKind }) {
  switch (kind) {
    case 'buttons':
      return (
        <>
          <Words />
          {Array.from({ length: BUTTONS_MAX }, (_, at) => (
            // The places of a message's buttons.
            <TextField
              key={at}
              name="option"
              label={m.inbox_offer_button({ number: at + 1 })}
              isOptional={at > 0}
              maxLength={20}
            />
          ))}
        </>
      )
    case 'list':
      return (
        <>
          <Words />
          <TextField name="button" label={m.inbox_offer_list_button()} maxLength={20} />
          <TextArea name="rows" label={m.inbox_offer_rows({ most: ROWS_MAX })} rows={4} />
        </>
      )
    case 'link':
      return (
        <>
          <Words />
          <TextField name="label" label={m.inbox_offer_label()} maxLength={20} />
          <TextField name="url" type="url" dir="ltr" label={m.inbox_offer_url()} />
        </>
      )
    case 'location':
      return (
        <>
          <TextField name="name" label={m.inbox_place_name()} isOptional maxLength={100} />
          <TextField name="address" label={m.inbox_place_address()} isOptional maxLength={200} />
          <TextField
            name="at"
            dir="ltr"
            label={m.inbox_place_at()}
            placeholder="32.0853, 34.7818"
          />
        </>
      )
    case 'contact':
      return (
        <>
          <TextField name="name" label={m.inbox_card_name()} maxLength={80} />
          <TextField name="phone" type="tel" dir="ltr" label={m.inbox_card_phone()} />
        </>
      )
  }
}

function wishFrom(kind: OfferKind, data: FormData): object {
  const word = (name: string) => String(data.get(name) ?? '').trim()
  const some = (name: string) => (word(name) ? { [name]: word(name) } : {})
  switch (kind) {
    case 'buttons': {
      const buttons = data
        .getAll('option')
        .map((one) => String(one).trim())
        .filter(Boolean)
      return { kind, text: word('text'), buttons }
    }
    case 'list': {
      const rows = word('rows')
        .split('\n')
        .map((row) => row.trim())
        .filter(Boolean)
      return { kind, text: word('text'), button: word('button'), rows }
    }
    case 'link':
      return { kind, text: word('text'), label: word('label'), url: word('url') }
    case 'location': {
      const [latitude, longitude] = word('at')
        .split(/[,\s]+/)
        .map(Number)
      return { kind, latitude, longitude, ...some('name'), ...some('address') }
    }
    case 'contact':
      return { kind, name: word('name'), phone: word('phone') }
  }
}

/** How it stands in the thread before the server has it. */
function shownAs(wish: Wish): MessageContent {
  switch (wish.kind) {
    case 'buttons':
      return { kind: 'options', text: wish.text, options: wish.buttons }
    case 'list':
      return { kind: 'options', text: wish.text, options: wish.rows }
    case 'link':
      return { kind: 'options', text: wish.text, options: [wish.label] }
    case 'contact':
      return { kind: 'contacts', people: [{ name: wish.name, phones: [wish.phone] }] }
    case 'location': {
      const { latitude, longitude, name = null, address = null } = wish
      return { kind: 'location', latitude, longitude, name, address }
    }
  }
}
