import * as v from 'valibot'
import { DEMO_TEMPLATES, generatedTemplates } from './demo-templates'
import { newDigits, newNodeId } from './ids'
import { first } from './rows'
import { addTemplate, NewTemplate } from './templates'
import { addToken, NewToken } from './tokens'

export type Restriction = 'none' | 'locked' | 'policy'

export type Business = {
  waba_id: string
  business_id: string
  name: string
  currency: string
  timezone_id: string
  country: string
  system_user_id: string
  messaging_limit: string
  require_proof: number
  subscribed: number
  restriction: Restriction
  payment_missing: number
  created_at: number
}

export type PhoneNumber = {
  id: string
  waba_id: string
  position: number
  display_phone_number: string
  digits: string
  verified_name: string
  quality: string
  throughput: string
  status: string
  name_status: string
  is_on_biz_app: number
  allowed_recipients: string | null
}

export const NewNumber = v.strictObject({
  displayPhoneNumber: v.optional(v.string()),
  verifiedName: v.optional(v.string()),
  throughput: v.optional(v.picklist(['STANDARD', 'HIGH', 'NOT_APPLICABLE']), 'STANDARD'),
  quality: v.optional(v.picklist(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']), 'GREEN'),
  status: v.optional(v.string(), 'CONNECTED'),
  nameStatus: v.optional(v.string(), 'APPROVED'),
  /** The number also lives in the WhatsApp Business app: 20 messages a second, no more. */
  isOnBizApp: v.optional(v.boolean(), false),
  /** A test number reaches only these. */
  allowedRecipients: v.optional(v.array(v.string())),
})

export const NewBusiness = v.strictObject({
  name: v.optional(v.string(), 'Example Store'),
  currency: v.optional(v.string(), 'USD'),
  timezone: v.optional(v.string(), '70'),
  country: v.optional(v.string(), 'IL'),
  messagingLimit: v.optional(v.string(), 'TIER_UNLIMITED'),
  numbers: v.optional(v.array(NewNumber), [{}]),
  templates: v.optional(
    v.union([v.picklist(['demo', 'none']), v.number(), v.array(NewTemplate)]),
    'demo',
  ),
  token: v.optional(NewToken, {}),
  requireProof: v.optional(v.boolean(), true),
  /** As if the app had already called subscribed_apps. */
  subscribed: v.optional(v.boolean(), false),
})
export type NewBusiness = v.InferOutput<typeof NewBusiness>

/** A new customer of Meta's: portfolio, WABA, numbers, templates and a system user's token. */
export function createBusiness(sql: SqlStorage, given: NewBusiness, appId: string, now: number) {
  const businessId = newNodeId()
  const wabaId = newNodeId()
  const systemUserId = newNodeId()
  sql.exec(
    'INSERT INTO businesses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    wabaId,
    businessId,
    given.name,
    given.currency,
    given.timezone,
    given.country,
    systemUserId,
    given.messagingLimit,
    Number(given.requireProof),
    Number(given.subscribed),
    'none',
    0,
    now,
  )
  const numbers = given.numbers.map((number, i) => addNumber(sql, wabaId, given.name, number, i))
  for (const template of templatesOf(given.templates)) addTemplate(sql, wabaId, template, now)

  const accessToken = addToken(sql, { wabaId, userId: systemUserId, appId, now }, given.token)
  return { businessId, wabaId, numbers, accessToken, systemUserId }
}

function addNumber(
  sql: SqlStorage,
  wabaId: string,
  name: string,
  number: v.InferOutput<typeof NewNumber>,
  position: number,
) {
  const id = newNodeId()
  const displayPhoneNumber = number.displayPhoneNumber ?? `+972 55-${newDigits(3)}-${newDigits(4)}`
  sql.exec(
    'INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    wabaId,
    position,
    displayPhoneNumber,
    displayPhoneNumber.replace(/\D/g, ''),
    number.verifiedName ?? name,
    number.quality,
    number.throughput,
    number.status,
    number.nameStatus,
    Number(number.isOnBizApp),
    number.allowedRecipients ? JSON.stringify(number.allowedRecipients.map(digitsOf)) : null,
  )
  return { id, displayPhoneNumber }
}

const digitsOf = (phone: string) => phone.replace(/\D/g, '')

function templatesOf(given: NewBusiness['templates']): readonly v.InferInput<typeof NewTemplate>[] {
  if (given === 'none') return []
  if (given === 'demo') return DEMO_TEMPLATES
  return typeof given === 'number' ? generatedTemplates(given) : given
}

export const findBusiness = (sql: SqlStorage, wabaId: string) =>
  first<Business>(sql.exec('SELECT * FROM businesses WHERE waba_id = ?', wabaId))

export const findNumber = (sql: SqlStorage, id: string) =>
  first<PhoneNumber>(sql.exec('SELECT * FROM numbers WHERE id = ?', id))

export const numbersOf = (sql: SqlStorage, wabaId: string, after: number, limit: number) =>
  sql
    .exec<PhoneNumber>(
      'SELECT * FROM numbers WHERE waba_id = ? AND position > ? ORDER BY position LIMIT ?',
      wabaId,
      after,
      limit,
    )
    .toArray()

export const listBusinesses = (sql: SqlStorage) =>
  sql.exec<Business>('SELECT * FROM businesses ORDER BY created_at DESC LIMIT 50').toArray()

/** Messages a second that Meta takes from this number. */
export function throughputOf(number: PhoneNumber): number {
  if (number.is_on_biz_app) return 20
  return number.throughput === 'HIGH' ? 1000 : 80
}
