import { lazyPart } from '../components/lazy-part'
import { stay, wanted } from '../lib/leaving'

const LeaveDialog = lazyPart(() => import('./leave-dialog').then((c) => c.LeaveDialog), stay)

/** Asks before unsaved changes are lost. */
export const LeaveQuestion = () => (wanted.value !== null ? <LeaveDialog /> : null)
