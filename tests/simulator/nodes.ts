import { type Business, findBusiness, numbersOf, type PhoneNumber } from './businesses'
import { conditionOf, turnCondition } from './conditions'
import { wishOf } from './display-names'
import { unknownField } from './errors'
import type { Meta } from './meta'
import { registrationOf } from './registrations'

type Fields = Record<string, unknown>

/** The names asked for; what stands in brackets behind a name is an argument of that name. */
export function readFields(url: URL): string[] | null {
  const fields = url.searchParams.get('fields')
  if (!fields) return null
  const names: string[] = []
  let depth = 0
  let name = ''
  for (const letter of `${fields},`) {
    if ('({'.includes(letter)) depth++
    else if (')}'.includes(letter)) depth--
    else if (depth > 0) continue
    else if (letter === ',') {
      names.push(name.trim())
      name = ''
    } else name += letter
  }
  return names.filter((field) => field !== '')
}

/** The fields asked for and always the id; a field the node does not have is an error. */
export function project(
  node: Fields,
  asked: string[] | null,
  { type, byDefault, known }: { type: string; byDefault: string[]; known: readonly string[] },
): Fields {
  const names = asked ?? byDefault
  const answer: Fields = {}
  for (const name of names) {
    if (!known.includes(name)) throw unknownField(name, type)
    if (node[name] !== undefined) answer[name] = node[name]
  }
  answer.id = node.id
  return answer
}

export function toWabaNode(meta: Meta, business: Business): Fields {
  return {
    id: business.waba_id,
    name: business.name,
    currency: business.currency,
    timezone_id: business.timezone_id,
    country: business.country,
    account_review_status: 'APPROVED',
    business_verification_status: 'verified',
    ownership_type: 'CLIENT_OWNED',
    message_template_namespace: namespaceOf(business),
    marketing_messages_lite_api_status: 'ELIGIBLE',
    is_enabled_for_insights: true,
    status: business.restriction === 'none' ? 'ACTIVE' : 'RESTRICTED',
    owner_business_info: { name: business.name, id: business.business_id },
    health_status: healthOf(meta, business, null),
  }
}

const namespaceOf = ({ waba_id }: Business): string =>
  `${waba_id.slice(0, 8)}_${waba_id.slice(8, 12)}_4000_8000_${waba_id.slice(-12)}`

export const WABA = {
  type: 'WhatsAppBusinessAccount',
  byDefault: ['id', 'name', 'timezone_id', 'message_template_namespace'],
  known: [
    ...['id', 'name', 'currency', 'timezone_id', 'country', 'account_review_status', 'status'],
    ...['business_verification_status', 'ownership_type', 'message_template_namespace'],
    ...['marketing_messages_lite_api_status', 'is_enabled_for_insights', 'owner_business_info'],
    'health_status',
  ],
}

export function toNumberNode(meta: Meta, number: PhoneNumber): Fields {
  const business = findBusiness(meta.sql, number.waba_id)
  const registration = registrationOf(meta.sql, number.id)
  const isInUse = registration?.registered !== 0
  return {
    id: number.id,
    verified_name: number.verified_name,
    code_verification_status: 'VERIFIED',
    display_phone_number: number.display_phone_number,
    quality_rating: number.quality,
    quality_score: { score: number.quality },
    platform_type: isInUse ? 'CLOUD_API' : 'NOT_APPLICABLE',
    throughput: { level: number.throughput },
    webhook_configuration: { application: 'https://app/webhooks/meta' },
    status: number.status,
    name_status: number.name_status,
    new_name_status: wishOf(meta.sql, number.id)?.status ?? 'NONE',
    is_on_biz_app: number.is_on_biz_app === 1,
    is_official_business_account: false,
    is_pin_enabled: registration ? registration.pin !== null : true,
    account_mode: number.allowed_recipients === null ? 'LIVE' : 'SANDBOX',
    last_onboarded_time: new Date(business?.created_at ?? 0).toISOString(),
    search_visibility: 'VISIBLE',
    ...(business ? { whatsapp_business_manager_messaging_limit: business.messaging_limit } : {}),
    ...(business ? { messaging_limit_tier: business.messaging_limit } : {}),
    ...(business ? { health_status: healthOf(meta, business, number) } : {}),
  }
}

export const NUMBER = {
  type: 'WhatsAppBusinessPhoneNumber',
  byDefault: [
    ...['verified_name', 'code_verification_status', 'display_phone_number', 'quality_rating'],
    ...['platform_type', 'throughput', 'webhook_configuration', 'id'],
  ],
  known: [
    ...['id', 'verified_name', 'code_verification_status', 'display_phone_number', 'status'],
    ...['quality_rating', 'quality_score', 'platform_type', 'throughput', 'name_status'],
    ...['new_name_status', 'webhook_configuration', 'is_on_biz_app', 'is_pin_enabled'],
    ...['is_official_business_account', 'account_mode', 'certificate', 'last_onboarded_time'],
    ...['search_visibility', 'whatsapp_business_manager_messaging_limit', 'messaging_limit_tier'],
    'health_status',
  ],
}

type Health = { entity_type: string; id: string; can_send_message: string; errors?: unknown[] }

function healthOf(meta: Meta, business: Business, number: PhoneNumber | null) {
  const entities: Health[] = [
    ...(number ? [numberHealth(meta, number)] : []),
    wabaHealth(business),
    { entity_type: 'BUSINESS', id: business.business_id, can_send_message: 'AVAILABLE' },
    { entity_type: 'APP', id: meta.app.id, can_send_message: 'AVAILABLE' },
  ]
  const worst = ['BLOCKED', 'LIMITED'].find((state) =>
    entities.some(({ can_send_message }) => can_send_message === state),
  )
  return { can_send_message: worst ?? 'AVAILABLE', entities }
}

function numberHealth(meta: Meta, { id, status }: PhoneNumber): Health {
  const base = { entity_type: 'PHONE_NUMBER', id }
  if (conditionOf(meta.sql, id, 'blocked')) return { ...base, can_send_message: 'BLOCKED' }
  if (status === 'CONNECTED') return { ...base, can_send_message: 'AVAILABLE' }
  return {
    ...base,
    can_send_message: 'BLOCKED',
    errors: [problem(133010, 'The phone number is not registered.', 'Register the number.')],
  }
}

function wabaHealth(business: Business): Health {
  const base = { entity_type: 'WABA', id: business.waba_id }
  if (business.restriction !== 'none') {
    const error = problem(131031, 'The account is restricted.', 'Appeal in Business Support.')
    return { ...base, can_send_message: 'BLOCKED', errors: [error] }
  }
  if (business.payment_missing === 0) return { ...base, can_send_message: 'AVAILABLE' }
  const error = problem(131042, 'No valid payment method.', 'Add one in WhatsApp Manager.')
  return { ...base, can_send_message: 'BLOCKED', errors: [error] }
}

const problem = (error_code: number, error_description: string, possible_solution: string) => ({
  error_code,
  error_description,
  possible_solution,
})

export function listNumbers(meta: Meta, wabaId: string, after: number, limit: number) {
  const rows = numbersOf(meta.sql, wabaId, after, limit + 1)
  return { items: rows.slice(0, limit), hasMore: rows.length > limit }
}

export function subscriptionsOf(meta: Meta, { waba_id, subscribed }: Business) {
  if (!subscribed) return { data: [] }
  const elsewhere = conditionOf(meta.sql, waba_id, 'redirected')
  const app = {
    id: meta.app.id,
    link: `https://www.facebook.com/games/?app_id=${meta.app.id}`,
    name: 'ProConnect',
  }
  const redirected = elsewhere && { override_callback_uri: elsewhere }
  return { data: [{ whatsapp_business_api_data: app, ...redirected }] }
}

export function subscribe(sql: SqlStorage, wabaId: string, subscribed: boolean): void {
  sql.exec('UPDATE businesses SET subscribed = ? WHERE waba_id = ?', Number(subscribed), wabaId)
  // Who subscribes without another address gets the app's own back.
  turnCondition(sql, wabaId, 'redirected', null)
}
