import { RotateCw } from 'lucide-preact'
import type { RetryKind } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { draftRetry } from './api'
import { keepBroadcast } from './model'

type Props = { id: string; what: RetryKind; count: number }

/** Opens a draft for these people: nothing is sent before its plan was seen and confirmed. */
export function RetryButton({ id, what, count }: Props) {
  const maySend = canSend(useSession())
  const retry = useAction<RetryKind>(async (kind, key) => {
    const draft = await draftRetry(id, kind, key)
    keepBroadcast(draft)
    navigate(`/broadcasts/${draft.id}/edit?step=review`)
  })
  const press = async () => {
    const isDrafted = await retry.run(what)
    const error = retry.error.peek()
    if (!isDrafted && error) showToast({ text: describeFailure(error), tone: 'danger' })
  }
  if (count === 0 || !maySend) return null
  return (
    <Button size="slim" icon={RotateCw} isBusy={retry.isBusy.value} onClick={() => void press()}>
      {m.broadcast_retry({ count })}
    </Button>
  )
}
