import * as v from 'valibot'

/** Unix seconds as Meta writes them: a string here, a number there. */
export const Seconds = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(Number),
  v.check((seconds) => Number.isFinite(seconds)),
)

const Status = v.object({
  id: v.string(),
  status: v.string(),
  timestamp: Seconds,
  recipient_id: v.optional(v.string()),
  recipient_user_id: v.optional(v.string()),
  biz_opaque_callback_data: v.optional(v.string()),
  pricing: v.optional(v.object({ type: v.optional(v.string()), category: v.optional(v.string()) })),
  errors: v.optional(v.array(v.object({ code: v.number() })), []),
})
export type Status = v.InferOutput<typeof Status>

const InboundMessage = v.looseObject({
  id: v.string(),
  type: v.string(),
  timestamp: Seconds,
  from: v.optional(v.string()),
  from_user_id: v.optional(v.string()),
  context: v.optional(v.looseObject({ id: v.optional(v.string()) })),
  text: v.optional(v.object({ body: v.string() })),
  button: v.optional(v.object({ text: v.string(), payload: v.optional(v.string()) })),
  interactive: v.optional(
    v.looseObject({ button_reply: v.optional(v.looseObject({ title: v.string() })) }),
  ),
  system: v.optional(v.looseObject({})),
})
export type InboundMessage = v.InferOutput<typeof InboundMessage>

const Profile = v.object({
  profile: v.optional(v.object({ name: v.optional(v.string()) })),
  wa_id: v.optional(v.string()),
  user_id: v.optional(v.string()),
})
export type Profile = v.InferOutput<typeof Profile>

const Envelope = v.object({
  object: v.literal('whatsapp_business_account'),
  entry: v.array(v.unknown()),
})
const Entry = v.object({
  id: v.string(),
  time: v.optional(v.number()),
  changes: v.array(v.unknown()),
})
const EntryChange = v.object({ field: v.string(), value: v.looseObject({}) })

/** When a webhook came in, and which item of its body something is. */
export type Came = { at: number; no: number }

/** One change of a webhook body: all of it concerns one number, or one WABA. */
export type Change = {
  wabaId: string
  phoneNumberId: string | null
  field: string
  value: Record<string, unknown>
  /** When it happened at Meta, in milliseconds; messages say it one by one instead. */
  at?: number
}
/** A change as it came in; its first item is `came.no`. */
export type CameChange = Change & { came: Came }

/** Null for a body that is not Meta's envelope; parts of one that can't be read don't spoil the others. */
export function parseBody(body: string): Change[] | null {
  const parsed = v.safeParse(Envelope, parseJson(body))
  if (!parsed.success) return null
  return readAll(Entry, parsed.output.entry).items.flatMap(({ id, time, changes }) =>
    readAll(EntryChange, changes).items.map(({ field, value }) => ({
      wabaId: wabaIdOf(value) ?? id,
      phoneNumberId: phoneNumberIdOf(value),
      field,
      value,
      ...(time !== undefined && { at: time * 1000 }),
    })),
  )
}

export type MessagesValue = {
  statuses: Status[]
  messages: InboundMessage[]
  profiles: Profile[]
  unreadable: number
}

/** The items of a `messages` change; one that can't be read is counted and doesn't spoil the others. */
export function readMessages(value: Record<string, unknown>): MessagesValue {
  const statuses = readAll(Status, value.statuses)
  const messages = readAll(InboundMessage, value.messages)
  const profiles = readAll(Profile, value.contacts)
  return {
    statuses: statuses.items,
    messages: messages.items,
    profiles: profiles.items,
    unreadable: statuses.unreadable + messages.unreadable,
  }
}

/** The items of a list that can be read. */
export const readList = <S extends v.GenericSchema>(schema: S, list: unknown) =>
  readAll(schema, list).items

function readAll<S extends v.GenericSchema>(schema: S, list: unknown) {
  const items: v.InferOutput<S>[] = []
  let unreadable = 0
  for (const one of Array.isArray(list) ? list : []) {
    const parsed = v.safeParse(schema, one)
    if (parsed.success) items.push(parsed.output)
    else unreadable++
  }
  return { items, unreadable }
}

/** News of a partner come from a portfolio and name the WABA inside. */
function wabaIdOf({ waba_info }: Record<string, unknown>): string | null {
  if (typeof waba_info !== 'object' || waba_info === null || !('waba_id' in waba_info)) return null
  return typeof waba_info.waba_id === 'string' ? waba_info.waba_id : null
}

function phoneNumberIdOf(value: Record<string, unknown>): string | null {
  const { metadata } = value
  if (typeof metadata !== 'object' || metadata === null || !('phone_number_id' in metadata))
    return null
  return typeof metadata.phone_number_id === 'string' ? metadata.phone_number_id : null
}

/** Such keys, plain or with a letter escaped. */
const MAY_NAME_PROTOTYPE = /__proto__|constructor|\\u00/

/** A template's id is a number in webhooks, and may be longer than ours are exact. */
const LONG_TEMPLATE_ID = /"message_template_id"\s*:\s*(\d{16,})/g

/** Keys that would reach an object's prototype are dropped while parsing; few bodies hold any. */
function parseJson(body: string): unknown {
  // Inside of a text the quotes would be escaped.
  const text = body.replace(LONG_TEMPLATE_ID, '"message_template_id":"$1"')
  try {
    // Looking at every key while parsing takes several times as long as parsing.
    if (!MAY_NAME_PROTOTYPE.test(text)) return JSON.parse(text)
    return JSON.parse(text, (key, value: unknown) =>
      key === '__proto__' || key === 'constructor' ? undefined : value,
    )
  } catch {
    return null
  }
}
