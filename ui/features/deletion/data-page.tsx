import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { SettingsFrame } from '../accounts/settings-frame'
import { ClosingSection } from './closing-section'
import { DeleteSection } from './delete-section'
import { ExportSection } from './export-section'
import { PersonRequestsSection } from './person-requests-section'
import { RetentionSection } from './retention-section'

/** What happens to the data of a workspace: kept how long, taken along, asked about, deleted. */
export function DataPage() {
  const { account } = useSession()
  const isOwner = account.role === 'owner'
  return (
    <SettingsFrame current="data">
      {account.state === 'deleting' ? (
        <ClosingSection isOwner={isOwner} />
      ) : (
        <>
          <PersonRequestsSection />
          {isOwner ? (
            <>
              <RetentionSection />
              <ExportSection />
              <DeleteSection />
            </>
          ) : (
            <p class="md muted">{m.data_owners_only()}</p>
          )}
        </>
      )}
    </SettingsFrame>
  )
}
