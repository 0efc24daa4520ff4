import type { HealthProblem } from '../../worker/contract/health'
import { Banner } from '../components/page-parts'
import { actOf, problemText } from '../features/meta/health'
import { m } from '../paraglide/messages.js'

/** Apart from the other banners, so that its many sentences come only where something is wrong. */
export function HealthBanner({ problem }: { problem: HealthProblem }) {
  const act = actOf(problem)
  const isOurs = act.kind === 'link' && act.href.startsWith('/')
  return (
    <Banner
      tone={problem.level}
      action={
        isOurs ? (
          <a href={act.href}>{act.label()}</a>
        ) : (
          <a href="/settings/numbers">{m.shell_banner_quality_act()}</a>
        )
      }
    >
      {problemText(problem)}
    </Banner>
  )
}
