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
  'conversation.not_found': 'This conversation does not exist.',
  'conversation.changed':
    'Somebody changed this conversation at the same moment. Please look again.',
  'conversation.message_unseen': 'A message has come meanwhile. It can be read before closing.',
  'conversation.not_on_team': 'This person cannot answer in this workspace.',
  'message.not_yet_sent': 'This message has not reached WhatsApp yet. Try again in a moment.',
  'message.template_not_approved': 'WhatsApp has not approved this template. Choose another one.',
  'message.values_missing': 'The template needs these values: {keys}.',
  'message.opted_out': 'This person asked for no more marketing messages.',
  'file.gone': 'This file is not there any more. WhatsApp keeps files for a week.',
  'file.too_large': 'This file is too large: at most {most} MB.',
  'file.no_voice': 'WhatsApp does not take this recording as a voice message.',
  'file.storage_full':
    'There is no room for more files: this workspace has {most} GB, and they are used up. Files go with the messages they came with: Settings → Data says how long those are kept.',
  'file.type_wrong':
    'WhatsApp does not take files of this kind. JPEG, PNG, MP4, audio, PDF, Office documents and plain text work.',
  'label.too_many': 'A workspace has at most {most} labels.',
  'label.name_taken': 'Another label has this name already.',
  'label.not_found': 'This label does not exist any more.',
  'saved_reply.too_many': 'A workspace has at most {most} saved replies.',
  'saved_reply.not_found': 'This saved reply does not exist any more.',
  'saved_reply.shortcut_taken': 'Another saved reply has this shortcut.',
  'account.not_found': 'This workspace does not exist.',
  'account.not_active': 'This workspace is closed.',
  'auth.not_signed_in': 'Please sign in.',
  'auth.no_workspace': 'You do not belong to a workspace any more. Ask to be invited again.',
  'auth.too_many_tries': 'That was too often. You can try again in {minutes} min.',
  'auth.code_wrong': 'This code is not right. Tries left: {triesLeft}.',
  'auth.code_gone': 'This code does not count any more. Ask for a new one.',
  'auth.address_new':
    'You changed your address lately. To protect the workspace, this is possible again in {hours} h.',
  'auth.mail_not_sent': 'The mail could not be sent. Please try again in a moment.',
  'invitation.not_found': 'There is no such invitation. Check that the whole link was copied.',
  'invitation.gone': 'This invitation was used or is too old. Ask for a new one.',
  'invitation.code_needed': 'Type the code that was sent to the invited address.',
  'invitation.too_many': 'There are {most} open invitations. Take some back first.',
  'member.role_too_low': 'Your role in this workspace does not allow this. Ask an owner or admin.',
  'member.code_needed': 'Making an owner or admin needs the code that we send by e-mail.',
  'member.exists': 'Somebody with this address is in the team already.',
  'member.not_found': 'This person is not in the team any more.',
  'member.last_owner':
    'This is the last owner. Make somebody else an owner first, or delete the workspace.',
  'member.own_role': 'Your own role can only be changed by somebody else.',
  'member.changed_meanwhile':
    'The team was changed at the same moment. Look again, then try again.',
  'profile.phone_invalid': 'This is not a valid phone number.',
  'profile.email_taken': 'This address belongs to another account.',
  'session.other_workspace':
    'You work in another workspace now, in another window. Reload this one to go on there.',
  'account.too_many': 'You are in {most} workspaces already.',
  'session.not_found': 'This device is signed out already.',
  'operator.not_signed_in': 'This desk is for the operator. Sign in with Cloudflare Access.',
  'connection.check_failed': 'WhatsApp could not be connected: one check failed.',
  'connection.not_found': 'This connection does not exist.',
  'connection.code_needed': 'Replacing a token needs the code that we send by e-mail.',
  'connection.needs_reconnect': 'The connection to WhatsApp has to be renewed first.',
  'connection.signup_gone':
    'This sign-up window was opened too long ago, somewhere else, or was used already. Open it again.',
  'connection.signup_not_offered': 'This copy of ProConnect has no sign-up window of Meta.',
  'connection.connected_already':
    'This WhatsApp Business account is connected already. To renew its access, use Reconnect beside its numbers.',
  'onboarding.not_ready':
    'A test needs a connected number, an approved template that needs no pictures, and your own phone number.',
  'number.not_found': 'This number is not in the connected account.',
  'number.claimed': 'This number is already connected elsewhere in ProConnect.',
  'number.pin_wrong':
    'Meta says that this is not the number’s PIN. After a few wrong ones it locks the number for hours; whoever set the PIN can look it up or reset it in WhatsApp Manager.',
  'number.pin_too_many':
    'The PIN was wrong too often, so Meta takes none for some hours. Reset it in WhatsApp Manager under Two-step verification, or try again later.',
  'number.pin_too_fast': 'The PIN was entered too fast. Wait a few minutes, then enter it again.',
  'number.pin_limit':
    'This number was registered too often: Meta allows ten times in 72 hours. Try again later.',
  'number.pin_wait': 'Meta is still taking the number apart. Try again in five minutes.',
  'number.pin_other': 'Meta did not register the number. Look in WhatsApp Manager, then try again.',
  'number.pin_unknown':
    'Only the owner of this number knows its two-step PIN. Type it in to register the number.',
  'contact.sample': 'This person is a sample. Nothing can be sent to it.',
  'number.meta_away': 'Meta did not answer. Try again in a minute.',
  'number.meta_refused': 'Meta refused this change.',
  'number.meta_refused_because': 'Meta refused this change: {words}',
  'number.photo_unfit': 'The picture must be a JPEG or PNG of 5 MB at most.',
  'number.sync_too_late':
    'Meta takes this wish once, within a day of connecting. To ask again, disconnect the number in the phone app and connect it anew.',
  'scope.whatsapp_business_management':
    'See your WhatsApp Business accounts, their numbers and templates',
  'scope.whatsapp_business_messaging': 'Send and receive messages with the connected numbers',
  'scope.business_management': 'Manage the business portfolio. We do not need it',
  'scope.public_profile': 'The name of the system user, which comes with every token',
  'scope.other': 'We do not use this permission',
  'check.code_refused.problem': 'Meta did not take the answer of its window any more.',
  'check.code_refused.fix': 'It is good once and for half a minute. Open the window again.',
  'check.waba_unnamed.problem': 'It is not clear which WhatsApp Business account is meant.',
  'check.waba_unnamed.fix': 'Open the window again and choose one account in it.',
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
  'templates.not_done':
    'Meta did not answer, so it is not known whether this was done. Sync, look, and try again.',
  'template.not_found': 'This template does not exist, or Meta no longer has it.',
  'template.draft_not_found': 'This draft does not exist. It may have been submitted already.',
  'template.changed_elsewhere': 'Somebody else changed or submitted this draft meanwhile.',
  'template.not_deletable': 'Meta keeps a disabled template: it cannot be deleted.',
  'template.not_editable': 'This template cannot be edited here ({part}).',
  'template.locked':
    'The name and the kind of variables cannot change any more: the template is at Meta. Duplicate it instead.',
  'template.too_many_drafts': 'There are {most} drafts. Submit or discard some first.',
  'template.connection_missing': 'Choose the WhatsApp account that gets this template.',
  'template.lint': 'Meta would refuse this template. Places to mend: {count}.',
  'template.file_missing': 'This file is no longer here. Upload it again.',
  'template.file_type': 'This file is neither JPEG or PNG, MP4 nor PDF.',
  'template.file_too_large': 'The file is too large: at most {mostMb} MB.',
  'template.refused': 'Meta refused it: {reason}',
  'template.edit_too_soon':
    'Meta lets an approved template be edited once in 24 hours. Try again tomorrow, or duplicate it.',
  'contact.not_found': 'This contact does not exist.',
  'contact.merged': 'This contact became part of another one.',
  'merge.not_found': 'This merge does not exist.',
  'merge.of_one': 'A contact can’t be merged with itself.',
  'merge.of_sample': 'A sample can’t be merged with a real person.',
  'merge.must_wait':
    'One of them is being written to, or changed, at this moment. Look at both again and try once more.',
  'merge.cannot_undo': 'This merge can’t be undone any more.',
  'contact.exists': 'A contact with this number exists already.',
  'contact.phone_invalid': 'This is not a valid phone number. Check it, or add the country code.',
  'contact.no_consent_source': 'Say how this person agreed to be messaged.',
  'tags.too_many': 'There are too many tags: at most {most}.',
  'contact_note.not_found': 'This note does not exist any more.',
  'contact_note.too_many': 'There are too many notes about this person: at most {most}.',
  'segment.not_found': 'This segment does not exist any more.',
  'segment.too_many': 'There are too many segments: at most {most}.',
  'consent.not_undoable':
    'There is no stop here that a message was taken for, or something was said since.',
  'consent.word_brings_back': '“{word}” brings people back, so it can’t stop them too.',
  'consent.word_empty': 'A word needs a letter or a digit.',
  'consent.none_recorded':
    'No consent is recorded for this person, so no marketing can be sent. Record it, or declare a legal basis in Settings → Consent.',
  'opt_in.number_not_ready': 'Choose a number that is connected.',
  'contact.numbers_hidden':
    'Phone numbers are hidden from your role, so people can’t be chosen by them.',
  'contact.bad_cursor': 'This page of the list does not exist. Begin with the first one.',
  'contact.changed_elsewhere':
    'Somebody changed this contact meanwhile. Nothing was saved; load it again.',
  'contact.field_invalid': '“{field}” can’t hold this value.',
  'field.not_found': 'This field does not exist.',
  'field.exists': 'There is a field of this name already.',
  'field.no_choices': 'Say what can be chosen.',
  'field.too_many': 'There are too many fields: at most {most}.',
  'bulk_edit.not_found': 'This change of many contacts does not exist.',
  'bulk_edit.cannot_undo': 'This change can’t be taken back any more.',
  'import.not_found': 'This import does not exist.',
  'import.too_large':
    'The file is too large: at most {mostMb} MB and a million rows. Split it and import the parts.',
  'import.empty': 'The file is empty.',
  'import.no_rows': 'The file has a header, but no rows under it.',
  'import.encoding': 'The file is not in UTF-8. Save it as “CSV UTF-8” and upload it again.',
  'import.not_text':
    'This is not a CSV file but something else, maybe a picture or a workbook. Save the list as CSV and upload that.',
  'import.too_many_columns':
    'The file has {found} columns; at most {most} can be imported. Delete those you do not need.',
  'import.unclosed_quote':
    'Row {row} opens a quotation mark that never closes. Mend that row and upload the file again; people in the rows before it are in already if the import had begun.',
  'import.cell_too_large':
    'Row {row} has a cell of more than 64 KB. Shorten it and upload the file again.',
  'import.damaged_text':
    'Row {row} has characters that are not UTF-8. Save the file as “CSV UTF-8” and upload it again; the rows before it were imported.',
  'import.too_many_rows':
    'The file has more than {most} rows. The first {most} were imported; put the rest into a file of its own.',
  'import.too_many_tags':
    'From row {row} on, the tags would be more than {most}. Is another column taken for tags?',
  'import.upload_gone': 'The uploaded file is no longer there. Upload it again.',
  'import.stopped':
    'The import did not get on and was stopped. Upload the file again; nobody is added twice.',
  'import.too_many_open':
    'You have {most} imports that are not finished. Finish or cancel one first.',
  'import.not_uploading': 'This file has been uploaded already.',
  'import.not_matching': 'This import has started already, or its file is not complete yet.',
  'import.not_open': 'This import has ended already.',
  'import.not_checked': 'The rows are not being reviewed at the moment. Load the page again.',
  'import.row_not_listed': 'Row {row} has nothing that needs correcting.',
  'import.too_many_edits':
    'At most {most} rows can be corrected here. Download the others as a file and correct them in a spreadsheet.',
  'import.no_undo':
    'This import can’t be undone: more than 24 hours have passed, or it stopped less than a minute ago. In that case try again in a minute.',
  'import.preset_not_found': 'This saved matching no longer exists.',
  'import.too_many_presets': 'You have {most} saved matchings. Delete one first.',
  'import.no_such_part': 'The file has no part with this number.',
  'import.part_size': 'Part {no} of the file must have {bytes} bytes.',
  'import.parts_missing':
    'Parts of the file are missing: {parts}. Upload goes on where it stopped.',
  'import.no_phone_column': 'Choose the column that holds phone numbers.',
  'import.columns_differ': 'The file has {expected} columns: say for each what it is.',
  'import.column_twice': 'Two columns are matched to “{target}”. Skip one of them.',
  'import.field_unknown': 'The field “{key}” no longer exists. Match the column again.',
  'import.too_many_fields':
    'There would be more than {most} custom fields. Skip columns you do not need.',
  'import.no_consent_column':
    'Choose the column that says when people agreed, or another answer about consent.',
  'import.no_consent_source': 'Say how these people agreed to be messaged.',
  'import_problem.row': 'Row',
  'import_problem.reason': 'Reason',
  'import_problem.blank_phone': 'No phone number',
  'import_problem.not_a_number': 'Not a phone number',
  'import_problem.too_short': 'The number is too short',
  'import_problem.too_long': 'The number is too long',
  'import_problem.invalid_number': 'No such number exists in its country',
  'import_problem.excel_damaged':
    'Excel cut the number off (like 5.01E+11). Format the column as text and paste the numbers again',
  'import_problem.duplicate_in_file': 'The same number stands further up in the file',
  'import_problem.several': 'Several numbers in one cell',
  'import_problem.ready': 'Will be added',
  'import_problem.already_here': 'Is in your contacts already',
  'import_problem.opted_out': 'Opted out, and stays so',
  'import_problem.zero_restored': 'Excel removed the first 0; it was put back',
  'broadcast.not_found': 'This broadcast does not exist.',
  'broadcast.changed_elsewhere': 'Somebody else changed this draft meanwhile.',
  'broadcast.not_editable':
    'This broadcast was already sent and cannot be changed. Duplicate it instead.',
  'broadcast.not_launchable': 'This broadcast was already launched.',
  'broadcast.plan_problems': 'This broadcast is not ready to be sent.',
  'broadcast.plan_changed':
    'The audience or the price changed since you looked: {people} people now. Nothing was sent.',
  'broadcast.cannot_pause': 'Only a broadcast that is being sent can be paused.',
  'broadcast.cannot_resume': 'Only a paused broadcast can go on.',
  'broadcast.cannot_go_on': 'This broadcast waits for no decision.',
  'broadcast.cannot_cancel': 'This broadcast has already ended.',
  'broadcast.not_scheduled': 'This broadcast is not waiting for its start any more.',
  'broadcast.reason.start_missed':
    'Nothing ran when it should have started, and more than three hours have passed. It waits for your decision, so that no message comes at an hour nobody chose.',
  'broadcast.reason.user': 'Stopped by a member of the team.',
  'broadcast.reason.number_gone':
    'The sending number or its template is no longer here. Check the connection in Settings.',
  'broadcast.reason.connection_dead':
    'WhatsApp no longer accepts our access. Renew the connection in Settings, then resume.',
  'webhook.refused': 'The verification was refused.',
  'webhook.not_signed': 'The signature is missing or wrong.',
  'plan.start_past': 'The chosen time has passed. Choose a later one, or send now.',
  'plan.start_too_far': 'The chosen time is more than a year away.',
  'plan.number_missing': 'Choose the number to send from.',
  'plan.connection_dead': 'The connection to WhatsApp has to be renewed in Settings.',
  'plan.number_not_connected': 'The number cannot send at the moment.',
  'plan.number_quality_red':
    'WhatsApp rates the quality of this number as low. Wait until it recovers.',
  'plan.over_messaging_limit':
    'More people than your business may write to first in 24 hours. Send in waves below, or choose fewer people.',
  'plan.template_missing': 'Choose a template.',
  'plan.template_not_approved': 'Meta has not approved this template.',
  'plan.template_unsupported': 'Templates of this kind cannot be sent to many people here yet.',
  'plan.template_of_other_number':
    'The template belongs to another WhatsApp account than the number.',
  'plan.mapping_incomplete': 'Say what fills each variable of the template.',
  'plan.audience_missing': 'Choose who gets the broadcast.',
  'plan.segment_missing': 'A segment of the audience was deleted. Take it out, or choose another.',
  'plan.audience_too_long':
    'The chosen segments have too many conditions together. Choose fewer of them.',
  'plan.over_budget':
    'It may cost {cost}, and {left} of the month’s budget is left. Raise the budget, or choose fewer people.',
  'plan.nobody': 'Nobody is left who would get it.',
  'skipped.connection_dead':
    'There was no live connection to WhatsApp. Connect again, then send it anew.',
  'skipped.opted_out': 'Asked not to get marketing.',
  'skipped.no_consent': 'No consent is recorded.',
  'skipped.no_identity': 'Has neither a phone number nor a WhatsApp username.',
  'skipped.missing_parameter': 'A value for the message is missing and there is no fall-back.',
  'skipped.us_marketing': 'Meta does not deliver marketing to numbers in the United States.',
  'skipped.cancelled': 'Not sent: the broadcast was stopped.',
  'skipped.over_limit': 'Not sent: more people or money than was confirmed.',
  'skipped.too_often': 'Got as much marketing lately as your cap allows.',
  'skipped.recently_written': 'Another broadcast wrote to them within the hours chosen.',
  'skipped.deleted': 'The contact was deleted.',
  'skipped.too_late':
    'Not sent: for an hour it could not leave. If it is still true, it can be sent again.',
  'skipped.moved': 'The number changed after the audience was fixed.',
  'failure.other.title': 'Meta refused the message (code {code})',
  'failure.other.help': 'The reason is not one we know. The code helps Meta support to find it.',
  'place.billing': 'Open Meta’s billing',
  'place.support': 'Open Business Support Home',
  'place.meta_numbers': 'Open phone numbers at Meta',
  'place.meta_templates': 'Open templates at Meta',
  'place.system_users': 'Open system users at Meta',
  'place.outages': 'See whether Meta has an outage',
  'place.connection': 'Open the connection',
  'place.budget': 'Open the budget',
  'place.templates': 'Open templates',
  'broadcast.reason.our_mistake':
    'Meta refused the first messages because a value does not fit the template. Check how its variables are filled, then resume.',
  'broadcast.reason.no_answers':
    'Meta gave no clear answer to several messages in a row. They are marked as not confirmed and are not sent again. Wait a few minutes, then resume.',
  'broadcast.reason.many_same_failures':
    'Many messages in a row failed for the same reason, shown below. Check it before you resume.',
  'broadcast.reason.quality_red':
    'WhatsApp lowered the quality rating of this number. Wait until it recovers, then resume.',
  'broadcast.reason.template_changed':
    'Meta paused, disabled or removed the template. Choose what to do in Templates, then resume.',
  'broadcast.reason.template_recategorised':
    'Meta moved the template from utility to marketing: it costs more now, and people who did not agree to marketing must not get it. Look at it in Templates, then resume or stop.',
  'broadcast.reason.account_restricted':
    'Meta restricted the account. Look in WhatsApp Manager for the reason, then resume.',
  'broadcast.reason.payment_missing':
    'Meta has no valid payment method for this account. Add one in WhatsApp Manager, then resume.',
  'broadcast.reason.number_offboarded':
    'The phone app let go of this number. Connect it again, then resume.',
  'broadcast.reason.number_not_connected':
    'Meta says that this number can’t send now. Look at it in WhatsApp Manager, then resume.',
  'broadcast.reason.canary_failed':
    'More messages failed than this broadcast allows, in its sample or since. The figures are below. Resume sends the rest all the same.',
  'broadcast.reason.canary_stopped':
    'More people asked for no more than this broadcast allows, in its sample or since. The figures are below. Resume sends the rest all the same.',
  'broadcast.reason.canary_read':
    'Fewer people of the sample read the message than this broadcast asks for. The figures are below. Resume sends the rest all the same.',
  'broadcast.reason.budget_used':
    'The month’s budget for WhatsApp messages is used up, and it stops marketing. Raise it or wait for the next month, then resume.',
  'broadcast.reason.disconnected':
    'WhatsApp was disconnected at Meta. Connect it again, then resume.',
  'dead_letter.broadcast':
    'Part of a broadcast was not sent. Nobody got it twice; trying again goes on with those who wait.',
  'dead_letter.message':
    'A message to one person was not sent. Trying again sends it if that was not done yet.',
  'dead_letter.webhook':
    'News from WhatsApp was not taken in: receipts, or messages that people wrote. It is kept; trying again takes it in.',
  'dead_letter.import':
    'An import of contacts stopped halfway. Trying again goes on where it stopped; nobody is added twice.',
  'dead_letter.sync':
    'Templates or the state of the numbers could not be read from Meta. What is shown may be old until it is tried again.',
  'dead_letter.other':
    'A piece of background work failed several times. Trying again does it once more.',
  'broadcast.still_running':
    'Wait until the broadcast has ended, then try again for those who failed.',
  'broadcast.budget_used':
    'The month’s budget stops marketing, and {left} of it is left: not enough for this. Raise it or wait for the next month.',
  'tester.not_found': 'This person gets no tests. Add them as a tester first.',
  'tester.too_many': 'There are at most {most} testers. Remove one first.',
  'tester.unfilled':
    'A value for the message is missing and there is no fall-back. Choose somebody else’s message, or add a fall-back.',
  'broadcast.retry_not_copied':
    'Another try is for people of its broadcast and cannot be duplicated. Duplicate that broadcast.',
  'broadcast.nobody_to_retry': 'Nobody is left for whom another try could help.',
  'message.window_closed':
    '24 hours have passed since the last message received. Choose a template to write again.',
  'deletion.name_not_same': 'The name you typed is not the name of this workspace.',
  'deletion.cannot_take_back':
    'There is no deletion that could be taken back: erasing has begun, or none was asked for.',
  'deletion.not_an_owner': 'This address is not an owner of that workspace.',
  'deletion.checks_missing': 'Each check of who asks must be done before the request is entered.',
  'deletion.not_found': 'There is no such request, or it is closed.',
  'callback.not_signed': 'The request is not signed by Meta.',
  'callback.too_old': 'The request was signed too long ago, or in the future.',
  'export.not_found': 'There is no such export.',
  'export.not_ready': 'The export is not ready, or its file has been erased.',
  'export.running': 'An export is being made already.',
  'person_request.not_found': 'There is no such request, or it is settled.',
  'rate_card.no_header':
    'This is not a rate card: no line has the columns Market, Currency, Marketing and Utility.',
  'rate_card.unknown_market': 'Line {line}: Meta has no market “{value}”.',
  'rate_card.wrong_currency': 'Line {line} is in {value}, not in the currency you chose.',
  'rate_card.bad_price': 'Line {line}: “{value}” is not a price.',
  'rate_card.negative_price': 'Line {line}: the price {value} is below zero.',
  'rate_card.overlapping_dates':
    'Line {line}: its dates overlap with others in the file or with the date you chose ({value}).',
  'rate_card.missing_market': 'The file ends at line {line} without the market “{value}”.',
  'rate_card.date_taken':
    'A rate card in {currency} from {effective} is there already. It stays, because messages were priced by it.',
  'rate_card.date_wrong':
    'Meta changes prices on the first day of a quarter only: 1 January, April, July or October.',
  'budget.cannot_stop':
    'Marketing can only be stopped by a budget in {known}: before sending, no prices in {currency} are known.',
  'usage.nothing_to_replay': 'Nothing was received on {day}, or it has been erased.',
}
