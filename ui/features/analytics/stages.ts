import type { RowStage, UsageCounts, UsageStage } from '../../../worker/contract/usage'
import type { Shade } from '../../components/shades'
import { m } from '../../paraglide/messages.js'

/** Of what a share is, everywhere: delivered and failed of sent; what people did, of delivered. */
type Base = 'sent' | 'delivered' | null

export type StageFacts = {
  label: () => string
  meaning: () => string
  base: Base
  shade: Shade
  /** More of it is worse. */
  isBad?: boolean
}

export const STAGES: Record<UsageStage, StageFacts> = {
  sent: { label: m.analytics_sent, meaning: m.analytics_sent_meaning, base: null, shade: 's2' },
  accepted: {
    label: m.analytics_accepted,
    meaning: m.analytics_accepted_meaning,
    base: 'sent',
    shade: 's2',
  },
  delivered: {
    label: m.analytics_delivered,
    meaning: m.analytics_delivered_meaning,
    base: 'sent',
    shade: 's3',
  },
  read: {
    label: m.analytics_read,
    meaning: m.analytics_read_meaning,
    base: 'delivered',
    shade: 's4',
  },
  replied: {
    label: m.analytics_replied,
    meaning: m.analytics_replied_meaning,
    base: 'delivered',
    shade: 's5',
  },
  clicked: {
    label: m.analytics_clicked,
    meaning: m.analytics_clicked_meaning,
    base: 'delivered',
    shade: 's5',
  },
  optedOut: {
    label: m.analytics_opted_out,
    meaning: m.analytics_opted_out_meaning,
    base: 'delivered',
    shade: 'sx',
    isBad: true,
  },
  failed: {
    label: m.analytics_failed,
    meaning: m.analytics_failed_meaning,
    base: 'sent',
    shade: 'sx',
    isBad: true,
  },
}

export const stageLabel = (stage: RowStage): string =>
  stage === 'charged' ? m.analytics_rows_charged() : STAGES[stage].label()

export function shareOfStage(stage: UsageStage, counts: UsageCounts): number | null {
  const { base } = STAGES[stage]
  return base === null || counts[base] === 0 ? null : counts[stage] / counts[base]
}
