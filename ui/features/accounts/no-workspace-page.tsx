import { Building2 } from 'lucide-preact'
import { LinkButton } from '../../components/button'
import { EmptyState } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { Solo } from '../../shell/solo'

/** Somebody who left, or was taken out of, the last workspace. */
export const NoWorkspacePage = () => (
  <Solo title={m.workspace_none_title()}>
    <h1 class="vh">{m.workspace_none_title()}</h1>
    <EmptyState
      icon={Building2}
      title={m.workspace_none_title()}
      actions={
        <>
          <LinkButton variant="primary" href="/sign-up">
            {m.workspace_none_create()}
          </LinkButton>
          <LinkButton href="/sign-in">{m.workspace_none_other()}</LinkButton>
        </>
      }
    >
      {m.workspace_none()}
    </EmptyState>
  </Solo>
)
