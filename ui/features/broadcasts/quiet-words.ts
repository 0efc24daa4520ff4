import type { QuietReason } from '../../../worker/contract/schedule'
import { m } from '../../paraglide/messages.js'

const REASONS: Record<QuietReason, () => string> = {
  hours: m.quiet_reason_hours,
  shabbat: m.quiet_reason_shabbat,
  rosh_hashana: m.quiet_reason_rosh_hashana,
  yom_kippur: m.quiet_reason_yom_kippur,
  sukkot: m.quiet_reason_sukkot,
  shemini_atzeret: m.quiet_reason_shemini_atzeret,
  pesach: m.quiet_reason_pesach,
  shavuot: m.quiet_reason_shavuot,
  holocaust_day: m.quiet_reason_holocaust_day,
  memorial_day: m.quiet_reason_memorial_day,
  independence_day: m.quiet_reason_independence_day,
}

export const quietReason = (reason: QuietReason) => REASONS[reason]()
