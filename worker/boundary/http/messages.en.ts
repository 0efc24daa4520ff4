/** What a refusal says in English; a test holds these keys beside the Hebrew ones and the codes in use. */
export const messagesEn: Record<string, string> = {
  internal: 'Something went wrong on our side. Code: {requestId}',
  'request.not_json': 'The request body must be JSON.',
  'request.invalid': 'Some values are missing or not valid: {fields}.',
  'request.too_large': 'The request is too large: at most {most} KB.',
  'request.wrong_type': 'Send this request as {expected}.',
  'request.foreign_origin': 'This request came from another site and was refused.',
  'request.key_reused': 'This Idempotency-Key was used for another request.',
  'request.in_progress': 'The same request is still being worked on. Try again in a moment.',
  not_found: 'There is nothing here.',
  'account.not_found': 'This workspace does not exist.',
  'account.not_active': 'This workspace is closed.',
}
