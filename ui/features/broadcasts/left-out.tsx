import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import type { Writing } from './composer'
import { PartList } from './part-list'
import { skipHint, skipTitle } from './skip-reasons'

/** Who does not get it and why; each reason opens to its people. */
export function LeftOut({ writing, plan }: { writing: Writing; plan: PlanView }) {
  const count = plan.chosen - plan.people
  if (count === 0) return <p class="md muted">{m.composer_nobody_left_out()}</p>
  return (
    <Section title={m.composer_why_left_out({ count })} level={3}>
      <ul class="left-out">
        {plan.leftOut.map(({ reason, count: people }) => (
          <PartList
            key={reason}
            writing={writing}
            part={{ reason }}
            title={skipTitle(reason)}
            hint={skipHint(reason)}
            count={people}
          />
        ))}
      </ul>
    </Section>
  )
}
