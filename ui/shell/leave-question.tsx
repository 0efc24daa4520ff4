import { ErrorBoundary, lazy } from 'preact-iso'
import { wanted } from '../lib/leaving'

const LeaveDialog = lazy(() => import('./leave-dialog').then((c) => c.LeaveDialog))

/** Asks before unsaved changes are lost. */
export const LeaveQuestion = () => (
  <ErrorBoundary>{wanted.value !== null && <LeaveDialog />}</ErrorBoundary>
)
