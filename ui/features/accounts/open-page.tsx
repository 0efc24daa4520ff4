import { useEffect } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { ErrorState, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { NotFound } from '../../shell/not-found'
import { Page } from '../../shell/page'
import { startDocumentAt, useSession } from './session'
import { switchWorkspace } from './session-api'

/**
 * A link that names its workspace: who is a member comes there from wherever they are. To everybody else it
 * says no more than an address that does not exist.
 */
export function OpenPage() {
  const { account, accounts } = useSession()
  const { params } = useRoute()
  const accountId = params.account ?? ''
  const path = `/broadcasts/${params.id ?? ''}`
  const isHere = accountId === account.id
  const isMember = accounts.some(({ id }) => id === accountId)
  const open = useAction<null>(async () => {
    await switchWorkspace(accountId)
    startDocumentAt(path)
  })
  useEffect(() => {
    if (isHere) navigate(path, { replace: true })
    else if (isMember) void open.run(null)
  }, [])
  if (!isMember) return <NotFound />
  return (
    <Page title={m.broadcasts_title()}>
      {open.error.value ? (
        <ErrorState
          error={open.error.value}
          notDone={m.error_nothing_changed()}
          onRetry={() => void open.run(null)}
        />
      ) : (
        <Skeleton shape="text" />
      )}
    </Page>
  )
}
