import { describeFailure } from '../../components/failure'
import { showToast } from '../../components/toast'
import type { Action } from '../../lib/action'

/** Where no dialog stands that could show it, a refusal is a notice. */
export async function press(action: Action<null>) {
  const isDone = await action.run(null)
  const error = action.error.peek()
  if (!isDone && error) showToast({ text: describeFailure(error), tone: 'danger' })
}

export const Refusal = ({ action }: { action: Action<null> }) =>
  action.error.value && (
    <p class="t-danger" role="alert">
      {describeFailure(action.error.value)}
    </p>
  )
