import { inPieces } from '../../lib/lists'
import { type Change, parseBody } from './webhooks'

/** Queue messages hold 128 KB; this leaves room for the rest of the job. */
const MOST_QUEUE_BYTES = 100_000

/** What is round the entries of a body. */
const ENVELOPE_BYTES = 100

/** Whether a body fits into one queue message, in which it is a text inside of JSON. */
export const fitsQueue = (body: string): boolean => fitsIn(body, MOST_QUEUE_BYTES)
const fitsBody = (entry: string) => fitsIn(entry, MOST_QUEUE_BYTES - ENVELOPE_BYTES)

/** A unit takes one byte at least and six at most, with two quotes round all: few bodies have to be written out. */
const fitsIn = (text: string, most: number): boolean =>
  text.length * 6 + 2 <= most || (text.length + 2 <= most && queueBytes(text) <= most)

const encoder = new TextEncoder()
const queueBytes = (text: string) => encoder.encode(JSON.stringify(text)).byteLength

const LISTS = ['statuses', 'messages'] as const
type Value = Change['value']

/**
 * Cuts a body that is too large for one queue message into bodies that fit, in the order of their items; a
 * single item that is larger makes a body of its own. Each is an envelope with the contacts its items need.
 */
export function splitBody(body: string): string[] {
  const changes = parseBody(body)
  if (!changes) return [body]
  return packed(changes.flatMap(splitChange))
}

/** One change as entries of an envelope, each as large as a queue message at most where it can be cut. */
function splitChange({ wabaId, field, value }: Change): string[] {
  const wrap = (part: Value) => JSON.stringify({ id: wabaId, changes: [{ field, value: part }] })
  const whole = wrap(value)
  const lists = LISTS.filter((name) => Array.isArray(value[name]))
  const times = queueBytes(whole) / (MOST_QUEUE_BYTES - ENVELOPE_BYTES)
  if (times <= 1 || lists.length === 0) return [whole]
  const { statuses: _statuses, messages: _messages, contacts, ...rest } = value
  return lists.flatMap((name) => {
    const items = listOf(value[name])
    // As many pieces as its size asks for at once: halving from the whole writes 3 MB out again and again.
    const pieces = inPieces(items, Math.ceil(items.length / (times + 1)) || 1)
    return pieces.flatMap((some) =>
      halved(some, (few) => wrap({ ...rest, ...contactsOf(contacts, few), [name]: few })),
    )
  })
}

function halved(items: unknown[], wrap: (some: unknown[]) => string): string[] {
  const whole = wrap(items)
  if (items.length <= 1 || fitsBody(whole)) return [whole]
  const half = Math.ceil(items.length / 2)
  return [...halved(items.slice(0, half), wrap), ...halved(items.slice(half), wrap)]
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const NAMES_OF_ITEM = ['from', 'from_user_id', 'recipient_id', 'recipient_user_id']
const NAMES_OF_CONTACT = ['wa_id', 'user_id']

/** Of all the contacts of a change, those whom these items name. */
function contactsOf(contacts: unknown, items: unknown[]): Value {
  if (!Array.isArray(contacts)) return contacts === undefined ? {} : { contacts }
  const named = new Set(items.flatMap((item) => textsAt(item, NAMES_OF_ITEM)))
  const isNamed = (contact: unknown) =>
    textsAt(contact, NAMES_OF_CONTACT).some((name) => named.has(name))
  return { contacts: contacts.filter(isNamed) }
}

function textsAt(item: unknown, keys: string[]): string[] {
  if (typeof item !== 'object' || item === null) return []
  const entries = Object.entries(item).filter(([key]) => keys.includes(key))
  return entries.flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
}

/** Puts small entries together, up to the limit. */
function packed(entries: string[]): string[] {
  const bodies: string[] = []
  let some: string[] = []
  let bytes = 0
  const end = () => {
    if (some.length === 0) return
    bodies.push(`{"object":"whatsapp_business_account","entry":[${some.join(',')}]}`)
    some = []
    bytes = 0
  }
  for (const entry of entries) {
    const size = queueBytes(entry)
    if (bytes + size > MOST_QUEUE_BYTES - ENVELOPE_BYTES) end()
    some.push(entry)
    bytes += size
  }
  end()
  return bodies
}
