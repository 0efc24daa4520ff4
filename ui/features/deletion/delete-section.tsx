import { useSignal } from '@preact/signals'
import { Trash2 } from 'lucide-preact'
import * as v from 'valibot'
import type { CodeSent } from '../../../worker/contract/auth'
import type { AccountSize } from '../../../worker/contract/deletion'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Name } from '../../components/isolate'
import { Facts, Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { useForm } from '../../lib/form'
import { formatNumber } from '../../lib/format'
import { locale, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { CodeEntry } from '../accounts/code-entry'
import { useSession } from '../accounts/session'
import { askForDeletionCode, fetchDeletion, requestDeletion } from './api'

export function DeleteSection() {
  // Asked for when the button is pressed: counting a large workspace takes a moment.
  const size = useSignal<AccountSize | null>(null)
  const open = useAction<null>(async () => {
    size.value = (await fetchDeletion()).size
  })
  const close = () => {
    size.value = null
  }
  const failure = open.error.value
  return (
    <Section title={m.data_delete()}>
      <div class="panel danger-area pad stack close">
        <p class="md">{m.data_delete_text()}</p>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
        <div class="row">
          <Button
            variant="danger"
            icon={Trash2}
            isBusy={open.isBusy.value}
            onClick={() => void open.run(null)}
          >
            {m.data_delete_open()}
          </Button>
        </div>
      </div>
      <Dialog title={m.data_delete_title()} isOpen={size.value !== null} onClose={close}>
        {size.value && <Steps size={size.value} onCancel={close} />}
      </Dialog>
    </Section>
  )
}

/** First what is lost and the name, then the code that was just mailed. */
function Steps({ size, onCancel }: { size: AccountSize; onCancel: () => void }) {
  const { user } = useSession()
  const confirmed = useSignal<{ name: string; sent: CodeSent } | null>(null)
  if (confirmed.value) {
    const { name, sent } = confirmed.value
    return (
      <CodeEntry
        email={user.email}
        sent={sent}
        onAgain={askForDeletionCode}
        onCode={async (code) => {
          const { request } = await requestDeletion({ name, code })
          // Everybody is signed out: the page that stays is the public one.
          location.assign(`/data-deletion/${request?.code ?? ''}?lang=${locale.value}`)
        }}
      />
    )
  }
  return (
    <Consequences
      size={size}
      onCancel={onCancel}
      onConfirm={async (name) => {
        confirmed.value = { name, sent: await askForDeletionCode() }
      }}
    />
  )
}

type ConsequencesProps = {
  size: AccountSize
  onCancel: () => void
  onConfirm: (name: string) => Promise<void>
}

function Consequences({ size, onCancel, onConfirm }: ConsequencesProps) {
  const { account } = useSession()
  const form = useForm({
    // The very name, so that nobody deletes the wrong workspace.
    schema: v.strictObject({ name: v.pipe(v.string(), v.trim(), v.value(account.name)) }),
    submit: ({ name }) => onConfirm(name),
  })
  const name = form.field('name')
  return (
    <form {...form.props} class="stack close">
      <p class="md">{m.data_delete_consequences()}</p>
      <Facts
        facts={[
          { key: 'contacts', label: m.data_count_contacts(), value: formatNumber(size.contacts) },
          { key: 'messages', label: m.data_count_messages(), value: formatNumber(size.messages) },
          {
            key: 'broadcasts',
            label: m.data_count_broadcasts(),
            value: formatNumber(size.broadcasts),
          },
          {
            key: 'connections',
            label: m.data_count_connections(),
            value: formatNumber(size.connections),
          },
          { key: 'members', label: m.data_count_members(), value: formatNumber(size.members) },
        ]}
      />
      <p class="sm muted">{m.data_delete_day()}</p>
      <FormErrors form={form} />
      <TextField
        {...name}
        error={name.error ? m.data_delete_name_wrong() : undefined}
        label={rich(m.data_delete_name, { name: <Name value={account.name} /> })}
        dir="auto"
        autocomplete="off"
      />
      <div class="dialog-acts">
        <Button onClick={onCancel} autofocus>
          {m.common_cancel()}
        </Button>
        <SubmitButton form={form} variant="danger-solid">
          {m.data_delete_send()}
        </SubmitButton>
      </div>
    </form>
  )
}
