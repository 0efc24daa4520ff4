import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { Start } from '../../../worker/contract/schedule'

/** Whether confirming it waits for a time: where some recipients' time has passed, they may get it at once. */
export const isScheduled = (start: Start, plan: PlanView | null): boolean =>
  plan && start.kind === 'local' ? plan.start !== null : start.kind !== 'now'
