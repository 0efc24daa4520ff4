import type { PlanView } from '../../../worker/contract/broadcast-plan'

export const startProblem = (plan: PlanView | null) =>
  plan?.problems.find(({ code }) => code.startsWith('start_'))

/** Why a chosen time can't be. */
export const StartProblem = ({ plan }: { plan: PlanView | null }) => (
  <p class="sm t-danger" role="alert">
    {startProblem(plan)?.text}
  </p>
)
