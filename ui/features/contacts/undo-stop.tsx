import { useSignal } from '@preact/signals'
import { Undo2 } from 'lucide-preact'
import { ConsentUndo } from '../../../worker/contract/consent'
import type { ContactView } from '../../../worker/contract/contacts'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { TextArea } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { undoStop } from './consent-api'

/** A message was taken for a request to stop and was none: an owner says so, and why. */
export function UndoStop({ contact }: { contact: ContactView }) {
  const isOwner = useSession().account.role === 'owner'
  const isOpen = useSignal(false)
  if (!isOwner || contact.consent !== 'opted_out' || contact.consentSource !== 'message') {
    return null
  }
  const close = () => {
    isOpen.value = false
  }
  return (
    <div class="row">
      <Button
        size="slim"
        icon={Undo2}
        onClick={() => {
          isOpen.value = true
        }}
      >
        {m.consent_undo()}
      </Button>
      <Dialog title={m.consent_undo_title()} isOpen={isOpen.value} onClose={close}>
        <Reason contactId={contact.id} onDone={close} />
      </Dialog>
    </div>
  )
}

function Reason({ contactId, onDone }: { contactId: string; onDone: () => void }) {
  const form = useForm({
    schema: ConsentUndo,
    submit: async (undo) => {
      await undoStop(contactId, undo)
      onDone()
      showToast({ text: m.consent_undo_done() })
    },
  })
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <p class="sm muted">{m.consent_undo_text()}</p>
      <TextArea
        {...form.field('reason')}
        label={m.consent_undo_reason()}
        hint={m.consent_undo_reason_hint()}
        maxLength={300}
        rows={3}
      />
      <div class="row">
        <SubmitButton form={form}>{m.consent_undo_confirm()}</SubmitButton>
        <Button variant="quiet" onClick={onDone}>
          {m.common_cancel()}
        </Button>
      </div>
    </form>
  )
}
