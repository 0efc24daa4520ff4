import { SettingsFrame } from '../accounts/settings-frame'
import { FrequencyCapSection } from './frequency-cap'
import { LegalBasisSection } from './legal-basis'

/** How the account may write to people. */
export const ConsentPage = () => (
  <SettingsFrame current="consent">
    <LegalBasisSection />
    <FrequencyCapSection />
  </SettingsFrame>
)
