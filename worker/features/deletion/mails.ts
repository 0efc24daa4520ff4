// What is written to owners about deletion. Codes and links stand on lines of their own.

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

/** A time as people in the account's zone read it. */
const timeIn = (language: Language, zone: string, at: number) =>
  new Intl.DateTimeFormat(language === 'he' ? 'he-IL' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  }).format(at)

export const deletionCodeMail = (to: Addressed, code: string, name: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} confirms deleting your workspace`,
      lines: [
        `Somebody, probably you, is about to delete the ProConnect workspace “${named(name)}” with everything in it. Type this code to confirm:`,
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where it was asked for.`,
        'If it was not you, do not pass the code on, and sign out your other devices in Settings.',
      ],
    },
    he: {
      subject: `קוד לאישור מחיקת סביבת העבודה: ${isolated(grouped(code))}`,
      lines: [
        `התבקשה מחיקה של סביבת העבודה ”${named(name)}“ ב־ProConnect, עם כל מה שיש בה. זה הקוד לאישור:`,
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם הבקשה לא הגיעה ממך, אין למסור את הקוד לאיש, וכדאי לנתק מכשירים אחרים בהגדרות.',
      ],
    },
  })

/** To whoever runs this copy, in both languages: which language they read nobody has said. */
export const lateDeletionsMail = (
  supportEmail: string,
  requests: { code: string; dueDay: string }[],
): Mail => ({
  to: supportEmail,
  language: 'en',
  subject: `${requests.length} deletion requests are open for more than 3 days`,
  lines: [
    'The promise is 7 business days. The operator’s desk (/operator) shows which step each stands at, what keeps it, and lets you try again.',
    'בקשות מחיקה פתוחות יותר מ־3 ימים. ההבטחה היא עד 7 ימי עסקים; בשולחן המפעיל (‎/operator) רואים באיזה שלב כל אחת, מה מעכב אותה, ואפשר לנסות שוב.',
    ...requests.map(({ code, dueDay }) => `${isolated(code)} · ${isolated(dueDay)}`),
  ],
})

export const exportCodeMail = (to: Addressed, code: string, name: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} confirms exporting your workspace`,
      lines: [
        `Type this code to export everything in the ProConnect workspace “${named(name)}”:`,
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where it was asked for.`,
        'If it was not you, do not pass the code on.',
      ],
    },
    he: {
      subject: `קוד לאישור ייצוא סביבת העבודה: ${isolated(grouped(code))}`,
      lines: [
        `זה הקוד לייצוא כל מה שיש בסביבת העבודה ”${named(name)}“ ב־ProConnect:`,
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם הבקשה לא הגיעה ממך, אין למסור את הקוד לאיש.',
      ],
    },
  })

export const exportNoticeMail = (to: Addressed, name: string, supportEmail: string): Mail =>
  mail(to, {
    en: {
      subject: 'Your ProConnect workspace is being exported',
      lines: [
        `An owner asked for an export of everything in the workspace “${named(name)}”. The file is kept for a week, for owners only.`,
        `If you don't know of it, write to us at once: ${supportEmail}`,
      ],
    },
    he: {
      subject: `ייצוא סביבת העבודה ב־${isolated('ProConnect')}`,
      lines: [
        `התבקש ייצוא של כל מה שיש בסביבת העבודה ”${named(name)}“. הקובץ נשמר שבוע, לבעלים בלבד.`,
        `אם זה לא מוכר לך, כדאי לכתוב לנו מיד: ${supportEmail}`,
      ],
    },
  })

type Requested = {
  name: string
  zone: string
  startsAt: number
  dueDay: string
  statusLink: string
  /** Null when nobody can take it back: Meta or the operator entered it. */
  takeBackLink: string | null
  supportEmail: string
}

export function requestedMail(to: Addressed, facts: Requested): Mail {
  const { name, zone, startsAt, dueDay, statusLink, takeBackLink, supportEmail } = facts
  return mail(to, {
    en: {
      subject: 'Your ProConnect workspace will be deleted',
      lines: [
        `The workspace “${named(name)}” is closed: nothing is sent, and everybody is signed out. Contacts, messages, files and our access at Meta will be deleted by ${dueDay} at the latest.`,
        ...(takeBackLink
          ? [
              `Until ${timeIn('en', zone, startsAt)} an owner can take this back here:`,
              takeBackLink,
            ]
          : ['It was asked for through Meta or by mail to us, and begins at once.']),
        'This page shows how far it is. It stays when the workspace is gone:',
        statusLink,
        `If you don't know of it, write to us at once: ${supportEmail}`,
      ],
    },
    he: {
      subject: `סביבת העבודה שלך ב־${isolated('ProConnect')} תימחק`,
      lines: [
        `סביבת העבודה ”${named(name)}“ נסגרה: דבר לא נשלח, וכל המשתמשים נותקו. אנשי הקשר, ההודעות, הקבצים והגישה שלנו ב־Meta יימחקו לא יאוחר מ־${isolated(dueDay)}.`,
        ...(takeBackLink
          ? [`עד ${timeIn('he', zone, startsAt)} אפשר לבטל את המחיקה כאן:`, takeBackLink]
          : ['הבקשה הגיעה דרך Meta או באימייל אלינו, והמחיקה מתחילה מיד.']),
        'העמוד הזה מראה מה כבר נעשה, והוא נשאר גם אחרי שסביבת העבודה איננה:',
        statusLink,
        `אם זה לא מוכר לך, כדאי לכתוב לנו מיד: ${supportEmail}`,
      ],
    },
  })
}

export const takenBackMail = (to: Addressed, name: string): Mail =>
  mail(to, {
    en: {
      subject: 'Your ProConnect workspace stays',
      lines: [
        `An owner took the deletion of “${named(name)}” back. Everything is as it was; broadcasts that were under way go on.`,
      ],
    },
    he: {
      subject: `סביבת העבודה שלך ב־${isolated('ProConnect')} נשארת`,
      lines: [
        `מחיקת סביבת העבודה ”${named(name)}“ בוטלה. הכול כפי שהיה, ודיוורים שהיו באמצע ממשיכים.`,
      ],
    },
  })

export const deauthorizedMail = (to: Addressed, connection: string): Mail =>
  mail(to, {
    en: {
      subject: 'Meta took ProConnect’s access away',
      lines: [
        `Somebody removed ProConnect at Meta, so the connection “${named(connection)}” is closed. Broadcasts that used it are paused; your contacts and history are untouched.`,
        'To go on, connect it again in Settings, under Numbers.',
      ],
    },
    he: {
      subject: `Meta הסירה את הגישה של ${isolated('ProConnect')}`,
      lines: [
        `ProConnect הוסרה ב־Meta, ולכן החיבור ”${named(connection)}“ נסגר. דיוורים שהשתמשו בו הושהו, ואנשי הקשר וההיסטוריה לא השתנו.`,
        'כדי להמשיך, יש לחבר מחדש בהגדרות, בלשונית המספרים.',
      ],
    },
  })

export const personAsksMail = (to: Addressed): Mail =>
  mail(to, {
    en: {
      subject: 'Somebody in your contact list asks to be deleted',
      lines: [
        'A person with a number in your contact list asked on our public page to be deleted. You are responsible for your list: please sign in and look under Settings, Data, and delete the contact or answer the person.',
        'We can’t tell whether the asker owns the number: ask by a message if in doubt.',
      ],
    },
    he: {
      subject: 'בקשת מחיקה מאיש קשר ברשימה שלך',
      lines: [
        'בעמוד הציבורי שלנו התקבלה בקשת מחיקה עבור מספר שנמצא ברשימת אנשי הקשר שלך. האחריות על הרשימה היא שלך: כדאי להיכנס ולבדוק בהגדרות, בלשונית המידע, ולמחוק את איש הקשר או לענות לו.',
        'איננו יכולים לדעת אם המספר שייך למבקש. במקרה של ספק כדאי לשאול בהודעה.',
      ],
    },
  })
