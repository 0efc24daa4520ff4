// What is written about a team: to people who are invited, and to owners when rights change.

import type { Mail } from '../../boundary/mail/mailer'
import { CODE_LIFE_MINUTES, type Role } from '../../contract/auth'
import type { Language } from '../../contract/common'
import { type Addressed, grouped, isolated, mail } from './mails'

/** Of unknown direction: a name that somebody chose. */
const named = (text: string) => `\u2068${text}\u2069`

const ROLE_NAMES: Record<Language, Record<Role, string>> = {
  en: { owner: 'owner', admin: 'admin', marketer: 'marketing', agent: 'support', viewer: 'viewer' },
  he: { owner: 'בעלות', admin: 'ניהול', marketer: 'שיווק', agent: 'שירות', viewer: 'צפייה' },
}

type Invited = { account: string; inviter: string; role: Role; link: string; days: number }

export const invitationMail = (
  to: Addressed,
  { account, inviter, role, link, days }: Invited,
): Mail =>
  mail(to, {
    en: {
      subject: `${named(inviter)} invites you to ${named(account)} in ProConnect`,
      lines: [
        `${named(inviter)} invites you to work in “${named(account)}” in ProConnect, with the role: ${ROLE_NAMES.en[role]}.`,
        'Open this link to look at the invitation and to accept it:',
        link,
        `It works once, for ${days} days. Joining asks for a code that is sent to this address.`,
        'If you do not know what this is about, you can ignore this mail: nothing happens.',
      ],
    },
    he: {
      subject: `הזמנה מאת ${named(inviter)} ל־${named(account)} ב־${isolated('ProConnect')}`,
      lines: [
        `התקבלה הזמנה מאת ${named(inviter)} לעבוד ב־”${named(account)}“ ב־ProConnect, בתפקיד: ${ROLE_NAMES.he[role]}.`,
        'בקישור הזה אפשר לראות את ההזמנה ולהצטרף:',
        link,
        `הקישור תקף לשימוש אחד, למשך ${days} ימים. בהצטרפות יתבקש קוד שיישלח לכתובת הזאת.`,
        'אם ההזמנה לא מוכרת, אפשר להתעלם מההודעה: דבר לא יקרה.',
      ],
    },
  })

export const joinCodeMail = (to: Addressed, code: string, account: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} is your ProConnect code`,
      lines: [
        `Type this code to join “${named(account)}”:`,
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where it was asked for.`,
        'If it was not you, do not pass the code on: we will not ask for it.',
      ],
    },
    he: {
      subject: `קוד ההצטרפות: ${isolated(grouped(code))}`,
      lines: [
        `זה הקוד להצטרפות ל־”${named(account)}“:`,
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם הבקשה לא הגיעה ממך, אין למסור את הקוד לאיש: לא נבקש אותו לעולם.',
      ],
    },
  })

export const teamCodeMail = (
  { email, language }: { email: string; language: Language },
  code: string,
  account: string,
): Mail =>
  mail(
    { to: email, language },
    {
      en: {
        subject: `${grouped(code)} confirms a change of the team`,
        lines: [
          `Type this code to change who may do what in the ProConnect workspace “${named(account)}”:`,
          grouped(code),
          `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where it was asked for.`,
          'If it was not you, do not pass the code on, and sign out your other devices in Settings.',
        ],
      },
      he: {
        subject: `קוד לאישור שינוי בצוות: ${isolated(grouped(code))}`,
        lines: [
          `זה הקוד לשינוי הרשאות בסביבת העבודה ”${named(account)}“ ב־ProConnect:`,
          grouped(code),
          `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
          'אם הבקשה לא הגיעה ממך, אין למסור את הקוד לאיש, וכדאי לנתק מכשירים אחרים בהגדרות.',
        ],
      },
    },
  )

type RightsNews = { account: string; person: string; before: Role | null; after: Role | null }

/** To every owner: somebody's rights are others than before. */
export const rightsChangedMail = (
  { email, language }: { email: string; language: Language },
  { account, person, before, after }: RightsNews,
  supportEmail: string,
): Mail => {
  const roleIn = (of: Language, role: Role | null, none: string) =>
    role === null ? none : ROLE_NAMES[of][role]
  return mail(
    { to: email, language },
    {
      en: {
        subject: `The team of ${named(account)} was changed`,
        lines: [
          `The rights of ${named(person)} in “${named(account)}” were changed.`,
          `Before: ${roleIn('en', before, 'not in the team')}. Now: ${roleIn('en', after, 'not in the team')}.`,
          `Settings → Audit log shows who did it. If it should not be so, change it there, or write to us: ${supportEmail}`,
        ],
      },
      he: {
        subject: `הצוות של ${named(account)} השתנה`,
        lines: [
          `ההרשאות של ${named(person)} ב־”${named(account)}“ השתנו.`,
          `לפני כן: ${roleIn('he', before, 'מחוץ לצוות')}. עכשיו: ${roleIn('he', after, 'מחוץ לצוות')}.`,
          `בהגדרות, ביומן הפעולות, אפשר לראות מי ביצע את השינוי. אם הוא לא תקין, אפשר לשנות שם או לכתוב לנו: ${supportEmail}`,
        ],
      },
    },
  )
}
