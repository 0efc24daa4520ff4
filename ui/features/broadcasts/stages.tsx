import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Funnel, type Stage } from '../../components/funnel'
import { Time } from '../../components/isolate'
import { formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import type { Figures } from './figures'
import { recipientPlace } from './model'

type Props = { progress: ProgressView; figures: Figures }

type RowState = 'queued' | 'accepted' | 'failed' | 'skipped' | 'replied'
const rowsOf = (state: RowState) => recipientPlace.href({ state, reason: '', q: '', after: '' })

/** Percentages of an empty base say nothing. */
const share = (part: number, whole: number) => (whole > 0 ? formatPercent(part / whole) : null)

/** Queued → sent → delivered → read → replied; failed and left out stand beside the sequence. */
export function Stages({ progress, figures }: Props) {
  const { messages, queued, onItsWay, unknown, sent, delivered, read, replied } = figures
  const ofAll = share(queued, messages)
  const deliveredOfSent = share(delivered, sent)
  const readOfDelivered = share(read, delivered)
  const repliedOfDelivered = share(replied, delivered)
  const stages: Stage[] = [
    {
      key: 'queued',
      label: m.broadcast_queued(),
      value: queued,
      note: ofAll && m.broadcast_of_audience({ share: ofAll }),
      shade: 's1',
      href: rowsOf('queued'),
    },
    {
      key: 'away',
      label: m.broadcast_on_way(),
      value: onItsWay,
      note: unknown > 0 ? m.broadcast_unknown_note({ count: unknown }) : m.broadcast_on_way_note(),
      shade: 'away',
      href: rowsOf('accepted'),
    },
    {
      key: 'sent',
      label: m.broadcast_sent(),
      value: sent,
      note:
        progress.startedAt !== null &&
        rich(m.broadcast_since, { time: <Time at={progress.startedAt} style="clock" /> }),
      shade: 's2',
    },
    {
      key: 'delivered',
      label: m.broadcast_delivered(),
      value: delivered,
      note: deliveredOfSent && m.broadcast_of_sent({ share: deliveredOfSent }),
      shade: 's3',
    },
    {
      key: 'read',
      label: m.broadcast_read(),
      value: read,
      note: readOfDelivered && m.broadcast_of_delivered({ share: readOfDelivered }),
      shade: 's4',
    },
    {
      key: 'replied',
      label: m.broadcast_replied(),
      value: replied,
      note: repliedOfDelivered && m.broadcast_of_delivered({ share: repliedOfDelivered }),
      shade: 's5',
      href: rowsOf('replied'),
    },
    ...asides(figures),
  ]
  return <Funnel stages={stages} label={m.broadcast_progress()} />
}

function asides({ failed, sent, leftOut, stopped }: Figures): Stage[] {
  const failedOfSent = failed <= sent ? share(failed, sent) : null
  const stages: (Stage | null)[] = [
    {
      key: 'failed',
      label: m.broadcast_failed(),
      value: failed,
      note: failedOfSent && m.broadcast_of_sent({ share: failedOfSent }),
      shade: 'sx',
      href: rowsOf('failed'),
      isAside: true,
      isBad: true,
    },
    stopped > 0
      ? {
          key: 'stopped',
          label: m.broadcast_stopped(),
          value: stopped,
          note: m.broadcast_stopped_note(),
          shade: 's1',
          isAside: true,
        }
      : null,
    {
      key: 'left-out',
      label: m.broadcast_left_out(),
      value: leftOut,
      note: m.broadcast_before_sending(),
      shade: 's0',
      href: rowsOf('skipped'),
      isAside: true,
    },
  ]
  return stages.filter((stage) => stage !== null)
}
