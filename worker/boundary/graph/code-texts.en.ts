import type { CodeText } from './code-texts'

/** What went wrong, and what helps: codes that a message can come back with. */
export const SENDING_EN: Record<string, CodeText> = {
  0: [
    'WhatsApp no longer accepts our access',
    'Connect again with a new access token, then resume.',
  ],
  1: [
    'Meta could not read the request or had a fault',
    'Wait for Meta to confirm or deny these messages; sending again now may reach people twice.',
  ],
  2: [
    'Meta was down or overloaded for a moment',
    'Wait until the messages are confirmed. If Meta reports an outage, send the rest after it.',
  ],
  3: [
    'The app has no permission for this',
    'Ask for the missing permission in the settings of the Meta app, connect again, then resume.',
  ],
  4: [
    'The app made too many calls to Meta',
    'We call less often by ourselves. Who still failed can be tried again in an hour.',
  ],
  10: [
    'Our permission at Meta was taken away',
    'Give it back to the system user in Meta Business Settings, or connect again, then resume.',
  ],
  33: [
    'Meta does not show us the sending number any more',
    'Check in WhatsApp Manager that the number still exists and is shared with the app, then connect again.',
  ],
  100: [
    'Meta did not accept a value of this message',
    'Look at the values that fill the template for these people: one is missing, too long or of the wrong kind.',
  ],
  102: [
    'The login behind our access has ended',
    'Connect again with a token of a system user, which does not depend on a login.',
  ],
  104: [
    'The app secret does not fit the access',
    'Whoever runs this ProConnect has to correct the app secret; nothing is wrong with the numbers.',
  ],
  190: [
    'The access token has expired or was revoked',
    'Make a new token in Meta Business Settings under System users, connect again, then resume.',
  ],
  200: [
    'The system user may not use this account',
    'In Meta Business Settings, assign the WhatsApp account to the system user with full control, then resume.',
  ],
  '200-299': [
    'A permission is missing at Meta',
    'Make a token with both WhatsApp permissions, connect again, then resume.',
  ],
  368: [
    'Meta blocked the account for a breach of its rules',
    'The rule and the end of the block are named in Business Support Home, where a review can be asked for. Resume after it is lifted.',
  ],
  506: [
    'Meta took this for a copy of the message before',
    'Wait for the confirmation; if none comes, change the text before sending again.',
  ],
  613: [
    'Meta limits how often this may be asked',
    'The pace was lowered. Who still failed can be tried again in an hour.',
  ],
  80007: [
    'The WhatsApp account used up its calls for this hour',
    'Wait an hour, then try these people again.',
  ],
  80008: [
    'Too many calls for this WhatsApp account',
    'Other programs on the same account count too: pause them or wait an hour, then try again.',
  ],
  130403: [
    'Your business blocked these people',
    'Unblock them in WhatsApp first if they should get messages again.',
  ],
  130429: [
    'The number sent faster than Meta allows',
    'The pace was lowered. These people can be tried again now.',
  ],
  130472: [
    'Meta withheld the message in an experiment of its own',
    'Nothing was charged. Include these people in a later broadcast, not before a week has passed.',
  ],
  130497: [
    'The account may not write to people in this country',
    'Leave this country out of the audience, then send to the others.',
  ],
  131000: [
    'Something went wrong at WhatsApp',
    'Nothing is wrong with these numbers. They can be tried again.',
  ],
  131005: [
    'Access to the number was denied',
    'Check that the token has the permission to send WhatsApp messages, connect again, then resume.',
  ],
  131008: [
    'A required part of the message is missing',
    'Sync the templates and check that every variable and every button is filled.',
  ],
  131009: [
    'A value has a form that Meta does not accept',
    'Check the phone number and the values of these people, for example a link or a date.',
  ],
  131016: [
    'A part of WhatsApp was briefly unavailable',
    'Nothing is wrong with these numbers. Try them again in a few minutes.',
  ],
  131021: [
    'This is your own business number',
    'A business cannot write to itself. Remove this contact.',
  ],
  131026: [
    'The number is not on WhatsApp',
    'Sending again will not help: ask the person for the right number, or to accept the new terms or update WhatsApp. Nothing was charged.',
  ],
  131030: [
    'A test number may only write to its registered testers',
    'Add these people as testers at Meta, five at most, or connect a real number.',
  ],
  131031: [
    'Meta locked the account',
    'The reason is shown in Business Support Home, where a review can be asked for. Resume once it is open again.',
  ],
  131037: [
    'The display name of the number is not approved yet',
    'Wait for Meta to approve it in WhatsApp Manager under Phone numbers, then resume.',
  ],
  131042: [
    'Meta has no valid payment method for this account',
    'Add a card in Meta’s billing and assign it to this WhatsApp account, check its time zone and currency, then resume.',
  ],
  131045: [
    'The registration of the number is broken',
    'Register the number again in WhatsApp Manager, then resume.',
  ],
  131047: [
    'More than 24 hours have passed since their last message',
    'Write with an approved template, or wait until they write.',
  ],
  131048: [
    'Too many people blocked or reported this number',
    'Send nothing for at least a day, watch the quality rating, then write only to people who expect it.',
  ],
  131049: [
    'Meta limits marketing messages to these people',
    'Nothing was charged. Wait at least 24 hours; sooner it would be refused again. In the United States no marketing is delivered.',
  ],
  131050: [
    'These people stopped marketing messages',
    'They are now opted out and will not be included again, until they allow it themselves.',
  ],
  131051: [
    'WhatsApp does not know this kind of message',
    'Choose another template or another kind of message.',
  ],
  131053: [
    'Meta could not use the picture or file',
    'Check that its link opens without a login and that type and size are allowed, then send again.',
  ],
  131055: [
    'This message may not go this way',
    'Use a marketing template, or send from a number that is not set up for other calls.',
  ],
  131056: [
    'Too many messages to the same person in a short time',
    'Wait a few minutes, then try again. Others are not affected.',
  ],
  131057: [
    'The number was in maintenance at Meta',
    'It usually takes a minute. Then these people can be tried again.',
  ],
  131062: [
    'This template can only be sent to a phone number',
    'These people hide theirs: ask them for it, or use another template.',
  ],
  131063: [
    'Marketing is switched off for this account here',
    'Switch on marketing templates for the Cloud API in WhatsApp Manager, then resume.',
  ],
  131064: [
    'Meta capped the account because of wrong template categories',
    'The cap ends by itself. Correct the categories of your templates before you resume.',
  ],
  132000: [
    'The number of values does not fit the template',
    'Sync the templates: this one changed. Fill its variables anew, then send again.',
  ],
  132001: [
    'Meta does not know this template in this language',
    'Sync the templates. It may have been deleted or is not approved; choose another one.',
  ],
  132005: [
    'The filled message is too long',
    'Shorten the values of these people, or the text of the template.',
  ],
  132007: [
    'The template breaks a rule of WhatsApp',
    'It cannot be sent. Write a new template without the part that Meta names in WhatsApp Manager.',
  ],
  132008: [
    'A value is not allowed in its place in the template',
    'Look at the values of these people and correct the one that does not fit.',
  ],
  132012: [
    'A value has another form than the template asks for',
    'Take line breaks, tabs and long runs of spaces out of the values, and check numbers and dates.',
  ],
  132015: [
    'Meta paused this template because of its quality',
    'Wait 3 hours the first time, 6 the second, or use another template, then resume.',
  ],
  132016: [
    'Meta disabled this template for good',
    'It was paused too often. Write a new one that people welcome.',
  ],
  132018: [
    'Meta found a mistake in what fills the template',
    'Sync the templates and check header, variables and buttons one by one.',
  ],
  132068: [
    'The Flow in this template is blocked',
    'Correct the Flow in WhatsApp Manager, or use a template without it, then resume.',
  ],
  132069: [
    'The Flow in this template is slowed down',
    'Meta lets it through ten times an hour. Correct its errors, or wait an hour, then resume.',
  ],
  133010: [
    'The sending number is not registered at WhatsApp',
    'Register it in WhatsApp Manager, or connect it again, then resume.',
  ],
  134011: [
    'The terms of WhatsApp payments are not accepted',
    'Accept them in WhatsApp Manager, or use a template without payment, then resume.',
  ],
  134100: [
    'Only marketing templates can be sent this way',
    'Choose a template of the marketing category.',
  ],
  134101: [
    'Meta is still preparing this template',
    'It takes up to ten minutes. Then these people can be tried again.',
  ],
  134102: [
    'Meta cannot send this template as marketing',
    'It is not eligible or its preparation failed. Use another template, then resume.',
  ],
  135000: [
    'Meta refused the message without a reason',
    'Check the values of these people. If they are right, send once more; then ask Meta’s support.',
  ],
  137000: [
    'The person at this number may have changed',
    'Check with them who they are before writing again.',
  ],
}
