import type { BroadcastView, ProgressView } from '../../../worker/contract/broadcasts'
import { Code, Name, Time } from '../../components/isolate'
import { type Fact, Facts, Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import { AudienceText } from './audience-text'
import type { Figures } from './figures'
import { recipientPlace } from './model'

type Props = { broadcast: BroadcastView; progress: ProgressView; figures: Figures }

export function Details({ broadcast, progress, figures }: Props) {
  const { templateName, templateId, audience, launchedAt, createdBy } = broadcast
  const { startedAt, finishedAt } = progress
  // A scheduled one counts as launched when it starts.
  const confirmedAt = broadcast.startsAt !== null && startedAt !== null ? null : launchedAt
  const facts: (Fact | null)[] = [
    templateName
      ? {
          key: 'template',
          label: m.broadcast_detail_template(),
          value: (
            <a href={`/templates/${templateId}`}>
              <Code>{templateName}</Code>
            </a>
          ),
        }
      : null,
    {
      key: 'audience',
      label: m.broadcast_detail_audience(),
      value: <AudienceText audience={audience} retry={broadcast.retry} />,
    },
    figures.leftOut > 0
      ? {
          key: 'left-out',
          label: m.broadcast_detail_left_out(),
          value: (
            <a href={recipientPlace.href({ state: 'skipped', reason: '', q: '', after: '' })}>
              {m.common_people({ count: figures.leftOut })}
            </a>
          ),
        }
      : null,
    timeFact('launched', m.broadcast_detail_launched(), confirmedAt),
    timeFact('planned', m.broadcast_detail_planned(), broadcast.startsAt),
    timeFact('started', m.broadcast_detail_started(), startedAt),
    timeFact('finished', m.broadcast_detail_finished(), finishedAt),
    {
      key: 'by',
      label: m.broadcast_detail_by(),
      value: createdBy ? <Name value={createdBy.name} /> : m.broadcast_by_gone(),
    },
  ]
  return (
    <Section title={m.broadcast_details()} level={3}>
      <Facts facts={facts.filter((fact) => fact !== null)} />
    </Section>
  )
}

const timeFact = (key: string, label: string, at: number | null): Fact | null =>
  at === null ? null : { key, label, value: <Time at={at} style="full" /> }
