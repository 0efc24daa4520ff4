import { Compass } from 'lucide-preact'
import { LinkButton } from '../components/button'
import { EmptyState } from '../components/states'
import { m } from '../paraglide/messages.js'
import { Page } from './page'

export const NotFound = () => (
  <Page title={m.error_not_found()}>
    <EmptyState
      icon={Compass}
      title={m.error_not_found()}
      actions={
        <LinkButton variant="primary" href="/">
          {m.error_home()}
        </LinkButton>
      }
    >
      {m.error_no_page()}
    </EmptyState>
  </Page>
)
