import type { HealthView } from '../../../worker/contract/usage-health'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Phone, Time } from '../../components/isolate'
import { Banner, Section } from '../../components/page-parts'
import { Table } from '../../components/table'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { formatDate, formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { qualityName } from '../meta/quality'
import { QualityChip, qualityName as templateQuality } from '../templates/quality'
import { StatusChip } from '../templates/status'
import { TemplateName } from '../templates/template-name'
import { replayDay } from './api'
import { HistoryPanels } from './history-panel'
import { useHealth } from './model'
import { noonOf } from './range'

/** How numbers, templates and webhooks are: what makes figures fall, before they do. */
export function HealthPanel() {
  const { data } = useHealth()
  if (!data) return null
  return (
    <Section title={m.analytics_health()}>
      {data.unheard > 0 && <Unheard health={data} />}
      {data.gaps.map(({ day, ours, meta }) => (
        <Banner
          key={day}
          isInset
          tone="info"
          action={meta > ours ? <Replay day={day} /> : undefined}
        >
          {m.analytics_gap({
            day: formatDate(noonOf(day), 'UTC'),
            ours: formatNumber(ours),
            meta: formatNumber(meta),
          })}
        </Banner>
      ))}
      <NumbersHealth health={data} />
      {data.templates.length > 0 && <TemplatesHealth health={data} />}
      <HistoryPanels />
      <p class="xs muted">
        {data.metaProblem
          ? m.analytics_meta_problem({ code: data.metaProblem })
          : data.metaAskedAt
            ? rich(m.analytics_meta_asked, { when: <Time at={data.metaAskedAt} /> })
            : m.analytics_meta_never()}
      </p>
    </Section>
  )
}

const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10)

const Unheard = ({ health: { unheard, unheardSince } }: { health: HealthView }) => (
  <Banner isInset action={unheardSince ? <Replay day={utcDay(unheardSince)} /> : undefined}>
    {rich((slots) => m.analytics_unheard({ count: formatNumber(unheard), ...slots }), {
      since: unheardSince ? <Time at={unheardSince} style="full" /> : '',
    })}
  </Banner>
)

function Replay({ day }: { day: string }) {
  const session = useSession()
  const replay = useAction<string>(async (which, key) => {
    await replayDay(which, key)
    showToast({ text: m.analytics_replaying() })
  })
  if (!canManage(session)) return null
  return (
    <>
      <Button size="slim" isBusy={replay.isBusy.value} onClick={() => void replay.run(day)}>
        {m.analytics_replay()}
      </Button>
      {replay.error.value && <span class="sm">{describeFailure(replay.error.value)}</span>}
    </>
  )
}

const NumbersHealth = ({ health }: { health: HealthView }) => (
  <div class="panel">
    <Table
      caption={m.analytics_health_numbers()}
      rows={health.numbers}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'number',
          header: m.analytics_number(),
          isRowHeader: true,
          cell: ({ phone }) => <Phone value={phone} />,
        },
        {
          key: 'quality',
          header: m.analytics_quality(),
          cell: ({ qualityRating }) => qualityName(qualityRating),
        },
        {
          key: 'limit',
          header: m.analytics_limit(),
          isNumeric: true,
          cell: ({ messagingLimit }) =>
            messagingLimit === null ? m.analytics_unlimited() : formatNumber(messagingLimit),
        },
        {
          key: 'used',
          header: m.analytics_limit_used(),
          isNumeric: true,
          cell: ({ sentLately }) => formatNumber(sentLately),
        },
        {
          key: 'pace',
          header: m.analytics_pace(),
          isNumeric: true,
          cell: ({ throughputPerSecond }) => formatNumber(throughputPerSecond),
        },
      ]}
    />
  </div>
)

const TemplatesHealth = ({ health }: { health: HealthView }) => (
  <div class="panel">
    <Table
      caption={m.analytics_health_templates()}
      rows={health.templates}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: m.analytics_template(),
          isRowHeader: true,
          cell: ({ id, name }) => (
            <a href={`/templates/${id}`}>
              <TemplateName name={name} />
            </a>
          ),
        },
        { key: 'status', header: m.analytics_state(), cell: (one) => <StatusChip {...one} /> },
        { key: 'quality', header: m.analytics_quality(), cell: (one) => <QualityChip {...one} /> },
        {
          key: 'changes',
          header: m.analytics_quality_changes(),
          cell: ({ changes }) =>
            changes.length === 0
              ? '–'
              : changes.slice(-3).map(({ at, to }) => (
                  <span key={at} class="row sm">
                    <Time at={at} style="date" /> {templateQuality(to)}
                  </span>
                )),
        },
      ]}
    />
  </div>
)
