import type { CodeText } from './code-texts'

/** The same for codes of accounts, numbers, templates, media and analytics, which no message gets. */
export const SETUP_EN: Record<string, CodeText> = {
  131044: ['Calls have no payment method', 'Add a payment method for calling in Meta’s billing.'],
  131052: ['A file that somebody sent could not be fetched', 'Ask the person to send it again.'],
  131060: [
    'A message can only be read in the app',
    'Open the WhatsApp Business app on the phone to see it.',
  ],
  133000: [
    'The number was not fully signed off before',
    'Sign it off once more in WhatsApp Manager, then register it.',
  ],
  133004: ['Registration was not available for a moment', 'Try again in a minute.'],
  133005: [
    'The two-step code is wrong',
    'Enter the code of this number with care: too many tries lock it. Without it, it can be reset in WhatsApp Manager.',
  ],
  133006: [
    'The number has to be verified first',
    'Ask for a verification code by text or call, enter it, then register the number.',
  ],
  133008: [
    'Too many wrong two-step codes',
    'Wait until the time that Meta names, then enter the right code or reset it.',
  ],
  133009: ['The two-step code was entered too fast', 'Wait a few minutes, then enter it again.'],
  133015: [
    'The number was deleted a moment ago',
    'Meta needs about five minutes to finish; then register it again.',
  ],
  133016: [
    'The number was registered too often',
    'Meta allows ten tries in 72 hours. Wait until they have passed.',
  ],
  136025: [
    'The verification code was not accepted',
    'Ask for a new code and enter it within ten minutes.',
  ],
  '138000-138018': [
    'Meta refused something about calls',
    'Check the calling settings of the number in WhatsApp Manager.',
  ],
  139000: [
    'Meta blocked a Flow to protect people',
    'Look at the Flow in WhatsApp Manager and correct what is named there.',
  ],
  '139100-139103': [
    'Some people could not be blocked or unblocked',
    'Only people who wrote in the last 24 hours can be blocked. Try the others later.',
  ],
  147001: ['This username is taken', 'Choose another username for the business.'],
  147002: [
    'The business may not have a username yet',
    'Complete its verification in Meta Business Settings first.',
  ],
  147003: [
    'The Facebook page of this name is not linked',
    'Link the page to the WhatsApp account, or choose another username.',
  ],
  147004: [
    'The Instagram account of this name is not linked',
    'Link the account to the WhatsApp account, or choose another username.',
  ],
  147005: ['The username belongs to another number of yours', 'Move it from there first.'],
  200005: [
    'Figures of this template are not available',
    'Meta shows them only for templates that were sent lately. Look again tomorrow.',
  ],
  200006: [
    'Template figures cannot be switched off again',
    'Nothing needs to be done: they stay on.',
  ],
  200007: [
    'Template figures are not switched on',
    'Switch them on in WhatsApp Manager under Message templates.',
  ],
  1752041: ['The invitation to marketing messages was sent already', 'Nothing needs to be done.'],
  2388012: [
    'The number is in your list already',
    'Use the one that is there, or remove it before you move it.',
  ],
  2388019: [
    'The account has as many templates as Meta allows',
    'Delete templates that are not used, or have the business verified for more.',
  ],
  2388023: [
    'A template of this name and language is being deleted',
    'It takes four weeks. Use another name until then.',
  ],
  2388024: [
    'This template exists in this language already',
    'Change that one, or choose another name.',
  ],
  2388039: [
    'The state of this template cannot be changed now',
    'Wait for Meta’s review to end, then try again.',
  ],
  2388040: [
    'A text of the template is too long',
    'Shorten it: the counter beside the field shows how much fits.',
  ],
  2388047: [
    'The header of the template has a mistake',
    'Take line breaks, markup, emoji and a second variable out of the header.',
  ],
  2388072: [
    'The body of the template has a mistake',
    'Check the variables, their order and the empty lines of the text.',
  ],
  2388073: [
    'The footer of the template has a mistake',
    'Take variables, markup, links and emoji out of the footer.',
  ],
  2388091: [
    'Meta sends no code to this number now',
    'Check that it can get texts or calls and is on no other WhatsApp, then ask again later.',
  ],
  2388093: [
    'This number cannot be verified by a code',
    'Choose a number that can get texts or calls from abroad.',
  ],
  2388103: [
    'The number cannot be moved',
    'Its old provider must switch off two-step verification, and both accounts must be verified and paid for.',
  ],
  2388293: [
    'The template has too many variables for its length',
    'Add words around the variables, or use fewer of them.',
  ],
  2388299: [
    'The template begins or ends with a variable',
    'Put words before the first and after the last variable.',
  ],
  2494100: ['The number is being moved or upgraded at Meta', 'Wait a few minutes, then try again.'],
  2593107: [
    'The app’s history was asked for already',
    'It can be had once. Disconnect the number and connect it again to get it anew.',
  ],
  2593108: [
    'The time to fetch the app’s history is over',
    'It can be had within 24 hours of connecting. Disconnect the number and connect it again.',
  ],
}
