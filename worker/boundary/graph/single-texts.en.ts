import type { SingleText } from './code-texts'

/** What `code-texts.en.ts` says in another way under one message to one person: only what differs. */
export const SINGLE_EN: Record<string, SingleText> = {
  0: { help: 'Connect again with a new access token, then send again.' },
  1: {
    help: 'Wait for Meta to confirm or deny this message; sending it again now may reach the person twice.',
  },
  2: {
    help: 'Wait until the message is confirmed. If Meta reports an outage, send it again after it.',
  },
  3: {
    help: 'Ask for the missing permission in the settings of the Meta app, connect again, then send again.',
  },
  4: { help: 'We call less often by ourselves. Send again in an hour.' },
  10: {
    help: 'Give it back to the system user in Meta Business Settings, or connect again, then send again.',
  },
  100: {
    help: 'Look at what fills the message: a value is missing, too long or of the wrong kind.',
  },
  190: {
    help: 'Make a new token in Meta Business Settings under System users, connect again, then send again.',
  },
  200: {
    help: 'In Meta Business Settings, assign the WhatsApp account to the system user with full control, then send again.',
  },
  '200-299': {
    help: 'Make a token with both WhatsApp permissions, connect again, then send again.',
  },
  368: {
    help: 'The rule and the end of the block are named in Business Support Home, where a review can be asked for. Send again after it is lifted.',
  },
  613: { help: 'The pace was lowered. Send again in an hour.' },
  80007: { help: 'Wait an hour, then send again.' },
  80008: {
    help: 'Other programs on the same account count too: pause them or wait an hour, then send again.',
  },
  130403: {
    title: 'Your business blocked this person',
    help: 'Unblock them in WhatsApp first, then send again.',
  },
  130429: { help: 'The pace was lowered. Send again now.' },
  130472: { help: 'Nothing was charged. Send it again when a week has passed.' },
  130497: { help: 'Reach this person in another way than WhatsApp.' },
  131000: { help: 'Nothing is wrong with this number. Send again.' },
  131005: {
    help: 'Check that the token has the permission to send WhatsApp messages, connect again, then send again.',
  },
  131009: {
    help: 'Check the phone number and what fills the message, for example a link or a date.',
  },
  131016: { help: 'Nothing is wrong with this number. Send again in a few minutes.' },
  131030: { help: 'Add this person as a tester at Meta, or connect a real number.' },
  131031: {
    help: 'The reason is shown in Business Support Home, where a review can be asked for. Send again once it is open.',
  },
  131037: {
    help: 'Wait for Meta to approve it in WhatsApp Manager under Phone numbers, then send again.',
  },
  131042: {
    help: 'Add a card in Meta’s billing and assign it to this WhatsApp account, check its time zone and currency, then send again.',
  },
  131045: { help: 'Register the number again in WhatsApp Manager, then send again.' },
  131049: { title: 'Meta limits marketing messages to this person' },
  131050: {
    title: 'This person stopped marketing messages',
    help: 'They are opted out now, until they allow it themselves.',
  },
  131056: { help: 'Wait a few minutes, then send again.' },
  131057: { help: 'It usually takes a minute. Then send again.' },
  131062: { help: 'This person hides theirs: ask for it, or use another template.' },
  131063: {
    help: 'Switch on marketing templates for the Cloud API in WhatsApp Manager, then send again.',
  },
  131064: {
    help: 'The cap ends by itself. Correct the categories of your templates before you send again.',
  },
  132005: { help: 'Shorten the values, or the text of the template.' },
  132008: { help: 'Look at the values and correct the one that does not fit.' },
  132015: {
    help: 'Wait 3 hours the first time, 6 the second, or use another template, then send again.',
  },
  132068: {
    help: 'Correct the Flow in WhatsApp Manager, or use a template without it, then send again.',
  },
  132069: {
    help: 'Meta lets it through ten times an hour. Correct its errors, or wait an hour, then send again.',
  },
  133010: { help: 'Register it in WhatsApp Manager, or connect it again, then send again.' },
  134011: {
    help: 'Accept them in WhatsApp Manager, or use a template without payment, then send again.',
  },
  134101: { help: 'It takes up to ten minutes. Then send again.' },
  134102: {
    help: 'It is not eligible or its preparation failed. Use another template, then send again.',
  },
  135000: {
    help: 'Check what fills the message. If it is right, send once more; then ask Meta’s support.',
  },
}
