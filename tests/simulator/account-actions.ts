import * as v from 'valibot'
import { businessOf, numberOf, tell } from './actions'
import { turnCondition } from './conditions'
import type { Meta } from './meta'
import { DEAD, killToken } from './tokens'

const Number_ = { phoneNumberId: v.string() }
const Waba = { wabaId: v.string() }

export const Quality = v.strictObject({
  ...Number_,
  quality: v.picklist(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
})
export const Throughput = v.strictObject({ ...Number_, level: v.picklist(['STANDARD', 'HIGH']) })
export const NumberStatus = v.strictObject({ ...Number_, status: v.string() })
/** Meta does not let it send, and says so only when it is asked. */
export const Block = v.strictObject({ ...Number_, blocked: v.boolean() })
export const NumberGone = v.strictObject(Number_)
export const MessagingLimit = v.strictObject({ ...Waba, limit: v.string() })
export const RestrictionWish = v.strictObject({
  ...Waba,
  restriction: v.picklist(['none', 'locked', 'policy']),
})
export const Payment = v.strictObject({ ...Waba, missing: v.boolean() })
export const AccountNews = v.strictObject({
  ...Waba,
  field: v.string(),
  value: v.looseObject({}),
})
/** Somebody sends the app's webhooks of a WABA to another address; null: back to the app's own. */
export const Redirect = v.strictObject({ ...Waba, to: v.nullable(v.pipe(v.string(), v.url())) })
export const Removal = v.strictObject(Waba)

/** No webhook carries the colour; Meta used to flag a number that turned red. */
export function turnQuality(meta: Meta, wish: v.InferOutput<typeof Quality>): void {
  const number = numberOf(meta, wish.phoneNumberId)
  meta.sql.exec('UPDATE numbers SET quality = ? WHERE id = ?', wish.quality, number.id)
  if ((wish.quality === 'RED') === (number.quality === 'RED')) return
  tellNumber(meta, number, wish.quality === 'RED' ? 'FLAGGED' : 'UNFLAGGED')
}

export function turnThroughput(meta: Meta, wish: v.InferOutput<typeof Throughput>): void {
  const number = numberOf(meta, wish.phoneNumberId)
  meta.sql.exec('UPDATE numbers SET throughput = ? WHERE id = ?', wish.level, number.id)
  if (wish.level === 'HIGH') tellNumber(meta, number, 'THROUGHPUT_UPGRADE')
}

function tellNumber(
  meta: Meta,
  { waba_id, digits }: { waba_id: string; digits: string },
  event: string,
): void {
  tell(meta, waba_id, {
    value: {
      display_phone_number: digits,
      event,
      max_daily_conversations_per_business: businessOf(meta, waba_id).messaging_limit,
    },
    field: 'phone_number_quality_update',
  })
}

export function turnNumberStatus(meta: Meta, wish: v.InferOutput<typeof NumberStatus>): void {
  const number = numberOf(meta, wish.phoneNumberId)
  meta.sql.exec('UPDATE numbers SET status = ? WHERE id = ?', wish.status, number.id)
}

export const turnBlock = (meta: Meta, wish: v.InferOutput<typeof Block>): void => {
  const { id } = numberOf(meta, wish.phoneNumberId)
  turnCondition(meta.sql, id, 'blocked', wish.blocked ? 'yes' : null)
}

export const redirect = (meta: Meta, wish: v.InferOutput<typeof Redirect>): void =>
  turnCondition(meta.sql, businessOf(meta, wish.wabaId).waba_id, 'redirected', wish.to)

/** The number leaves the WABA: from here on Graph does not know it. */
export function deleteNumber(meta: Meta, wish: v.InferOutput<typeof NumberGone>): void {
  meta.sql.exec('DELETE FROM numbers WHERE id = ?', numberOf(meta, wish.phoneNumberId).id)
}

export function turnLimit(meta: Meta, wish: v.InferOutput<typeof MessagingLimit>): void {
  const { waba_id } = businessOf(meta, wish.wabaId)
  meta.sql.exec('UPDATE businesses SET messaging_limit = ? WHERE waba_id = ?', wish.limit, waba_id)
  tell(meta, waba_id, {
    value: { max_daily_conversations_per_business: wish.limit, max_phone_numbers_per_waba: 25 },
    field: 'business_capability_update',
  })
}

const WEEK_SECONDS = 7 * 24 * 60 * 60

export function restrict(meta: Meta, wish: v.InferOutput<typeof RestrictionWish>): void {
  const { waba_id } = businessOf(meta, wish.wabaId)
  const { restriction } = wish
  meta.sql.exec('UPDATE businesses SET restriction = ? WHERE waba_id = ?', restriction, waba_id)
  const expiration = Math.floor(Date.now() / 1000) + WEEK_SECONDS
  const value =
    restriction === 'policy'
      ? {
          event: 'ACCOUNT_RESTRICTION',
          restriction_info: [
            { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration },
            { restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION', expiration },
          ],
        }
      : {
          event: 'DISABLED_UPDATE',
          ban_info: {
            waba_ban_state: restriction === 'locked' ? 'DISABLE' : 'REINSTATE',
            waba_ban_date: new Date().toLocaleDateString('en-US', { dateStyle: 'long' }),
          },
        }
  tell(meta, waba_id, { value, field: 'account_update' })
}

/** Any other news of an account, with a body as Meta would send it. */
export function tellOfAccount(meta: Meta, wish: v.InferOutput<typeof AccountNews>): void {
  tell(meta, businessOf(meta, wish.wabaId).waba_id, { field: wish.field, value: wish.value })
}

/** Meta sends no webhook for it: the next message is refused. */
export function turnPayment(meta: Meta, wish: v.InferOutput<typeof Payment>): void {
  const { waba_id } = businessOf(meta, wish.wabaId)
  meta.sql.exec(
    'UPDATE businesses SET payment_missing = ? WHERE waba_id = ?',
    Number(wish.missing),
    waba_id,
  )
}

/** The customer takes the app off the account in Business Settings: its tokens die. */
export function removePartner(meta: Meta, wish: v.InferOutput<typeof Removal>): void {
  const { waba_id, business_id } = businessOf(meta, wish.wabaId)
  const tokens = meta.sql
    .exec<{ access_token: string }>('SELECT access_token FROM tokens WHERE waba_id = ?', waba_id)
    .toArray()
  for (const { access_token } of tokens) killToken(meta.sql, access_token, DEAD.appRemoved)
  tell(meta, waba_id, {
    value: {
      event: 'PARTNER_REMOVED',
      waba_info: { waba_id, owner_business_id: business_id },
    },
    field: 'account_update',
  })
}
