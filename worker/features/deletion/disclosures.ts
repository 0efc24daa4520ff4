// What honesty adds to the policy: the facts of this product that somebody may want to know.

import { COOKIES } from '../../boundary/http/cookies'
import type { Language } from '../../contract/common'

export type Disclosures = {
  heading: string
  items: { key: string; label: string; text: string }[]
}

/** Who runs this copy, from its configuration. */
export type RunBy = { operator: string; address: string }

/** The same keys in both languages, in the same order. */
export function disclosuresIn(language: Language, runBy: RunBy): Disclosures {
  return language === 'he' ? inHebrew(runBy) : inEnglish(runBy)
}

const inHebrew = ({ operator, address }: RunBy): Disclosures => ({
  heading: 'גילויים נוספים ושינויים',
  items: [
    {
      key: 'processors',
      label: 'מי מעבד עבורנו',
      text: 'Cloudflare מפעילה עבורנו את השרתים, מסדי הנתונים, אחסון הקבצים, התורים ומשלוח האימייל. Meta מקבלת את מספרי הטלפון ואת ההודעות שנשלחים דרך WhatsApp, כדי למסור אותן.',
    },
    {
      key: 'sealed',
      label: 'מה מוצפן במפתח משלך',
      text: 'תוכן ההודעות, הערות פנימיות, הערות על אנשי קשר, תשובות מוכנות והערכים שמולאו בהן, העדכונים שמתקבלים מ־Meta, קובצי ייצוא ואסימוני הגישה.',
    },
    {
      key: 'readable',
      label: 'מה אינו מוצפן שדה אחר שדה',
      text: 'שמות, מספרי טלפון, כתובות אימייל, מזהי WhatsApp, תגיות, שדות והסכמות של אנשי קשר, כי לפיהם נבחר קהל; וגם המסננים שבוחרים אותם, נוסחי תבניות, קיצורים של תשובות מוכנות ותוויות של שיחות, שמות הדיוורים ותוצאותיהם, רשימות שהועלו עד סוף הייבוא ושורות שנדחו בו, קבצים של תבניות, מזהי WABA ומספרים, הפרופיל ופרטי העסק. Cloudflare מצפינה את האחסון כולו.',
    },
    {
      key: 'uploads',
      label: 'רשימות שהועלו',
      text: 'הקובץ נמחק לאחר הייבוא, ואם הייבוא לא הושלם, לאחר יממה.',
    },
    {
      key: 'notices',
      label: 'עדכונים מ־Meta',
      text: 'נשמרים כפי שהתקבלו, מוצפנים במפתח משלך, למשך 30 ימים.',
    },
    {
      key: 'how_long',
      label: 'כמה זמן נשמר המידע',
      text: 'אנשי קשר והודעות נשמרים עד שיימחקו, או למספר החודשים שנקבע בהגדרות עבור הודעות ואנשי קשר שאינם בשימוש. קובץ ייצוא נשמר מוצפן במפתח משלך, נפתח רק בזמן ההורדה ונמחק לאחר 7 ימים.',
    },
    {
      key: 'requests',
      label: 'אחרי מחיקה',
      text: 'הצעדים והקבלה החתומה, בלי פרטים שלך, נשמרים 365 ימים; גיבוב של מזהה החשבון נשמר 45 ימים, כדי ששחזור לא יחזיר אותו.',
    },
    {
      key: 'team',
      label: 'צוות',
      text: 'כל מי שעובדים בסביבת העבודה רואים את השם, הכתובת, התפקיד ומועד השימוש האחרון של שאר הצוות. יומן הפעולות שומר מי עשה מה, לפי מזהה, בלי פרטים של אנשי קשר. הזמנה שלא נוצלה נמחקת 30 ימים לאחר שפג תוקפה; משתמש בלי סביבת עבודה נמחק לאחר 30 ימים.',
    },
    {
      key: 'signing_in',
      label: 'כניסה לחשבון',
      text: 'קודי הכניסה נשמרים כגיבוב בלבד. לכל כניסה נשמרים שם הדפדפן, מערכת ההפעלה והזמנים, עד 14 ימים ללא שימוש ולכל היותר 90 ימים. כתובת הרשת משמשת לספירת ניסיונות בלבד, כגיבוב שנמחק לאחר יממה.',
    },
    {
      key: 'logs',
      label: 'יומני המערכת',
      text: 'אין בהם שמות, מספרים, כתובות או תוכן, והם נשמרים עד 7 ימים.',
    },
    {
      key: 'backups',
      label: 'גיבויים',
      text: 'ספק מסד הנתונים שלנו שומר נקודות שחזור מוצפנות עד 30 ימים, ואיננו יכולים לערוך אותן. תוכן ההודעות ואסימוני הגישה שבהן מוצפנים במפתח משלך, שמושמד עם המחיקה. אם אי פעם נשחזר, המחיקות יבוצעו שוב לפני שהשירות ייפתח.',
    },
    {
      key: 'meta_away',
      label: 'אם Meta אינה עונה',
      text: 'בזמן ניתוק או מחיקה אנחנו ממשיכים לבקש ממנה לבטל את הגישה. עד שתענה נשמר רק האסימון, מוצפן, ללא שימוש אחר ולכל היותר 30 ימים.',
    },
    {
      key: 'cookies',
      label: 'עוגיות',
      text: `לתפעול בלבד: ${COOKIES.session} (כניסה), ${COOKIES.attempt} (ניסיון כניסה), ${COOKIES.language} (שפה) ו־${COOKIES.theme} (ערכת צבעים). בעמוד הזה אין עוגיות.`,
    },
    {
      key: 'recipients',
      label: 'נמענים של הודעות',
      text: 'העסק ששלח לך הודעה אחראי לרשימת אנשי הקשר שלו. אליו יש לפנות כדי לעיין במידע, לתקן אותו או להסיר אותו; מענה ב״הסר״ או ב־STOP עוצר את ההודעות השיווקיות ממנו.',
    },
    {
      key: 'joining',
      label: 'הצטרפות בעמוד של עסק',
      text: 'השם, המספר והנוסח שהוצג נשמרים מוצפנים במפתח של העסק עד להודעה שמאמתת את המספר, ולכל היותר 7 ימים. אחרי האימות נשמרים אצל העסק הנוסח, המועד וההודעה כהוכחה להסכמה, קריאים לבחירת קהל. העמוד סופר כניסות בלי לזהות אף אחד, ואין בו עוגיות.',
    },
    {
      key: 'operator',
      label: 'מי מפעיל את השירות',
      text: `${operator}. לשאלות ולבקשות: ${address}.`,
    },
    {
      key: 'changes',
      label: 'יומן שינויים',
      text: 'מאי 2026, הנוסח הנוכחי של המדיניות. נובמבר 2026, נוספו לצידה הדרכים שבהן כל הבטחה נשמרת והגילויים שבפרק הזה.',
    },
  ],
})

const inEnglish = ({ operator, address }: RunBy): Disclosures => ({
  heading: 'Further Disclosures and Changes',
  items: [
    {
      key: 'processors',
      label: 'Who processes for us',
      text: 'Cloudflare runs our servers, databases, file storage, queues and e-mail delivery. Meta receives the phone numbers and messages that you send through WhatsApp, in order to deliver them.',
    },
    {
      key: 'sealed',
      label: 'What is encrypted with your own key',
      text: 'Message texts, internal notes, notes about contacts, saved replies and the values filled into them, the notices we receive from Meta, export files, and access tokens.',
    },
    {
      key: 'readable',
      label: 'What is not encrypted field by field',
      text: 'Names, phone numbers, e-mail addresses, WhatsApp identifiers, tags, fields and consents of contacts, because audiences are chosen by them; also the filters that choose them, the wording of templates, shortcuts of saved replies and labels of conversations, the names and results of broadcasts, uploaded lists until they are imported and rows refused by an import, files of templates, WABA and number ids, your profile and your business details. Cloudflare encrypts the storage as a whole.',
    },
    {
      key: 'uploads',
      label: 'Uploaded lists',
      text: 'The file is erased once it is imported, and after one day if the import was not finished.',
    },
    {
      key: 'notices',
      label: 'Notices from Meta',
      text: 'Kept as they came, encrypted with your own key, for 30 days.',
    },
    {
      key: 'how_long',
      label: 'How long data is kept',
      text: 'Contacts and messages until they are deleted, or for the number of months set in settings for messages and unused contacts. An export file lies encrypted with your own key, is opened only while it is downloaded, and is erased after 7 days.',
    },
    {
      key: 'requests',
      label: 'After a deletion',
      text: 'The steps and the signed receipt, without your details, are kept for 365 days; a hash of the account’s id for 45 days, so that a restore cannot bring it back.',
    },
    {
      key: 'team',
      label: 'Teams',
      text: 'People of one workspace see each other’s name, address, role and when they were here last. The audit log keeps who did what by an id, without details of contacts. An invitation that nobody took is erased 30 days after it expired; a person without a workspace after 30 days.',
    },
    {
      key: 'signing_in',
      label: 'Signing in',
      text: 'Sign-in codes are stored as hashes only. For each sign-in we keep the name of the browser and system and the times, for 14 days without use and 90 days at most. Network addresses only serve to count tries, as hashes that are erased after a day.',
    },
    {
      key: 'logs',
      label: 'System logs',
      text: 'They hold no names, numbers, addresses or contents, and are kept for up to 7 days.',
    },
    {
      key: 'backups',
      label: 'Backups',
      text: 'Our database provider keeps encrypted restore points for up to 30 days; we cannot edit them. Message texts and access tokens in them are encrypted with your own key, which we destroy at deletion. If we ever restore, deletions are applied again before the service opens.',
    },
    {
      key: 'meta_away',
      label: 'If Meta does not answer',
      text: 'When you disconnect or delete, we go on asking it to revoke the access. Until it answers, only the token is kept, encrypted, used for nothing else, for 30 days at most.',
    },
    {
      key: 'cookies',
      label: 'Cookies',
      text: `For operation only: ${COOKIES.session} (session), ${COOKIES.attempt} (sign-in attempt), ${COOKIES.language} (language) and ${COOKIES.theme} (colours). There are no cookies on this page.`,
    },
    {
      key: 'recipients',
      label: 'If you received a message',
      text: 'The business that wrote to you is responsible for its contact list. Ask it to see, correct or remove your data; answering STOP ends its marketing messages to you.',
    },
    {
      key: 'joining',
      label: 'Joining on a business’s page',
      text: 'The name, the number and the wording that was shown are kept encrypted with the business’s key until the message that proves the number, for 7 days at most. Once it is proved, the business keeps the wording, the time and the message as proof of consent, readable so that audiences can be chosen. The page counts visits without telling anybody apart, and has no cookies.',
    },
    {
      key: 'operator',
      label: 'Who runs the service',
      text: `${operator}. For questions and requests: ${address}.`,
    },
    {
      key: 'changes',
      label: 'Change log',
      text: 'May 2026, the present wording of the policy. November 2026, added beside it: how each promise is kept, and the disclosures of this chapter.',
    },
  ],
})
