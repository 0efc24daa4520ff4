import { ErrorBoundary, lazy } from 'preact-iso'
import { wantedUrl } from '../lib/leaving'

const LeaveDialog = lazy(() => import('./leave-dialog').then((c) => c.LeaveDialog))

/** Asks before unsaved changes are lost. */
export const LeaveQuestion = () => (
  <ErrorBoundary>{wantedUrl.value !== null && <LeaveDialog />}</ErrorBoundary>
)
