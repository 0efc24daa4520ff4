import { type Accepted, accept } from './acceptance'
import {
  type Business,
  findBusiness,
  findNumber,
  type PhoneNumber,
  throughputOf,
} from './businesses'
import type { Dials } from './dials'
import { GraphError, notVisible } from './errors'
import { type Letter, refusalOf } from './fates'
import { brokenResponse, type Fault, faultAt, serverError, throttledResponse } from './faults'
import { findMedia, hasMedia } from './media'
import { type Meta, seedOf } from './meta'
import { fillTemplate } from './parameters'
import { type Addressed, addresseeOf, checkAddressee, isNowhere } from './recipients'
import { isMarkRead, mediaIdOf, readJson, readMarkRead, readSend, type Send } from './sends'
import { findTemplate, type Template } from './templates'
import { authenticate, MESSAGING, requireScope, requireSight, type Token } from './tokens'

/** POST /{phone_number_id}/messages: refused with a reason, or logged once and answered. */
export async function postMessage(
  meta: Meta,
  request: Request,
  phoneNumberId: string,
): Promise<Response> {
  try {
    const token = await authenticate(meta, request)
    const text = await request.text()
    await meta.turns.wait()
    return await receive(meta, token, phoneNumberId, text)
  } catch (error) {
    if (error instanceof GraphError) logRefusal(meta, phoneNumberId, error)
    await pass(meta.board.of(phoneNumberId).latencyMs)
    throw error
  }
}

/** Nothing waits between the checks and the log, so what was checked is still true when written. */
function receive(
  meta: Meta,
  token: Token,
  phoneNumberId: string,
  text: string,
): Response | Promise<Response> {
  const number = findNumber(meta.sql, phoneNumberId)
  requireSight(token, number, phoneNumberId, 'post')
  const business = findBusiness(meta.sql, token.waba_id)
  if (!number || !business) throw notVisible(phoneNumberId, 'post')
  requireScope(token, MESSAGING)

  const body = readJson(text)
  if (isMarkRead(body)) return markRead(meta, number, body)

  const dials = meta.board.of(number.id)
  const fault = faultAt(meta.limits.countPost(number.id), dials)
  return send({ meta, business, number, dials, fault, now: Date.now() }, body)
}

type Situation = {
  meta: Meta
  business: Business
  number: PhoneNumber
  dials: Dials
  fault: Fault | null
  now: number
}

function send(situation: Situation, body: Record<string, unknown>): Promise<Response> {
  const { meta, number, dials, fault } = situation
  if (fault?.kind === 'throttled') return throttle(situation)
  if (fault?.kind === 'error_before') throw serverError(dials)

  checkAccount(situation)
  const given = readSend(body)
  const portfolio = { businessId: situation.business.business_id, seed: seedOf(meta.sql) }
  const addressed = addresseeOf(given, number, portfolio, dials)
  checkAddressee(addressed, number)
  const letter = readLetter(situation, given, addressed)
  const refused = refusalOf(portfolio.seed, addressed.person, dials)
  if (refused !== null) throw new GraphError(refused)
  checkPace(situation, addressed)
  checkLimit(situation, given, addressed)

  const accepted = accept({ ...situation, given, addressed, letter, seed: portfolio.seed })
  return answer(situation, accepted)
}

async function throttle({ meta, number, dials }: Situation): Promise<Response> {
  logRefusal(meta, number.id, new GraphError(130429))
  await pass(dials.latencyMs)
  return throttledResponse(dials)
}

/** What stops every message of this number, whoever it is for. */
function checkAccount({ business, number }: Situation): void {
  if (business.restriction === 'locked') throw new GraphError(131031)
  if (business.restriction === 'policy') throw new GraphError(368)
  if (number.status !== 'CONNECTED') throw new GraphError(133010)
  if (business.payment_missing) throw new GraphError(131042)
}

function checkPace({ meta, number, dials, now }: Situation, { person }: Addressed): void {
  if (dials.enforcePairRate && !meta.limits.takePair(number.id, person.identity, now)) {
    throw new GraphError(131056)
  }
  if (dials.enforceThroughput && !meta.limits.takeSecond(number.id, throughputOf(number), now)) {
    throw new GraphError(130429)
  }
}

const TIERS: Record<string, number> = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
}

/** People whom a portfolio writes to outside an open window: distinct ones in 24 hours, over all its numbers. */
function checkLimit(situation: Situation, given: Send, { person }: Addressed): void {
  const { meta, business, now } = situation
  const limit = TIERS[business.messaging_limit]
  if (limit === undefined || given.type !== 'template') return
  if (hasOpenWindow(situation, person)) return
  if (!meta.limits.takePerson(business.business_id, person.bsuid, limit, now)) {
    throw new GraphError(131048)
  }
}

function hasOpenWindow({ meta, number, now }: Situation, { bsuid }: Addressed['person']): boolean {
  const [window] = meta.sql
    .exec<{ last_inbound_at: number }>(
      'SELECT last_inbound_at FROM windows WHERE phone_number_id = ? AND bsuid = ?',
      number.id,
      bsuid,
    )
    .toArray()
  return window !== undefined && now - window.last_inbound_at < DAY_MS
}

function readLetter(situation: Situation, given: Send, addressed: Addressed): Letter {
  if (given.type !== 'template') return freeLetter(situation, given, addressed)

  const { meta, number } = situation
  const { name, language, components } = given.template
  const template = findTemplate(meta.sql, number.waba_id, name, language.code)
  checkTemplate(template, name, language.code)
  const quickReplies = fillTemplate(template, components, (id) => hasMedia(meta.sql, id, number.id))
  const isMarketing = template.category === 'MARKETING'
  return {
    isTemplate: true,
    isMarketing,
    templateName: name,
    category: template.category.toLowerCase(),
    quickReplies,
    certainFailure: certainFailure(situation, addressed, isMarketing),
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

function freeLetter(situation: Situation, given: Send, { person }: Addressed): Letter {
  const { meta, number, dials } = situation
  const media = mediaIdOf(given)
  if (media !== null && !hasMedia(meta.sql, media, number.id)) {
    throw new GraphError(131009, { details: `No media ${media} was uploaded for this number` })
  }
  const isOpen = hasOpenWindow(situation, person)
  if (!isOpen && dials.windowRefusal === 'sync') throw new GraphError(131047)
  return {
    isTemplate: false,
    isMarketing: false,
    templateName: '',
    category: 'service',
    quickReplies: [],
    certainFailure: isOpen ? voiceFailure(meta, given) : 131047,
  }
}

/** A voice message is Opus in Ogg; what is none is taken, and fails afterwards. */
function voiceFailure(meta: Meta, given: Send): number | null {
  if (given.type !== 'audio' || !given.audio.voice || !given.audio.id) return null
  return findMedia(meta.sql, given.audio.id)?.mime_type === 'audio/ogg' ? null : 131053
}

function checkTemplate(
  template: Template | undefined,
  name: string,
  language: string,
): asserts template is Template {
  if (template?.status === 'PAUSED') throw new GraphError(132015)
  if (template?.status === 'DISABLED') throw new GraphError(132016)
  if (template?.status === 'APPROVED') return
  throw new GraphError(132001, {
    details: `template name (${name}) does not exist in ${language}`,
  })
}

/** Reasons to fail that Meta reports later although it took the message. */
function certainFailure(
  { meta, number, dials }: Situation,
  addressed: Addressed,
  isMarketing: boolean,
): number | null {
  const { person } = addressed
  if (isNowhere(addressed)) return 131026
  if (!isMarketing) return null
  const [stopped] = meta.sql
    .exec(
      'SELECT 1 FROM marketing_stops WHERE waba_id = ? AND bsuid = ?',
      number.waba_id,
      person.bsuid,
    )
    .toArray()
  if (stopped) return 131050
  return dials.enforceUsMarketing && person.country === 'US' ? 131049 : null
}

async function answer({ dials, fault }: Situation, accepted: Accepted): Promise<Response> {
  const body = toAnswer(accepted)
  await pass(dials.latencyMs)
  switch (fault?.kind) {
    case 'error_after':
      return serverError(dials).toResponse()
    case 'timeout':
      await pass(dials.timeoutMs)
      break
    case 'broken_body':
      return brokenResponse(dials, body)
    case 'empty_id':
      return Response.json({ ...body, messages: [{ id: '' }] })
  }
  return Response.json(body)
}

function toAnswer({ addressed, wamid, messageStatus }: Accepted) {
  const { input, person, byBsuid } = addressed
  return {
    messaging_product: 'whatsapp',
    contacts: [byBsuid ? { input, user_id: person.bsuid } : { input, wa_id: person.waId }],
    messages: [
      messageStatus === null ? { id: wamid } : { id: wamid, message_status: messageStatus },
    ],
  }
}

function markRead(meta: Meta, number: PhoneNumber, body: Record<string, unknown>): Response {
  const { message_id } = readMarkRead(body)
  const { rowsWritten } = meta.sql.exec(
    'UPDATE inbound SET read_at = ? WHERE wamid = ? AND phone_number_id = ?',
    Date.now(),
    message_id,
    number.id,
  )
  if (rowsWritten === 0) {
    throw new GraphError(131009, { details: `No message ${message_id} came to this number` })
  }
  return Response.json({ success: true })
}

function logRefusal(meta: Meta, phoneNumberId: string, error: GraphError): void {
  meta.sql.exec(
    'INSERT INTO refusals (at, phone_number_id, code, details) VALUES (?, ?, ?, ?)',
    Date.now(),
    phoneNumberId,
    error.code,
    error.details ?? '',
  )
}

const pass = (ms: number): Promise<void> =>
  ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))
