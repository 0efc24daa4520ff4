import type { Signal } from '@preact/signals'
import type { CodeSent } from '../../../worker/contract/auth'
import { Dialog } from '../../components/dialog'
import { m } from '../../paraglide/messages.js'
import { CodeEntry } from '../accounts/code-entry'
import { useSession } from '../accounts/session'
import { askForTokenCode } from './api'

type Props = {
  /** The code that was mailed; the dialog is open while there is one. */
  sent: Signal<CodeSent | null>
  onCode: (code: string) => Promise<void>
}

/** A session alone must not put another token in place: the code comes by mail. */
export function TokenCodeDialog({ sent, onCode }: Props) {
  const { user } = useSession()
  const close = () => {
    sent.value = null
  }
  return (
    <Dialog title={m.access_rotate_confirm()} isOpen={sent.value !== null} onClose={close}>
      {sent.value && (
        <CodeEntry email={user.email} sent={sent.value} onAgain={askForTokenCode} onCode={onCode} />
      )}
    </Dialog>
  )
}
