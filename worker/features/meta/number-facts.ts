import type { GraphPhoneNumber } from '../../boundary/graph/accounts'
import type { PhoneNumberRow } from './queries'
import { registrationOf } from './registration'

/** Whatever Graph says of such a number's level. */
const PER_SECOND_BESIDE_APP = 20

/** Messages per second of a number: 80 usually, 1,000 when upgraded, 20 fixed beside the phone app. */
export function throughputPerSecond({ throughput, is_on_biz_app }: GraphPhoneNumber): number {
  if (is_on_biz_app) return PER_SECOND_BESIDE_APP
  return throughput?.level === 'HIGH' ? 1000 : 80
}

/** Read and not looked up: Meta has added tiers before. */
const TIER = /^TIER_(\d+)([KM]?)$/
const TIMES: Record<string, number> = { '': 1, K: 1_000, M: 1_000_000 }

/** Null: unlimited. Nothing back: it says nothing that we know. Some news name a number; -1 is no limit. */
export function peopleOfLimit(said: unknown): number | null | undefined {
  if (said === 'TIER_UNLIMITED') return null
  if (typeof said === 'string') {
    const [, count, times = ''] = TIER.exec(said) ?? []
    return count === undefined ? undefined : Number(count) * (TIMES[times] ?? 1)
  }
  if (typeof said !== 'number' || !Number.isInteger(said)) return undefined
  return said < 0 ? null : said
}

/** People per moving 24 h of the portfolio; null is unlimited or not said. */
export const messagingLimit = (number: GraphPhoneNumber): number | null =>
  peopleOfLimit(number.whatsapp_business_manager_messaging_limit) ?? null

/** A number as Meta tells of it; its PIN, which Meta never tells, stays as it is. */
export const toNumberRow = (
  accountId: string,
  connectionId: string,
  number: GraphPhoneNumber,
  now: number,
): Omit<PhoneNumberRow, 'pin'> => ({
  accountId,
  id: number.id,
  connectionId,
  displayPhoneNumber: number.display_phone_number,
  verifiedName: number.verified_name ?? null,
  qualityRating: number.quality_rating,
  status: number.status,
  throughputPerSecond: throughputPerSecond(number),
  messagingLimit: messagingLimit(number),
  syncedAt: now,
  registration: registrationOf(number),
  isOnBizApp: number.is_on_biz_app,
  nameStatus: number.name_status ?? null,
})
