// What the public page says around an account's own words.

import type { Language } from '../../contract/common'
import type { OptInTexts } from '../../contract/consent'

/** What a new page begins with: names the business, the channel and the way out. */
export const suggestedTexts = (business: string): Record<Language, OptInTexts> => ({
  he: {
    purpose: `מבצעים, חדשות ועדכונים מ־${business}`,
    wording: `ידוע לי ואני רוצה לקבל הודעות שיווקיות מ־${business} ב־WhatsApp למספר שמסרתי. אפשר להפסיק בכל רגע על ידי כתיבת ״הסר״.`,
  },
  en: {
    purpose: `Offers, news and updates from ${business}`,
    wording: `I agree to receive marketing messages from ${business} on WhatsApp at the number I gave. I can stop at any time by writing STOP.`,
  },
})

/** What the person sends: their own words, from their own phone. */
export const proofText = (language: Language, business: string, code: string): string =>
  language === 'he'
    ? `אני רוצה לקבל הודעות מ־${business} ב־WhatsApp. ${proofCode(code)}`
    : `I want to receive messages from ${business} on WhatsApp. ${proofCode(code)}`

const proofCode = (code: string) => `JOIN-${code.toUpperCase()}`

/** The code in a message, whatever stands around it. */
export const readProofCode = (text: string): string | null =>
  /\bJOIN-([a-z2-7]{10})\b/i.exec(text)?.[1]?.toLowerCase() ?? null

/** Exactly what was shown, as the ledger keeps it. */
export const shownText = (business: string, { purpose, wording }: OptInTexts): string =>
  [business, purpose, wording].join('\n')

export const PAGE_TEXTS = {
  he: {
    title: 'הודעות ב־WhatsApp',
    lead: 'הצטרפות לרשימת ההודעות של',
    name: 'שם',
    phone: 'מספר טלפון ב־WhatsApp',
    phoneHint: 'מספר מחוץ לישראל: עם קידומת המדינה',
    continue: 'המשך',
    next: 'בשלב הבא תישלח מהטלפון הזה הודעה אחת, שמאשרת שהמספר שלך.',
    badForm: 'יש למלא שם ומספר, ולסמן את ההסכמה.',
    badPhone: 'המספר אינו תקין. אפשר לכתוב אותו עם קידומת המדינה, למשל ‎+972.',
    tooMany: 'נשלחו יותר מדי בקשות. אפשר לנסות שוב מאוחר יותר.',
    privacy: 'מדיניות הפרטיות',
    stepTitle: 'נשאר צעד אחד',
    step: 'כדי לאשר, יש לשלוח הודעה ב־WhatsApp מהמספר שמסתיים ב־',
    stepWhy: 'הטקסט כבר כתוב; רק לשלוח. עד אז המספר לא מצטרף, ואחרי 7 ימים הפרטים נמחקים.',
    open: 'שליחה ב־WhatsApp',
    scan: 'או סריקה בטלפון:',
    scanLabel: 'קוד QR שפותח את ההודעה ב־WhatsApp',
    again: 'מספר אחר? חזרה לטופס',
    gone: 'הצעד הזה הסתיים, או שחלפו 7 ימים.',
    closedTitle: 'העמוד אינו זמין',
    closed: 'הכתובת שגויה, או שההצטרפות סגורה.',
    runBy: 'מופעל באמצעות',
  },
  en: {
    title: 'Messages on WhatsApp',
    lead: 'Join the message list of',
    name: 'Name',
    phone: 'Phone number on WhatsApp',
    phoneHint: 'With the country code, for example +972',
    continue: 'Continue',
    next: 'In the next step one message is sent from this phone; it confirms that the number is yours.',
    badForm: 'Fill in your name and number, and tick the agreement.',
    badPhone: 'This is not a valid number. Write it with the country code, for example +972.',
    tooMany: 'Too many requests were sent. Try again later.',
    privacy: 'Privacy policy',
    stepTitle: 'One more step',
    step: 'To confirm, send a message on WhatsApp from the number that ends in',
    stepWhy:
      'The text is written already; just send it. Until then the number does not join, and after 7 days the details are erased.',
    open: 'Send on WhatsApp',
    scan: 'Or scan it with the phone:',
    scanLabel: 'QR code that opens the message in WhatsApp',
    again: 'Another number? Back to the form',
    gone: 'This step is done, or 7 days have passed.',
    closedTitle: 'This page is not available',
    closed: 'The address is wrong, or joining is closed.',
    runBy: 'Run with',
  },
} as const satisfies Record<Language, Record<string, string>>
