import { ASSIGN_MODES, type AssignMode } from '../../../worker/contract/inbox'
import { SelectField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canManage, useSession } from '../accounts/session'
import { saveSettings } from './api'
import './inbox.css'
import { LabelsSection } from './labels-section'
import { refreshInbox, useInboxSettings } from './model'
import { SavedSection } from './saved-section'
import { Storage } from './storage'

/** How conversations find somebody, and replies that are written once. */
export function InboxSettingsPage() {
  return (
    <Page title={m.inbox_settings()} crumbs={[{ label: m.inbox_title(), href: '/inbox' }]}>
      <div class="stack narrow-col">
        <Assigning />
        <SavedSection />
        <LabelsSection />
        <Storage />
      </div>
    </Page>
  )
}

const MODES: Record<AssignMode, () => string> = {
  by_hand: m.inbox_assign_by_hand,
  round_robin: m.inbox_assign_round_robin,
  answerer: m.inbox_assign_answerer,
}

function Assigning() {
  const settings = useInboxSettings()
  const isAllowed = canManage(useSession())
  const save = async (assign: AssignMode) => {
    try {
      await saveSettings({ assign })
      await refreshInbox('settings')
      showToast({ text: m.common_saved() })
    } catch (error) {
      tellFailure(error)
    }
  }
  return (
    <Section title={m.inbox_assigning()}>
      <Loaded query={settings} skeleton={<Skeleton shape="text" />}>
        {({ assign }) =>
          isAllowed ? (
            <SelectField
              label={m.inbox_assigning_label()}
              value={assign}
              options={ASSIGN_MODES.map((mode) => ({ value: mode, text: MODES[mode]() }))}
              onChange={(value) => {
                const mode = ASSIGN_MODES.find((one) => one === value)
                if (mode) void save(mode)
              }}
            />
          ) : (
            <p>{MODES[assign]()}</p>
          )
        }
      </Loaded>
    </Section>
  )
}
