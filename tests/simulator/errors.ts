import { newTraceId } from './ids'

/** Title and HTTP status by Meta's code; the words of `details` when the case gives none. */
type Known = { http: number; title: string; details?: string }

const known = (http: number, title: string, details?: string): Known =>
  details === undefined ? { http, title } : { http, title, details }

const WITHOUT_PERMISSION = 'Permission is either not granted or has been removed.'

const KNOWN: Record<number, Known> = {
  1: known(400, 'An unknown error occurred'),
  2: known(503, 'Service temporarily unavailable'),
  4: known(400, 'Application request limit reached'),
  10: known(403, 'Application does not have permission for this action', WITHOUT_PERMISSION),
  33: known(400, 'Parameter value is not valid', 'The business phone number has been deleted.'),
  100: known(400, 'Invalid parameter'),
  101: known(400, 'Error validating application. Invalid application ID.'),
  104: known(401, 'An access token is required to request this resource.'),
  190: known(401, 'Error validating access token'),
  200: known(403, 'You do not have the necessary permissions', WITHOUT_PERMISSION),
  368: known(403, 'Temporarily blocked for policies violations', 'The account is restricted.'),
  80007: known(
    400,
    'Rate limit issues',
    'The WhatsApp Business Account has reached its rate limit.',
  ),
  130403: known(400, 'Business blocked the user'),
  130429: known(400, 'Rate limit hit', 'Cloud API message throughput has been reached.'),
  130472: known(
    400,
    "User's number is part of an experiment",
    "Failed to send message because this user's phone number is part of an experiment.",
  ),
  130497: known(403, 'Business account is restricted from messaging users in this country.'),
  131000: known(500, 'Something went wrong', 'Message failed to send because of an unknown error.'),
  131005: known(403, 'Access denied', WITHOUT_PERMISSION),
  131008: known(400, 'Required parameter is missing'),
  131009: known(400, 'Parameter value is not valid'),
  131016: known(503, 'Service unavailable', 'A service is temporarily unavailable.'),
  131021: known(
    400,
    'Recipient cannot be sender',
    'Sender and recipient phone number is the same.',
  ),
  131026: known(400, 'Message undeliverable', 'Message Undeliverable.'),
  131030: known(
    400,
    'Recipient phone number not in allowed list',
    'Recipient phone number not in allowed list: add it and try again.',
  ),
  131031: known(403, 'Business Account locked', 'Your account has been locked.'),
  131042: known(
    400,
    'Business eligibility payment issue',
    'Message failed to send because there were one or more errors related to your payment method.',
  ),
  131047: known(
    400,
    'Re-engagement message',
    'More than 24 hours have passed since the recipient last replied to the sender number.',
  ),
  131048: known(400, 'Spam rate limit hit', 'Message failed to send: restricted by spam reports.'),
  131049: known(
    400,
    'This message was not delivered to maintain healthy ecosystem engagement.',
    'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  ),
  131050: known(
    400,
    'User has stopped receiving marketing messages',
    'The recipient has chosen to stop receiving marketing messages from your business.',
  ),
  131051: known(400, 'Unsupported message type', 'Message type is not currently supported.'),
  131053: known(400, 'Media upload error', 'Unable to process the media used in the message.'),
  131056: known(
    400,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Too many messages sent from this phone number to the same recipient.',
  ),
  131057: known(500, 'Account in maintenance mode', 'The account is in maintenance mode.'),
  132000: known(400, 'Number of parameters does not match the expected number of params'),
  132001: known(404, 'Template name does not exist in the translation'),
  132005: known(400, 'Translated text too long'),
  132007: known(400, 'Template format character policy violated'),
  132012: known(400, 'Parameter format does not match format in the created template'),
  132015: known(400, 'Template is paused', 'Template is paused due to low quality.'),
  132016: known(400, 'Template is disabled', 'Template is disabled: paused too many times.'),
  132018: known(400, 'There was an issue with the parameters in your template'),
  133000: known(400, 'Incomplete deregistration'),
  133005: known(400, 'Two step verification PIN mismatch'),
  133008: known(400, 'Too many two step verification PIN guesses'),
  2593107: known(400, 'This synchronization was asked for before'),
  133010: known(
    400,
    'Account not registered',
    'The phone number is not registered on the platform.',
  ),
  135000: known(400, 'Generic user error'),
}

const knownCode = (code: number): Known => KNOWN[code] ?? known(400, 'Generic user error')

export const titleOf = (code: number): string => knownCode(code).title

type Extra = {
  details?: string
  subcode?: number
  message?: string
  type?: string
  /** For a person: Meta has these on template endpoints only. */
  userTitle?: string
  userMessage?: string
}

/** A refusal as Graph words it: thrown where the reason is found, rendered once by the app. */
export class GraphError extends Error {
  readonly code: number
  readonly http: number
  readonly extra: Extra

  constructor(code: number, extra: Extra = {}, http = knownCode(code).http) {
    super(extra.message ?? `(#${code}) ${titleOf(code)}`)
    this.code = code
    this.http = http
    this.extra = extra
  }

  get details(): string | undefined {
    return this.extra.details ?? knownCode(this.code).details
  }

  toResponse(): Response {
    return Response.json({ error: this.toEnvelope() }, { status: this.http })
  }

  private toEnvelope() {
    const { details } = this
    return {
      message: this.message,
      type: this.extra.type ?? 'OAuthException',
      code: this.code,
      ...(this.extra.subcode === undefined ? {} : { error_subcode: this.extra.subcode }),
      ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      ...(this.extra.userTitle === undefined ? {} : { error_user_title: this.extra.userTitle }),
      ...(this.extra.userMessage === undefined ? {} : { error_user_msg: this.extra.userMessage }),
      ...(this.http >= 500 ? { is_transient: true } : {}),
      fbtrace_id: newTraceId(),
    }
  }
}

/** The flat form that the same refusal has inside a status webhook. */
export const toStatusError = (code: number) => ({
  code,
  title: titleOf(code),
  message: titleOf(code),
  error_data: { details: knownCode(code).details ?? titleOf(code) },
  href: '/documentation/business-messaging/whatsapp/support/error-codes',
})

export const invalidParameter = (details: string) => new GraphError(100, { details })

/** Graph does not say whether an id is missing or only hidden from this token. */
export const notVisible = (id: string, verb: 'get' | 'post' | 'delete') =>
  new GraphError(100, {
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  })

export const unknownField = (field: string, node: string) =>
  new GraphError(100, {
    message: `(#100) Tried accessing nonexisting field (${field}) on node type (${node})`,
  })
