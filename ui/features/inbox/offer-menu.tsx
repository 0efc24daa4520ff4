import { useSignal } from '@preact/signals'
import { ContactRound, Link, List, MapPin, Plus, SquareMousePointer } from 'lucide-preact'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import { Dialog } from '../../components/dialog'
import { Icon } from '../../components/icon'
import { Menu } from '../../components/menu'
import { m } from '../../paraglide/messages.js'
import { OfferForm, type OfferKind } from './offer-form'

const KINDS = [
  { kind: 'buttons', icon: SquareMousePointer, name: m.inbox_offer_buttons },
  { kind: 'list', icon: List, name: m.inbox_offer_list },
  { kind: 'link', icon: Link, name: m.inbox_offer_link },
  { kind: 'location', icon: MapPin, name: m.inbox_location },
  { kind: 'contact', icon: ContactRound, name: m.inbox_contact_card },
] as const

/** What can be sent besides words. */
export function OfferMenu({ conversation }: { conversation: OpenConversationView }) {
  const open = useSignal<OfferKind | null>(null)
  const close = () => {
    open.value = null
  }
  const chosen = KINDS.find(({ kind }) => kind === open.value)
  return (
    <>
      <Menu
        from="start"
        trigger={{
          class: 'btn icon quiet slim',
          label: m.inbox_add(),
          content: <Icon of={Plus} size="sm" />,
        }}
        items={KINDS.map(({ kind, icon, name }) => ({
          label: name(),
          icon,
          onSelect: () => {
            open.value = kind
          },
        }))}
      />
      <Dialog title={chosen?.name() ?? ''} isOpen={chosen !== undefined} onClose={close}>
        {chosen && <OfferForm kind={chosen.kind} conversation={conversation} onDone={close} />}
      </Dialog>
    </>
  )
}
