import { useSignal } from '@preact/signals'
import { Mic, Square, Trash2, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../components/button'
import { Icon } from '../../../components/icon'
import { m } from '../../../paraglide/messages.js'
import { canRecord, MOST_SECONDS, type Recording, record } from './recorder'

type Props = {
  onRecorded: (file: File) => void
  onClose: () => void
}

type State = 'asking' | 'recording' | 'refused' | 'impossible' | 'silent'

const TROUBLE: Partial<Record<State, () => string>> = {
  refused: m.inbox_record_refused,
  impossible: m.inbox_record_impossible,
  silent: m.inbox_record_silent,
}

/** Records at once; Stop keeps it for listening, Esc throws it away. */
export function VoiceRecorder({ onRecorded, onClose }: Props) {
  const state = useSignal<State>('asking')
  const seconds = useSignal(0)
  const recording = useRef<Recording | null>(null)

  useEffect(() => {
    let isGone = false
    void begin().then((result) => {
      if (typeof result === 'string') state.value = result
      else if (isGone) result.discard()
      else {
        recording.current = result
        state.value = 'recording'
      }
    })
    return () => {
      isGone = true
      recording.current?.discard()
    }
  }, [])

  const stop = async () => {
    const mine = recording.current
    recording.current = null
    const file = await mine?.stop()
    if (file) onRecorded(file)
    else state.value = 'silent'
  }
  const isRecording = state.value === 'recording'
  useEffect(() => {
    if (!isRecording) return
    const begun = performance.now()
    const timer = setInterval(() => {
      seconds.value = Math.floor((performance.now() - begun) / 1000)
      if (seconds.value >= MOST_SECONDS) void stop()
    }, 250)
    return () => clearInterval(timer)
  }, [isRecording])

  const trouble = TROUBLE[state.value]
  return (
    <fieldset
      class="recording"
      aria-label={m.inbox_recording()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      {trouble ? (
        <p class="sm grow" role="alert">
          {trouble()}
        </p>
      ) : (
        <p class="recorded-time" role="status">
          <Icon of={Mic} size="sm" tone="danger" />
          <span>{isRecording ? m.inbox_recording() : m.inbox_record_asking()}</span>
          {isRecording && (
            <span class="num" aria-hidden="true">
              <bdi dir="ltr">{clock(seconds.value)}</bdi>
            </span>
          )}
        </p>
      )}
      <Button size="slim" variant="quiet" icon={trouble ? X : Trash2} onClick={onClose}>
        {trouble ? m.common_close() : m.inbox_discard()}
      </Button>
      {isRecording && <StopButton onClick={() => void stop()} />}
    </fieldset>
  )
}

/** Has the focus as soon as it is there: the same key that began the recording ends it. */
function StopButton({ onClick }: { onClick: () => void }) {
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => place.current?.querySelector('button')?.focus(), [])
  return (
    <span ref={place}>
      <Button size="slim" variant="primary" icon={Square} onClick={onClick}>
        {m.inbox_record_stop()}
      </Button>
    </span>
  )
}

async function begin(): Promise<Recording | 'refused' | 'impossible'> {
  if (!canRecord()) return 'impossible'
  try {
    return await record()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return error.name === 'NotAllowedError' ? 'refused' : 'impossible'
  }
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
