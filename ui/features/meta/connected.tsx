import { LayoutTemplate, Upload } from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import { LinkButton } from '../../components/button'
import { m } from '../../paraglide/messages.js'
import { NumbersTable } from './numbers-table'

/** What was connected, and where to go from here. */
export const Connected = ({ connection }: { connection: ConnectionView }) => (
  <div class="stack narrow-col">
    <p class="muted">{m.connect_done_lead()}</p>
    <div class="panel">
      <NumbersTable connection={connection} />
    </div>
    <div class="row">
      <LinkButton variant="primary" icon={Upload} href="/contacts/import">
        {m.connect_next_import()}
      </LinkButton>
      <LinkButton icon={LayoutTemplate} href="/templates">
        {m.connect_next_templates()}
      </LinkButton>
    </div>
  </div>
)
