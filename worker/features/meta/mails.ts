import type { Mail } from '../../boundary/mail/mailer'
import { CODE_LIFE_MINUTES } from '../../contract/auth'
import type { Language } from '../../contract/common'

type Text = Pick<Mail, 'subject' | 'lines'>
type Addressed = { email: string; language: Language }

const mail = ({ email, language }: Addressed, texts: Record<Language, Text>): Mail => ({
  to: email,
  language,
  ...texts[language],
})

const grouped = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`
const isolated = (text: string) => `\u2066${text}\u2069`
/** Of unknown direction: a name that somebody chose. */
const named = (text: string) => `\u2068${text}\u2069`

export const tokenCodeMail = (to: Addressed, code: string, name: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} confirms another WhatsApp token`,
      lines: [
        `Type this code to replace a WhatsApp access token of the ProConnect workspace “${named(name)}”:`,
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where it was asked for.`,
        'If it was not you, do not pass the code on, and sign out your other devices in Settings.',
      ],
    },
    he: {
      subject: `קוד לאישור אסימון WhatsApp אחר: ${isolated(grouped(code))}`,
      lines: [
        `זה הקוד להחלפת אסימון הגישה ל־WhatsApp בסביבת העבודה ”${named(name)}“ ב־ProConnect:`,
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם הבקשה לא הגיעה ממך, אין למסור את הקוד לאיש, וכדאי לנתק מכשירים אחרים בהגדרות.',
      ],
    },
  })

export const tokenReplacedMail = (to: Addressed, connection: string, supportEmail: string): Mail =>
  mail(to, {
    en: {
      subject: 'A WhatsApp access token was replaced',
      lines: [
        `The connection “${named(connection)}” in your ProConnect workspace works with another access token from now on.`,
        `If you don't know of it, write to us at once: ${supportEmail}`,
      ],
    },
    he: {
      subject: 'אסימון גישה ל־WhatsApp הוחלף',
      lines: [
        `מעכשיו החיבור ”${named(connection)}“ בסביבת העבודה שלך ב־ProConnect פועל עם אסימון גישה אחר.`,
        `אם זה לא מוכר לך, כדאי לכתוב לנו מיד: ${supportEmail}`,
      ],
    },
  })

/** To every owner: a person of the team, or the operator, ended a connection. */
export const disconnectedMail = (to: Addressed, connection: string, supportEmail: string): Mail =>
  mail(to, {
    en: {
      subject: 'A WhatsApp connection was ended',
      lines: [
        `The connection “${named(connection)}” in your ProConnect workspace was ended: its numbers send and receive nothing here any more. History stays.`,
        'Settings → Audit log shows who did it. Settings → Numbers connects it again.',
        `If it should not be so, write to us: ${supportEmail}`,
      ],
    },
    he: {
      subject: 'חיבור WhatsApp נותק',
      lines: [
        `החיבור ”${named(connection)}“ בסביבת העבודה שלך ב־ProConnect נותק: המספרים שלו כבר לא שולחים ולא מקבלים כאן דבר. ההיסטוריה נשארת.`,
        'בהגדרות, ביומן הפעולות, אפשר לראות מי ביצע את הניתוק. בהגדרות, במספרים, אפשר לחבר מחדש.',
        `אם הניתוק לא תקין, אפשר לכתוב לנו: ${supportEmail}`,
      ],
    },
  })
