import { ConfirmDialog } from '../components/dialog'
import { leaveAnyway, stay, wantedUrl } from '../lib/leaving'
import { m } from '../paraglide/messages.js'

/** Asks before unsaved changes are lost. */
export const LeaveDialog = () => (
  <ConfirmDialog
    title={m.common_unsaved()}
    isOpen={wantedUrl.value !== null}
    confirmLabel={m.settings_leave_go()}
    tone="danger"
    onConfirm={leaveAnyway}
    onCancel={stay}
  >
    <p>{m.settings_leave()}</p>
  </ConfirmDialog>
)
