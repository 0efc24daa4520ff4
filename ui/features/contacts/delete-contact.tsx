import { useSignal } from '@preact/signals'
import { Trash2 } from 'lucide-preact'
import type { ContactView } from '../../../worker/contract/contacts'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Name } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { formatPhone } from '../../lib/phone'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { deleteContact } from '../deletion/api'

/** One person with everything that was written; what reports count stays, without saying who it was. */
export function DeleteContact({ contact }: { contact: ContactView }) {
  const mayDelete = canManage(useSession())
  const isAsking = useSignal(false)
  const erase = useAction<string>(async (id) => {
    await deleteContact(id)
    isAsking.value = false
    navigate('/contacts', { replace: true })
    showToast({ text: m.contacts_delete_done() })
    await queryClient.invalidateQueries({ queryKey: ['contacts'] })
  })
  if (!mayDelete) return null
  const failure = erase.error.value
  const name = contact.name ?? (contact.phone ? formatPhone(contact.phone) : '')
  return (
    <Section title={m.contacts_delete_area()} level={3}>
      <div class="panel danger-area pad stack close">
        <p class="sm">{m.contacts_delete_text()}</p>
        <div class="row">
          <Button
            variant="danger"
            icon={Trash2}
            onClick={() => {
              isAsking.value = true
            }}
          >
            {m.contacts_delete()}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        title={rich(m.contacts_delete_title, { name: <Name value={name} /> })}
        isOpen={isAsking.value}
        tone="danger"
        confirmLabel={m.contacts_delete_confirm()}
        isBusy={erase.isBusy.value}
        onConfirm={() => void erase.run(contact.id)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>{m.contacts_delete_consequences()}</p>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </ConfirmDialog>
    </Section>
  )
}
