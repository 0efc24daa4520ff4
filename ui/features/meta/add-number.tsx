import { useSignal } from '@preact/signals'
import { Plus, RefreshCw } from 'lucide-preact'
import type { AccessView } from '../../../worker/contract/access'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Phone } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { m } from '../../paraglide/messages.js'
import { addNumber, checkAccess } from './api'
import { refreshConnections } from './connections'

/** Looks at Meta for numbers of this account that are not in use here, and takes one in. */
export function AddNumber({ connectionId }: { connectionId: string }) {
  const found = useSignal<AccessView['numbers'] | null>(null)
  const look = useAction<string>(async (id, key) => {
    const { access } = await checkAccess(id, key)
    found.value = access.numbers.filter(({ isConnected }) => !isConnected)
  })
  const add = useAction<string>(async (numberId) => {
    await addNumber(connectionId, numberId)
    found.value = null
    await refreshConnections()
  })
  const failure = look.error.value ?? add.error.value
  return (
    <div class="stack close">
      <div class="row">
        <Button
          size="slim"
          icon={RefreshCw}
          isBusy={look.isBusy.value}
          onClick={() => void look.run(connectionId)}
        >
          {look.isBusy.value ? m.connect_checking() : m.numbers_look()}
        </Button>
      </div>
      {found.value?.length === 0 && <p class="md muted">{m.numbers_look_none()}</p>}
      {found.value?.map(({ id, displayPhoneNumber }) => (
        <div class="row" key={id}>
          <Phone value={`+${displayPhoneNumber.replace(/\D/g, '')}`} />
          <Button
            size="slim"
            icon={Plus}
            isBusy={add.isBusy.value}
            onClick={() => void add.run(id)}
          >
            {m.numbers_use()}
          </Button>
        </div>
      ))}
      {failure && <p class="t-danger">{describeFailure(failure)}</p>}
    </div>
  )
}
