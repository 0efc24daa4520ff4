import * as v from 'valibot'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'

/** What debug_token says of a token. */
export type TokenFacts = {
  isValid: boolean
  appId: string
  /** Milliseconds since 1970; null is never. */
  expiresAt: number | null
  scopes: string[]
  userId: string | null
  /** WABAs that the token reaches; null is all of its business. */
  wabaIds: string[] | null
}

const DebugToken = v.object({
  data: v.object({
    is_valid: v.boolean(),
    app_id: v.optional(v.string(), ''),
    expires_at: v.optional(v.number(), 0),
    scopes: v.optional(v.array(v.string()), []),
    user_id: v.optional(v.string()),
    granular_scopes: v.optional(
      v.array(v.object({ scope: v.string(), target_ids: v.optional(v.array(v.string())) })),
      [],
    ),
  }),
})

/** The authoritative word on a token; asked with our own app token. */
export async function debugToken(graph: GraphClient, token: Secret): Promise<TokenFacts> {
  const query = { input_token: token.reveal() }
  const answer = await graph.call({
    method: 'GET',
    path: '/debug_token',
    query,
    token: graph.appToken,
  })
  const { data } = v.parse(DebugToken, answer)
  const management = data.granular_scopes.find(
    ({ scope }) => scope === 'whatsapp_business_management',
  )
  return {
    isValid: data.is_valid,
    appId: data.app_id,
    expiresAt: data.expires_at === 0 ? null : data.expires_at * 1000,
    scopes: data.scopes,
    userId: data.user_id ?? null,
    wabaIds: management?.target_ids ?? null,
  }
}

/** Why messages can't leave, as Meta sees it: of the number, the WABA, the business or the app. */
const HealthStatus = v.object({
  entities: v.optional(
    v.array(
      v.object({
        entity_type: v.string(),
        id: v.optional(v.string(), ''),
        can_send_message: v.optional(v.string(), 'AVAILABLE'),
        errors: v.optional(v.array(v.object({ error_code: v.optional(v.number(), 0) })), []),
      }),
    ),
    [],
  ),
})
export type HealthStatus = v.InferOutput<typeof HealthStatus>

const WABA_FIELDS =
  'id,name,currency,timezone_id,owner_business_info,account_review_status,health_status'

const Waba = v.object({
  id: v.string(),
  name: v.optional(v.string(), ''),
  currency: v.optional(v.string(), 'USD'),
  timezone_id: v.optional(v.union([v.string(), v.pipe(v.number(), v.transform(String))])),
  owner_business_info: v.optional(v.object({ id: v.string() })),
  account_review_status: v.optional(v.string(), 'APPROVED'),
  health_status: v.optional(HealthStatus),
})
export type Waba = v.InferOutput<typeof Waba>

export async function getWaba(graph: GraphClient, token: Secret, wabaId: string): Promise<Waba> {
  const query = { fields: WABA_FIELDS }
  return v.parse(Waba, await graph.call({ method: 'GET', path: `/${wabaId}`, query, token }))
}

const PhoneNumber = v.object({
  id: v.string(),
  display_phone_number: v.string(),
  verified_name: v.optional(v.string()),
  quality_rating: v.optional(v.string(), 'UNKNOWN'),
  status: v.optional(v.string(), 'UNKNOWN'),
  throughput: v.optional(v.object({ level: v.string() })),
  whatsapp_business_manager_messaging_limit: v.optional(v.string()),
  is_on_biz_app: v.optional(v.boolean(), false),
  /** NOT_APPLICABLE until the number is registered for the API. */
  platform_type: v.optional(v.string(), 'CLOUD_API'),
  is_pin_enabled: v.optional(v.boolean(), false),
  name_status: v.optional(v.string()),
  health_status: v.optional(HealthStatus),
})
export type GraphPhoneNumber = v.InferOutput<typeof PhoneNumber>

const NUMBER_FIELDS = [
  'id',
  'display_phone_number',
  'verified_name',
  'quality_rating',
  'status',
  'throughput',
  'whatsapp_business_manager_messaging_limit',
  'is_on_biz_app',
  'platform_type',
  'is_pin_enabled',
  'name_status',
  'health_status',
].join(',')

/** All numbers of a WABA, to the last page. */
export async function listNumbers(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
): Promise<GraphPhoneNumber[]> {
  const found: GraphPhoneNumber[] = []
  const path = `/${wabaId}/phone_numbers`
  for await (const page of pages(graph, token, path, { fields: NUMBER_FIELDS, limit: '100' })) {
    found.push(...v.parse(v.array(PhoneNumber), page))
  }
  return found
}

/** Asks Meta to send us this WABA's webhooks; repeating it changes nothing. */
export async function subscribeApp(graph: GraphClient, token: Secret, wabaId: string) {
  await graph.call({ method: 'POST', path: `/${wabaId}/subscribed_apps`, token })
}

export async function unsubscribeApp(graph: GraphClient, token: Secret, wabaId: string) {
  await graph.call({ method: 'DELETE', path: `/${wabaId}/subscribed_apps`, token })
}

const Subscriptions = v.object({
  data: v.optional(
    v.array(
      v.object({
        whatsapp_business_api_data: v.optional(v.object({ id: v.optional(v.string()) })),
        override_callback_uri: v.optional(v.string()),
      }),
    ),
    [],
  ),
})

/** Whether our app hears of this WABA, and whether its news are sent to another address. */
export async function readSubscription(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  appId: string,
): Promise<{ isSubscribed: boolean; isRedirected: boolean }> {
  const path = `/${wabaId}/subscribed_apps`
  const { data } = v.parse(Subscriptions, await graph.call({ method: 'GET', path, token }))
  const ours = data.find((one) => one.whatsapp_business_api_data?.id === appId)
  return { isSubscribed: ours !== undefined, isRedirected: Boolean(ours?.override_callback_uri) }
}

const Page = v.object({
  data: v.array(v.unknown()),
  paging: v.optional(
    v.object({
      cursors: v.optional(v.object({ after: v.optional(v.string()) })),
      next: v.optional(v.string()),
    }),
  ),
})

/** A runaway list would never end; 6,000 templates at 100 a page are 60. */
const MOST_PAGES = 200

/** Follows `after` until `next` is absent. `next` itself is never used: it may hold a token. */
export async function* pages(
  graph: GraphClient,
  token: Secret,
  path: string,
  query: Record<string, string>,
): AsyncGenerator<unknown[]> {
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = after ? { ...query, after } : query
    const { data, paging } = v.parse(
      Page,
      await graph.call({ method: 'GET', path, query: asked, token }),
    )
    yield data
    after = paging?.cursors?.after
    if (!paging?.next || !after) return
  }
}
