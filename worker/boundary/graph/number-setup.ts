import * as v from 'valibot'
import type { NumberProfile, NumberSetup, ShortLink } from '../../contract/numbers'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'
import { GraphError } from './errors'

const Profile = v.object({
  about: v.optional(v.string(), ''),
  address: v.optional(v.string(), ''),
  description: v.optional(v.string(), ''),
  email: v.optional(v.string(), ''),
  websites: v.optional(v.array(v.string()), []),
  vertical: v.optional(v.string(), 'UNDEFINED'),
  profile_picture_url: v.optional(v.string()),
})
const PROFILE_FIELDS = 'about,address,description,email,websites,vertical,profile_picture_url'

/** What people see of the business in WhatsApp. */
export async function readProfile(
  graph: GraphClient,
  token: Secret,
  numberId: string,
): Promise<NumberSetup['profile']> {
  const path = `/${numberId}/whatsapp_business_profile`
  const query = { fields: PROFILE_FIELDS }
  const answer = await graph.call({ method: 'GET', path, query, token })
  const { data } = v.parse(v.object({ data: v.array(Profile) }), answer)
  const { profile_picture_url, ...profile } = data[0] ?? v.parse(Profile, {})
  return { ...profile, hasPhoto: Boolean(profile_picture_url) }
}

/** Changes it; `photo` is the handle of an uploaded picture. */
export async function writeProfile(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  change: Partial<NumberProfile> & { photo?: string },
): Promise<void> {
  const { photo, about, ...others } = change
  const body = {
    messaging_product: 'whatsapp',
    ...others,
    // Meta takes any text but an empty one.
    ...(about && { about }),
    ...(photo && { profile_picture_handle: photo }),
  }
  await graph.call({ method: 'POST', path: `/${numberId}/whatsapp_business_profile`, body, token })
}

const Named = v.object({
  verified_name: v.optional(v.string()),
  name_status: v.optional(v.string()),
  new_name_status: v.optional(v.string()),
})

/** The name over chats: the one that is shown, and how far the one is that was asked for. */
export async function readName(
  graph: GraphClient,
  token: Secret,
  numberId: string,
): Promise<NumberSetup['name']> {
  const query = { fields: 'verified_name,name_status,new_name_status' }
  const answer = await graph.call({ method: 'GET', path: `/${numberId}`, query, token })
  const { verified_name, name_status, new_name_status } = v.parse(Named, answer)
  // NONE: no other name was asked for.
  const wanted = new_name_status === 'NONE' ? null : (new_name_status ?? null)
  return { shown: verified_name ?? null, status: name_status ?? null, wanted }
}

/** Asks Meta for another name; it looks at it and tells by webhook. */
export async function askForName(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  new_display_name: string,
): Promise<void> {
  await graph.call({ method: 'POST', path: `/${numberId}`, body: { new_display_name }, token })
}

const Username = v.object({
  username: v.optional(v.string(), ''),
  status: v.optional(v.string(), ''),
})

/** Null where there is none, or where Meta does not offer usernames to this number yet. */
export async function readUsername(
  graph: GraphClient,
  token: Secret,
  numberId: string,
): Promise<NumberSetup['username']> {
  try {
    const path = `/${numberId}/username`
    const { username, status } = v.parse(Username, await graph.call({ method: 'GET', path, token }))
    return username ? { name: username, status } : null
  } catch (error) {
    if (error instanceof GraphError && NOT_OFFERED.has(error.code ?? 0)) return null
    throw error
  }
}

const NOT_OFFERED = new Set([3, 100])

export async function writeUsername(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  username: string | null,
): Promise<void> {
  const path = `/${numberId}/username`
  if (username === null) await graph.call({ method: 'DELETE', path, token })
  else await graph.call({ method: 'POST', path, body: { username }, token })
}

const Blocked = v.object({
  data: v.array(v.object({ wa_id: v.optional(v.string()), user: v.optional(v.string()) })),
})

/** People who can't write to the number; the first hundred of them. */
export async function readBlocked(
  graph: GraphClient,
  token: Secret,
  numberId: string,
): Promise<string[]> {
  const path = `/${numberId}/block_users`
  const answer = await graph.call({ method: 'GET', path, query: { limit: '100' }, token })
  return v
    .parse(Blocked, answer)
    .data.flatMap(({ wa_id, user }) => wa_id ?? user ?? [])
    .map((digits) => `+${digits.replace(/\D/g, '')}`)
}

export async function changeBlocked(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  method: 'POST' | 'DELETE',
  user: string,
): Promise<void> {
  const body = { messaging_product: 'whatsapp', block_users: [{ user }] }
  await graph.call({ method, path: `/${numberId}/block_users`, body, token })
}

const Link = v.object({
  code: v.string(),
  prefilled_message: v.optional(v.string(), ''),
  deep_link_url: v.optional(v.string(), ''),
})
const toShortLink = ({ code, prefilled_message, deep_link_url }: v.InferOutput<typeof Link>) => ({
  code,
  message: prefilled_message,
  url: deep_link_url,
})

/** Links that open a chat with a text already written; a QR code is the same address. */
export async function readLinks(
  graph: GraphClient,
  token: Secret,
  numberId: string,
): Promise<ShortLink[]> {
  const answer = await graph.call({ method: 'GET', path: `/${numberId}/message_qrdls`, token })
  return v.parse(v.object({ data: v.array(Link) }), answer).data.map(toShortLink)
}

export async function makeLink(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  prefilled_message: string,
): Promise<ShortLink> {
  const path = `/${numberId}/message_qrdls`
  const body = { prefilled_message }
  return toShortLink(v.parse(Link, await graph.call({ method: 'POST', path, body, token })))
}

export async function removeLink(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  code: string,
): Promise<void> {
  await graph.call({ method: 'DELETE', path: `/${numberId}/message_qrdls/${code}`, token })
}
