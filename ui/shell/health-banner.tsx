import type { HealthProblem } from '../../worker/contract/health'
import { Banner } from '../components/page-parts'
import { problemText } from '../features/meta/health'
import { m } from '../paraglide/messages.js'

/** Apart from the other banners, so that its many sentences come only where something is wrong. */
export const HealthBanner = ({ problem }: { problem: HealthProblem }) => (
  <Banner
    tone={problem.level}
    action={<a href="/settings/numbers">{m.shell_banner_quality_act()}</a>}
  >
    {problemText(problem)}
  </Banner>
)
