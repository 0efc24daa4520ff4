import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { Section } from '../../components/page-parts'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import type { Writing } from './composer'
import { PartList } from './part-list'
import { parameterName } from './personalise-section'

/** What is not a person's own value: the fall-backs that are used, and the gaps for which some are left out. */
export function FillingLists({ writing, plan }: { writing: Writing; plan: PlanView }) {
  const { template, view } = writing
  if (!template) return null
  const used = plan.fallbacks.filter(({ count }) => count > 0)
  const gaps = plan.missing.filter(({ count }) => count > 0)
  if (used.length + gaps.length === 0) return null
  const nameOf = (key: string) => {
    const parameter = template.parameters.find((one) => one.key === key)
    return parameter ? parameterName(parameter) : key
  }
  return (
    <Section title={m.composer_filling()} level={3}>
      <ul class="left-out">
        {gaps.map(({ key, count }) => (
          <PartList
            key={`gap ${key}`}
            writing={writing}
            part={{ reason: 'missing_parameter', key }}
            title={nameOf(key)}
            hint={m.composer_filling_missing()}
            count={count}
          />
        ))}
        {used.map(({ key, count }) => (
          <PartList
            key={`fallback ${key}`}
            writing={writing}
            part={{ fallback: key }}
            title={nameOf(key)}
            hint={m.composer_filling_fallback({ text: fallbackOf(view.mapping, key) })}
            count={count}
          />
        ))}
      </ul>
    </Section>
  )
}

function fallbackOf(mapping: Writing['view']['mapping'], key: string): string {
  const source = mapping[key]
  return isolated(source && source.from !== 'fixed' ? (source.fallback ?? '') : '')
}
