import * as v from 'valibot'
import { findBusiness, findNumber, type PhoneNumber } from './businesses'
import { newWamid } from './ids'
import type { Meta } from './meta'
import { seedOf } from './meta'
import { identityChange, preferenceChange } from './payloads'
import { type Person, personByBsuid, personByPhone } from './personas'

/** A wish of the admin that names something that is not there. */
export class NotThere extends Error {}

const Who = {
  phoneNumberId: v.string(),
  from: v.optional(v.string()),
  bsuid: v.optional(v.string()),
}

export const Inbound = v.strictObject({
  ...Who,
  name: v.optional(v.string()),
  username: v.optional(v.string()),
  text: v.optional(v.string()),
  /** Any other kind, as Meta writes it. */
  content: v.optional(v.looseObject({ type: v.string() })),
  /** The message of the business that it answers. */
  context: v.optional(v.string()),
  button: v.optional(
    v.strictObject({
      text: v.string(),
      payload: v.optional(v.string()),
      /** The message that the button is on. */
      context: v.optional(v.string()),
    }),
  ),
})

/** `to` is the new number; without it they have a new id, and their number is not shared. */
export const Move = v.strictObject({
  ...Who,
  to: v.optional(v.string()),
  toBsuid: v.optional(v.string()),
})

export const Preference = v.strictObject({ ...Who, value: v.picklist(['stop', 'resume']) })

export function numberOf(meta: Meta, phoneNumberId: string): PhoneNumber {
  const number = findNumber(meta.sql, phoneNumberId)
  if (!number) throw new NotThere(`No number ${phoneNumberId}`)
  return number
}

export function businessOf(meta: Meta, wabaId: string) {
  const business = findBusiness(meta.sql, wabaId)
  if (!business) throw new NotThere(`No WABA ${wabaId}`)
  return business
}

function personOf(
  meta: Meta,
  number: PhoneNumber,
  who: { from?: string | undefined; bsuid?: string | undefined },
): Person {
  const { business_id } = businessOf(meta, number.waba_id)
  const portfolio = { businessId: business_id, seed: seedOf(meta.sql) }
  if (who.from !== undefined) {
    return personByPhone(portfolio, who.from.replace(/\D/g, ''), meta.board.of(number.id))
  }
  if (who.bsuid !== undefined) return personByBsuid(portfolio, who.bsuid)
  throw new NotThere('Say who: from (a number) or bsuid')
}

/** Somebody writes, or taps a button; it opens their window as it would at Meta. */
export function receive(meta: Meta, wish: v.InferOutput<typeof Inbound>): { wamid: string } {
  const number = numberOf(meta, wish.phoneNumberId)
  const known = personOf(meta, number, wish)
  const person = {
    ...known,
    name: wish.name ?? known.name,
    username: wish.username ?? known.username,
  }
  const wamid = newWamid(person.identity, 'inbound')
  const { text, button, content } = wish
  meta.outbox.schedule([
    {
      kind: 'inbound',
      wabaId: number.waba_id,
      phoneNumberId: number.id,
      happenedAt: Date.now(),
      body: {
        wamid,
        person,
        context: button?.context ?? wish.context ?? null,
        answer: button
          ? {
              kind: 'button',
              button: { text: button.text, payload: button.payload ?? button.text },
            }
          : content
            ? { kind: 'other', content }
            : { kind: 'text', text: text ?? 'Hello' },
      },
    },
  ])
  return { wamid }
}

/** Somebody uses WhatsApp's own "stop offers" switch, or takes it back. */
export function prefer(meta: Meta, wish: v.InferOutput<typeof Preference>): void {
  const number = numberOf(meta, wish.phoneNumberId)
  const person = personOf(meta, number, wish)
  const statement =
    wish.value === 'stop'
      ? 'INSERT OR IGNORE INTO marketing_stops VALUES (?, ?)'
      : 'DELETE FROM marketing_stops WHERE waba_id = ? AND bsuid = ?'
  meta.sql.exec(statement, number.waba_id, person.bsuid)
  const now = Date.now()
  tell(meta, number.waba_id, preferenceChange(number, person, wish.value, now), number.id)
}

/** Somebody has another number, or another id: told to each business that knows them, once. */
export function move(meta: Meta, wish: v.InferOutput<typeof Move>): void {
  const number = numberOf(meta, wish.phoneNumberId)
  const from = personOf(meta, number, wish)
  const next = personOf(meta, number, { from: wish.to, bsuid: wish.toBsuid })
  const to = { ...next, waId: wish.to === undefined ? null : next.waId }
  const wamid = newWamid(from.identity, 'inbound')
  const change = identityChange(number, { wamid, from, to, now: Date.now() })
  tell(meta, number.waba_id, change, number.id)
}

/** News about the account, on its way as a webhook. */
export function tell(
  meta: Meta,
  wabaId: string,
  change: { field: string; value: Record<string, unknown> },
  phoneNumberId = '',
): void {
  meta.outbox.schedule([
    { kind: 'change', wabaId, phoneNumberId, happenedAt: Date.now(), body: change },
  ])
}
