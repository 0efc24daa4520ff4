import type { ComponentType } from 'preact'
import { lazy } from 'preact-iso'
import { ErrorState } from '../components/states'
import { ApiError } from '../lib/request'
import { m } from '../paraglide/messages.js'

type Load = () => Promise<ComponentType>

/**
 * A page whose code is a file of its own. Without a connection, or once a newer release has taken its
 * place, that file can't be fetched: then this is said where the page would be.
 */
export const lazyPage = (load: Load) => lazy(() => load().catch(() => notLoaded(load)))

const notLoaded = (load: Load) => () => (
  <main id="main">
    <h1 class="vh">{m.error_page_title()}</h1>
    <ErrorState
      error={UNREACHABLE}
      notDone={m.error_nothing_changed()}
      onRetry={() => void load().then(startAgain, startAgainOnline)}
    />
  </main>
)

const UNREACHABLE = new ApiError({
  code: 'network.unreachable',
  message: '',
  requestId: null,
  status: 0,
})

/** The document of a newer release names its own files. */
const startAgain = () => location.reload()
/** Without a connection the document would be lost, too. */
const startAgainOnline = () => {
  if (navigator.onLine) startAgain()
}
