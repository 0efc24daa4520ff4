// What our mails say. A code stands on a line of its own, so that it is easy to find and to copy.

import type { Mail } from '../../boundary/mail/mailer'
import { CODE_LIFE_MINUTES } from '../../contract/auth'
import type { Language } from '../../contract/common'

type Text = Pick<Mail, 'subject' | 'lines'>
export type Addressed = { to: string; language: Language }

/** Two groups of four are easier to read; the hyphen is forgiven when typed. */
export const grouped = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

/** Keeps left-to-right text whole inside a right-to-left subject. */
export const isolated = (text: string) => `\u2066${text}\u2069`

export const mail = ({ to, language }: Addressed, texts: Record<Language, Text>): Mail => ({
  to,
  language,
  ...texts[language],
})

export const signUpCodeMail = (to: Addressed, code: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} is your ProConnect code`,
      lines: [
        'Welcome to ProConnect! Type this code to finish creating your workspace:',
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where you asked for it.`,
        'If you did not ask for it, you can ignore this mail: nothing was created.',
      ],
    },
    he: {
      subject: `קוד הכניסה ל־${isolated('ProConnect')}: ${isolated(grouped(code))}`,
      lines: [
        'ברוכים הבאים ל־ProConnect! זה הקוד להשלמת יצירת סביבת העבודה:',
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם לא ביקשת קוד, אפשר להתעלם מההודעה: לא נוצר דבר.',
      ],
    },
  })

export const signInCodeMail = (to: Addressed, code: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} is your ProConnect code`,
      lines: [
        'Type this code to sign in to ProConnect:',
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where you asked for it.`,
        'If you did not ask for it, you can ignore this mail. Never pass the code on: we will not ask for it.',
      ],
    },
    he: {
      subject: `קוד הכניסה ל־${isolated('ProConnect')}: ${isolated(grouped(code))}`,
      lines: [
        'זה הקוד לכניסה ל־ProConnect:',
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם לא ביקשת קוד, אפשר להתעלם מההודעה. אין למסור את הקוד לאיש: לא נבקש אותו לעולם.',
      ],
    },
  })

/** To a known address that was typed into the sign-up form. */
export const alreadyMemberMail = (to: Addressed, code: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} is your ProConnect code`,
      lines: [
        'You already have a ProConnect account with this address. Type this code to sign in to it:',
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes, in the browser where you asked for it.`,
        'If you did not ask for it, you can ignore this mail.',
      ],
    },
    he: {
      subject: `קוד הכניסה ל־${isolated('ProConnect')}: ${isolated(grouped(code))}`,
      lines: [
        'כבר יש לך חשבון ProConnect עם הכתובת הזאת. זה הקוד לכניסה אליו:',
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות, בדפדפן שבו התבקש.`,
        'אם לא ביקשת קוד, אפשר להתעלם מההודעה.',
      ],
    },
  })

/** To an unknown address that was typed into the sign-in form. */
export const noAccountMail = (to: Addressed, origin: string): Mail =>
  mail(to, {
    en: {
      subject: 'Signing in to ProConnect',
      lines: [
        'Somebody, probably you, asked to sign in to ProConnect with this address, but it has no account.',
        'Perhaps you signed up with another address? If you are new here, you can create a workspace:',
        `${origin}/sign-up`,
        'If it was not you, you can ignore this mail.',
      ],
    },
    he: {
      subject: `כניסה ל־${isolated('ProConnect')}`,
      lines: [
        'התבקשה כניסה ל־ProConnect עם הכתובת הזאת, אבל אין לה חשבון.',
        'אולי ההרשמה הייתה בכתובת אחרת? להצטרפות אפשר ליצור סביבת עבודה:',
        `${origin}/sign-up`,
        'אם הבקשה לא הגיעה ממך, אפשר להתעלם מההודעה.',
      ],
    },
  })

export const newAddressCodeMail = (to: Addressed, code: string): Mail =>
  mail(to, {
    en: {
      subject: `${grouped(code)} confirms your new address`,
      lines: [
        'Type this code in the ProConnect settings to use this address from now on:',
        grouped(code),
        `It works once, for ${CODE_LIFE_MINUTES} minutes.`,
        'If you did not ask for it, you can ignore this mail: nothing changes.',
      ],
    },
    he: {
      subject: `קוד לאישור הכתובת החדשה: ${isolated(grouped(code))}`,
      lines: [
        'זה הקוד להקלדה בהגדרות ProConnect, כדי לעבור לכתובת הזאת:',
        grouped(code),
        `הקוד תקף לשימוש אחד, למשך ${CODE_LIFE_MINUTES} דקות.`,
        'אם לא ביקשת קוד, אפשר להתעלם מההודעה: דבר לא ישתנה.',
      ],
    },
  })

/** To an address that has an account of its own, typed in as somebody's new one. */
export const addressTakenMail = (to: Addressed): Mail =>
  mail(to, {
    en: {
      subject: 'Your address in ProConnect',
      lines: [
        'Somebody, probably you, wanted to move a ProConnect account to this address, but the address already has an account of its own.',
        'An address can belong to one account only. If it was not you, you can ignore this mail: nothing changes.',
      ],
    },
    he: {
      subject: `הכתובת שלך ב־${isolated('ProConnect')}`,
      lines: [
        'התבקשה העברת חשבון ProConnect לכתובת הזאת, אבל כבר יש לה חשבון משלה.',
        'כתובת יכולה להיות שייכת לחשבון אחד בלבד. אם הבקשה לא הגיעה ממך, אפשר להתעלם: דבר לא ישתנה.',
      ],
    },
  })

/** To the old address, after it was replaced; does not tell the new one. */
export const addressChangedMail = (to: Addressed, supportEmail: string): Mail =>
  mail(to, {
    en: {
      subject: 'Your ProConnect address was changed',
      lines: [
        'The e-mail address of your ProConnect account was just changed; this one no longer signs in. All other devices were signed out.',
        `If it was not you, write to us at once: ${supportEmail}`,
      ],
    },
    he: {
      subject: `הכתובת שלך ב־${isolated('ProConnect')} הוחלפה`,
      lines: [
        'כתובת האימייל של חשבון ProConnect שלך הוחלפה זה עתה, והכתובת הזאת כבר לא משמשת לכניסה. כל שאר המכשירים נותקו.',
        `אם השינוי לא בוצע על ידך, כדאי לכתוב לנו מיד: ${supportEmail}`,
      ],
    },
  })

/** To a person who signed in where none of their sessions is. */
export const newDeviceMail = (to: Addressed, device: string, supportEmail: string): Mail =>
  mail(to, {
    en: {
      subject: 'A new sign-in to your ProConnect account',
      lines: [
        `Your ProConnect account was just signed in to from another device: ${isolated(device || 'unknown')}.`,
        'If it was you, there is nothing to do.',
        `If it was not, sign that device out in Settings → Profile, secure your mailbox, and write to us: ${supportEmail}`,
      ],
    },
    he: {
      subject: `כניסה חדשה לחשבון ${isolated('ProConnect')} שלך`,
      lines: [
        `הייתה כרגע כניסה לחשבון ProConnect שלך ממכשיר נוסף: ${isolated(device || 'לא ידוע')}.`,
        'אם הכניסה בוצעה על ידך, אין צורך לעשות דבר.',
        `אם לא, כדאי לנתק את המכשיר בהגדרות, בפרופיל, לאבטח את תיבת הדואר ולכתוב לנו: ${supportEmail}`,
      ],
    },
  })
