import { SettingsFrame } from '../accounts/settings-frame'
import { TestersSection } from '../broadcasts/testers-section'
import { FrequencyCapSection } from './frequency-cap'
import { JoinPageSection } from './join-page'
import { LegalBasisSection } from './legal-basis'
import { StopWordsSection } from './stop-words'

/** How the account may write to people: who agrees where, how they stop, and what covers the others. */
export const ConsentPage = () => (
  <SettingsFrame current="consent">
    <JoinPageSection />
    <StopWordsSection />
    <LegalBasisSection />
    <FrequencyCapSection />
    <TestersSection />
  </SettingsFrame>
)
