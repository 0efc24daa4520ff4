import type { Autosave } from '../lib/autosave'
import { rich } from '../lib/i18n'
import { m } from '../paraglide/messages.js'
import { Button } from './button'
import { describeFailure } from './failure'
import { Time } from './isolate'

type Props = {
  autosave: Pick<Autosave<object>, 'state' | 'savedAt' | 'error' | 'flush'>
  /** When it was last saved before this page was opened. */
  savedAt: number
}

/** "Saved 14:02", "Saving…", or why it is not saved and the button that tries again. */
export function SaveState({ autosave, savedAt }: Props) {
  const error = autosave.error.value
  if (autosave.state.value === 'failed' && error) {
    return (
      <span class="row sm t-danger" role="alert">
        {m.common_not_saved()}: {describeFailure(error)}
        <Button size="slim" onClick={() => void autosave.flush()}>
          {m.common_retry()}
        </Button>
      </span>
    )
  }
  return (
    <span class="xs muted nowrap">
      {autosave.state.value === 'saved'
        ? rich(m.common_saved_at, {
            time: <Time at={autosave.savedAt.value ?? savedAt} style="clock" />,
          })
        : m.common_saving()}
    </span>
  )
}
