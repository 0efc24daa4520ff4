import { useSignal } from '@preact/signals'
import { SendHorizontal } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { m } from '../../paraglide/messages.js'
import type { Primary } from '../../shell/page'
import { startBroadcast, unscheduleBroadcast } from './api'
import { press, Refusal } from './control-parts'
import { keepBroadcast } from './model'

type Controls = {
  primary: Primary | undefined
  secondary: ComponentChildren
  dialogs: ComponentChildren
}

/** What can be done with a broadcast that waits for its time: send it now, or change it. */
export function useScheduleControls({ id, state, planned }: ProgressView): Controls {
  const isAsking = useSignal(false)
  const close = () => {
    isAsking.value = false
  }
  const start = useAction<null>(async (_, key) => {
    keepBroadcast(await startBroadcast(id, key))
    close()
  })
  const change = useAction<null>(async (_, key) => {
    // A draft is shown in the composer: its page goes there by itself.
    keepBroadcast(await unscheduleBroadcast(id, key))
    showToast({ text: m.broadcast_unscheduled() })
  })
  if (state !== 'scheduled') return { primary: undefined, secondary: null, dialogs: null }
  return {
    primary: {
      label: m.broadcast_send_now(),
      icon: SendHorizontal,
      onClick: () => {
        isAsking.value = true
      },
    },
    secondary: (
      <Button isBusy={change.isBusy.value} onClick={() => void press(change)}>
        {m.broadcast_edit()}
      </Button>
    ),
    dialogs: (
      <ConfirmDialog
        title={m.broadcast_send_now_title()}
        isOpen={isAsking.value}
        confirmLabel={m.broadcast_send_now()}
        isBusy={start.isBusy.value}
        onConfirm={() => void start.run(null)}
        onCancel={close}
      >
        <p>{m.broadcast_send_now_text()}</p>
        {planned?.zones?.isStart && <p>{m.broadcast_zones_send_now()}</p>}
        <Refusal action={start} />
      </ConfirmDialog>
    ),
  }
}
