import { ApiError } from '../lib/request'
import { describeFailure } from './failure'
import { showToast } from './toast'

/** Where nothing on the page could show it, a refusal is a notice; anything else is a mistake of ours. */
export function tellFailure(cause: unknown): void {
  if (!(cause instanceof ApiError)) throw cause
  showToast({ text: describeFailure(cause), tone: 'danger' })
}
