import { SettingsFrame } from '../accounts/settings-frame'
import { TestersSection } from '../broadcasts/testers-section'
import { LegalBasisSection } from './legal-basis'

/** How the account may write to people. */
export const ConsentPage = () => (
  <SettingsFrame current="consent">
    <LegalBasisSection />
    <TestersSection />
  </SettingsFrame>
)
