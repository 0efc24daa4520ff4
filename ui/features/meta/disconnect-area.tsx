import { useSignal } from '@preact/signals'
import { Unplug } from 'lucide-preact'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { m } from '../../paraglide/messages.js'
import { disconnect } from './api'
import { refreshConnections } from './connections'

type Props = { connectionId: string; count: number }

/** Ends a connection; what Meta said to it is shown on the connection's own page. */
export function DisconnectArea({ connectionId, count }: Props) {
  const isAsking = useSignal(false)
  const leave = useAction<string>(async (id) => {
    await disconnect(id)
    await refreshConnections()
    isAsking.value = false
    showToast({ text: m.numbers_disconnected() })
  })
  const failure = leave.error.value
  return (
    <Section title={m.numbers_disconnect_area()} level={3}>
      <div class="panel danger-area pad stack close">
        <p class="md">{m.numbers_disconnect_text()}</p>
        <div class="row">
          <Button
            variant="danger"
            icon={Unplug}
            onClick={() => {
              isAsking.value = true
            }}
          >
            {m.numbers_disconnect_label({ count })}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        title={m.numbers_disconnect_confirm({ count })}
        isOpen={isAsking.value}
        tone="danger"
        confirmLabel={m.numbers_disconnect_label({ count })}
        isBusy={leave.isBusy.value}
        onConfirm={() => void leave.run(connectionId)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>{m.numbers_disconnect_text()}</p>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </ConfirmDialog>
    </Section>
  )
}
