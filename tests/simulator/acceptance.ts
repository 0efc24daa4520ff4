import type { Business, PhoneNumber } from './businesses'
import type { Dials } from './dials'
import type { InboundBody } from './dispatch'
import { type Fate, fateOf, type Letter } from './fates'
import type { Fault } from './faults'
import { newWamid } from './ids'
import type { Meta } from './meta'
import type { NewItem } from './outbox-rows'
import type { Addressed } from './recipients'
import { count, first } from './rows'
import { contentOf, type Send } from './sends'

export type Accepted = {
  addressed: Addressed
  wamid: string
  /** Templates only: taken, or held back until Meta has seen how people like it. */
  messageStatus: 'accepted' | 'held_for_quality_assessment' | null
}

type Parcel = {
  meta: Meta
  business: Business
  number: PhoneNumber
  dials: Dials
  fault: Fault | null
  now: number
  given: Send
  addressed: Addressed
  letter: Letter
  seed: string
}

/** Writes the message into the log, with all that will become of it. From here on it is sent. */
export function accept(parcel: Parcel): Accepted {
  const { addressed, letter, fault } = parcel
  const { person } = addressed
  const isHeld = fault?.kind === 'held' && letter.isTemplate
  const fate = isHeld ? heldFate(parcel) : fateOf(parcel.seed, person, letter, parcel.dials)
  const wamid = newWamid(person.identity, 'outbound')

  const seq = logMessage(parcel, wamid, fate)
  parcel.meta.outbox.schedule([
    ...statusItems(parcel, seq, fate),
    ...answerItems(parcel, wamid, fate),
  ])
  const messageStatus = isHeld ? 'held_for_quality_assessment' : 'accepted'
  return { addressed, wamid, messageStatus: letter.isTemplate ? messageStatus : null }
}

/** A held message is released late, or dropped when Meta did not like what it saw. */
function heldFate({ seed, addressed, letter, dials }: Parcel): Fate {
  const isDropped = dials.heldOutcome === 'dropped'
  const certainFailure = isDropped ? 132015 : letter.certainFailure
  const fate = fateOf(seed, addressed.person, { ...letter, certainFailure }, dials)
  const later = <T extends { afterMs: number }>(step: T): T => ({
    ...step,
    afterMs: step.afterMs + dials.heldMs,
  })
  return {
    ...fate,
    statuses: fate.statuses.map(later),
    answer: fate.answer && later(fate.answer),
  }
}

function logMessage(parcel: Parcel, wamid: string, fate: Fate): number {
  const { meta, number, now, given, addressed, fault } = parcel
  const { person } = addressed
  const template = given.type === 'template' ? given.template : null
  const row = first<{ seq: number }>(
    meta.sql.exec(
      `INSERT INTO messages (at, phone_number_id, recipient, identity, wa_id, bsuid, person_name,
         by_bsuid, wamid, type, template, language, parameters, callback_data, pricing, outcome,
         code, answer)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
      now,
      number.id,
      addressed.input,
      person.identity,
      person.waId,
      person.bsuid,
      person.name,
      Number(addressed.byBsuid),
      wamid,
      given.type,
      template?.name ?? null,
      template?.language.code ?? null,
      JSON.stringify(given.type === 'template' ? given.template.components : contentOf(given)),
      given.biz_opaque_callback_data ?? null,
      JSON.stringify(pricingOf(parcel, fate)),
      fate.outcome,
      fate.code,
      fault?.kind ?? 'ok',
    ),
  )
  return row?.seq ?? 0
}

const FREE_SERVICE_MESSAGES = 1000

/** Since October 2026 everything delivered is charged but each month's first service messages. */
function pricingOf({ meta, number, letter, now }: Parcel, fate: Fate) {
  const month = new Date(now).toISOString().slice(0, 7)
  const isFree =
    !letter.isTemplate && count(meta.sql, number.id, `service.${month}`) <= FREE_SERVICE_MESSAGES
  return {
    // `delivered` carries the price; where it never comes, `read` does.
    onReadToo: !fate.statuses.some(({ kind }) => kind === 'delivered'),
    pricing: {
      billable: !isFree,
      pricing_model: 'PMP',
      type: isFree ? 'free_customer_service' : 'regular',
      category: letter.category,
    },
  }
}

const statusItems = ({ number, now }: Parcel, messageSeq: number, fate: Fate): NewItem[] =>
  fate.statuses.map(({ kind, afterMs }) => ({
    kind,
    wabaId: number.waba_id,
    phoneNumberId: number.id,
    happenedAt: now + afterMs,
    messageSeq,
  }))

function answerItems({ number, now, addressed }: Parcel, wamid: string, fate: Fate): NewItem[] {
  if (!fate.answer) return []
  const { answer, afterMs } = fate.answer
  const { waId, bsuid, name, username, identity } = addressed.person
  const body: InboundBody = {
    wamid: newWamid(identity, 'inbound'),
    person: { waId, bsuid, name, username },
    // A tap always names the message it was made on; most people just write.
    context: answer.kind === 'button' ? wamid : null,
    answer,
  }
  return [
    {
      kind: 'inbound',
      wabaId: number.waba_id,
      phoneNumberId: number.id,
      happenedAt: now + afterMs,
      body,
    },
  ]
}
