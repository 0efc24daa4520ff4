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
  'request.too_deep': 'The request is nested too deeply: at most {most} levels.',
  'request.malformed_text': 'The request contains text that cannot be stored.',
  'request.key_malformed': 'The Idempotency-Key must be 1 to 128 printable characters.',
  'request.answer_shown_once': 'This was done already, and its answer is shown only once.',
  not_found: 'There is nothing here.',
  'account.not_found': 'This workspace does not exist.',
  'account.not_active': 'This workspace is closed.',
  'auth.not_signed_in': 'Please sign in.',
  'auth.no_workspace': 'You do not belong to a workspace any more. Ask to be invited again.',
  'auth.too_many_tries': 'That was too often. You can try again in {minutes} min.',
  'auth.code_wrong': 'This code is not right. Tries left: {triesLeft}.',
  'auth.code_gone': 'This code does not count any more. Ask for a new one.',
  'auth.mail_not_sent': 'The mail could not be sent. Please try again in a moment.',
  'invitation.not_found': 'There is no such invitation. Check that the whole link was copied.',
  'invitation.gone': 'This invitation was used or is too old. Ask for a new one.',
  'invitation.sign_in_first':
    'The invited address has an account already. Sign in with it first, then open the link again.',
  'member.role_too_low': 'Your role in this workspace does not allow this. Ask an owner or admin.',
  'profile.phone_invalid': 'This is not a valid phone number.',
  'profile.email_taken': 'This address belongs to another account.',
  'session.not_found': 'This device is signed out already.',
  'connection.check_failed': 'WhatsApp could not be connected: one check failed.',
  'connection.not_found': 'This connection does not exist.',
  'connection.needs_reconnect': 'The connection to WhatsApp has to be renewed first.',
  'check.token_invalid.problem': 'Meta says this access token is not valid.',
  'check.token_invalid.fix':
    'Copy the whole token again, or make a new one in Meta Business Settings under System users.',
  'check.token_expired.problem': 'This access token has expired.',
  'check.token_expired.fix':
    'Make a new token in Meta Business Settings under System users and choose that it never expires.',
  'check.token_other_app.problem': 'This token belongs to another Meta app.',
  'check.token_other_app.fix':
    'Make the token for the app that this ProConnect uses; tokens of other apps cannot be used.',
  'check.token_scopes.problem': 'The token lacks permissions: {scopes}.',
  'check.token_scopes.fix': 'Make a new token and tick these permissions.',
  'check.waba_invisible.problem':
    'This WhatsApp Business account cannot be reached with the token.',
  'check.waba_invisible.fix':
    'Check the WABA id, and give the system user full access to the account in Business Settings.',
  'check.number_elsewhere.problem': 'This phone number id is not in the WhatsApp Business account.',
  'check.number_elsewhere.fix':
    'Copy the phone number id from WhatsApp Manager, under API setup. It is not the phone number itself.',
  'check.number_not_connected.problem':
    'The number cannot send yet. Its state at Meta is {status}.',
  'check.number_not_connected.fix':
    'Finish registering the number in WhatsApp Manager, then check again.',
  'check.claimed.problem': 'This number cannot be connected here.',
  'check.claimed.fix':
    'It is already connected elsewhere in ProConnect. Disconnect it there first, or write to support.',
  'check.webhook_refused.problem': 'Meta refused to send us news about this account.',
  'check.webhook_refused.fix': 'Check that the token may manage the account, then try again.',
  'check.meta_unreachable.problem': 'Meta did not answer.',
  'check.meta_unreachable.fix': 'Nothing was changed. Try again in a minute.',
  'templates.meta_refused': 'Meta refused the list of templates. Check the connection in Settings.',
  'templates.meta_unreachable': 'Meta did not answer. The templates shown are from the last sync.',
}
