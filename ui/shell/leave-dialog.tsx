import { ConfirmDialog } from '../components/dialog'
import { leaveAnyway, stay } from '../lib/leaving'
import { m } from '../paraglide/messages.js'

export const LeaveDialog = () => (
  <ConfirmDialog
    title={m.common_unsaved()}
    isOpen
    confirmLabel={m.settings_leave_go()}
    tone="danger"
    onConfirm={leaveAnyway}
    onCancel={stay}
  >
    <p>{m.settings_leave()}</p>
  </ConfirmDialog>
)
