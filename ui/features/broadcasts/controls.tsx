import { useSignal } from '@preact/signals'
import { Pause, Play } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { showToast } from '../../components/toast'
import { type Action, useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { Primary } from '../../shell/page'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from './api'
import { press, Refusal } from './control-parts'
import { figuresOf } from './figures'
import { keepBroadcast } from './model'
import { useScheduleControls } from './schedule-controls'
import type { State } from './state'

type Controls = {
  primary: Primary | undefined
  secondary: ComponentChildren
  dialogs: ComponentChildren
}

const STOPPABLE = new Set<State>(['running', 'paused', 'finishing'])
const CANCELLABLE = new Set<State>(['scheduled', 'holding', 'freezing'])

/** What can be done now: pausing and cancelling in time at once, the rest after restating numbers. */
export function useControls(progress: ProgressView): Controls {
  const schedule = useScheduleControls(progress)
  const { id, state } = progress
  const asking = useSignal<'resume' | 'stop' | null>(null)
  const close = () => {
    asking.value = null
  }
  const pause = useAction<null>(async (_, key) => {
    keepBroadcast(await pauseBroadcast(id, key))
    const { queued } = figuresOf(progress)
    showToast({ text: m.broadcast_paused({ count: queued }) })
  })
  const resume = useAction<null>(async (_, key) => {
    keepBroadcast(await resumeBroadcast(id, key))
    close()
  })
  const stop = useAction<null>(async (_, key) => {
    keepBroadcast(await cancelBroadcast(id, key))
    close()
  })
  return {
    primary:
      schedule.primary ??
      primaryFor(state, pause, () => {
        asking.value = 'resume'
      }),
    secondary: STOPPABLE.has(state) ? (
      <Button
        variant="danger"
        onClick={() => {
          asking.value = 'stop'
        }}
      >
        {m.broadcast_stop()}
      </Button>
    ) : CANCELLABLE.has(state) ? (
      <>
        {schedule.secondary}
        <Button variant="danger" isBusy={stop.isBusy.value} onClick={() => void press(stop)}>
          {m.broadcast_cancel()}
        </Button>
      </>
    ) : null,
    dialogs: (
      <>
        <ResumeDialog
          progress={progress}
          action={resume}
          isOpen={asking.value === 'resume'}
          onClose={close}
        />
        <StopDialog
          progress={progress}
          action={stop}
          isOpen={asking.value === 'stop'}
          onClose={close}
        />
        {schedule.dialogs}
      </>
    ),
  }
}

function primaryFor(state: State, pause: Action<null>, askResume: () => void): Primary | undefined {
  if (state === 'running') {
    return {
      label: m.broadcast_pause(),
      icon: Pause,
      isBusy: pause.isBusy.value,
      onClick: () => void press(pause),
    }
  }
  if (state === 'paused') {
    return { label: m.broadcast_resume(), icon: Play, onClick: askResume }
  }
  return undefined
}

type DialogProps = {
  progress: ProgressView
  action: Action<null>
  isOpen: boolean
  onClose: () => void
}

function ResumeDialog({ progress, action, isOpen, onClose }: DialogProps) {
  const { queued, sent, onItsWay } = figuresOf(progress)
  return (
    <ConfirmDialog
      title={m.broadcast_resume_title()}
      isOpen={isOpen}
      confirmLabel={m.broadcast_resume_confirm({ count: queued })}
      isBusy={action.isBusy.value}
      onConfirm={() => void action.run(null)}
      onCancel={onClose}
    >
      <p>{m.broadcast_resume_text({ count: queued, sent: formatNumber(sent + onItsWay) })}</p>
      <Refusal action={action} />
    </ConfirmDialog>
  )
}

function StopDialog({ progress, action, isOpen, onClose }: DialogProps) {
  const { queued, sent, onItsWay } = figuresOf(progress)
  return (
    <ConfirmDialog
      title={m.broadcast_stop_title()}
      isOpen={isOpen}
      tone="danger"
      confirmLabel={m.broadcast_stop_confirm({ count: queued })}
      isBusy={action.isBusy.value}
      onConfirm={() => void action.run(null)}
      onCancel={onClose}
    >
      <p>{m.broadcast_stop_text({ count: queued, sent: formatNumber(sent + onItsWay) })}</p>
      <Refusal action={action} />
    </ConfirmDialog>
  )
}
