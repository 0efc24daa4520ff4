// How each section of the policy is kept: shown beside it, and held by a test of the same name.

import type { Language } from '../../contract/common'

export type Kept = { key: string; text: string }

export const KEPT_HEADING: Record<Language, string> = {
  he: 'כך זה נשמר',
  en: 'How this is kept',
}

/** In the order of the policy's sections; the same keys in both languages. */
export const KEPT: Record<Language, Kept[][]> = {
  he: [
    [
      {
        key: 'kinds',
        text: 'לכל עמודה במסדי הנתונים שלנו נקבע סוג מהרשימה הזו, או שהיא משמשת לתפעול בלבד. בדיקה נכשלת כשמתווספת עמודה בלי סוג.',
      },
      {
        key: 'nothing_else',
        text: 'אין מעקב, אין מדידה של חברות אחרות ואין מיקום. העמודים אינם טוענים דבר ממקום אחר.',
      },
    ],
    [
      {
        key: 'hosts',
        text: 'השרתים פונים רק ל־Graph API של Meta ול־Cloudflare, שמפעילה אותם. בדיקה רושמת כל כתובת שאליה הם פונים.',
      },
      {
        key: 'access',
        text: 'בהגדרות, תחת WhatsApp, מוצג מה הגישה שנתת מאפשרת, במה אנחנו משתמשים, ומתי נעשה בה שימוש לאחרונה.',
      },
    ],
    [
      {
        key: 'sealed',
        text: 'תוכן ההודעות, הערכים שמולאו בהן ואסימוני הגישה מוצפנים (AES-256) במפתח משלך. שני חצאיו שמורים בשני מקומות, והוא מוחלף בכל שנה.',
      },
      {
        key: 'token',
        text: 'אסימון נפתח רק בתוך הקריאה ל־Meta שצריכה אותו. הוא אינו מוצג, אינו נרשם ביומן ואינו נשלח לאף מקום אחר.',
      },
      {
        key: 'sign_in',
        text: 'הכניסה היא בקוד חד־פעמי; אין סיסמאות שאפשר לגנוב. כל כניסה מופיעה בפרופיל וניתנת לביטול מיד.',
      },
    ],
    [
      {
        key: 'due',
        text: 'שבעת ימי העסקים נספרים גם לפי הלוח הישראלי וגם מיום שני עד שישי, והמועד המוקדם מחייב. לרוב זה נגמר תוך יממה, ולכל בקשה יש עמוד עם הצעדים והזמנים.',
      },
      {
        key: 'revoked',
        text: 'אנחנו מבטלים את הגישה ב־Meta ואז שואלים את Meta אם האסימון עדיין תקף. התשובה נשמרת ומוצגת.',
      },
      {
        key: 'gone',
        text: 'הרשימות, ההיסטוריה והקבצים נמחקים, והמפתח שלך מושמד. בסוף נכתבת קבלה חתומה, בלי פרטים אישיים.',
      },
    ],
  ],
  en: [
    [
      {
        key: 'kinds',
        text: 'Every column of our databases is assigned to one of these kinds, or serves operation only. A test fails when a column is added without one.',
      },
      {
        key: 'nothing_else',
        text: 'There is no tracking, no measuring by other companies, no location. Pages load nothing from elsewhere.',
      },
    ],
    [
      {
        key: 'hosts',
        text: 'The servers call nobody but Meta’s Graph API, and Cloudflare, which runs them. A test records every address that they call.',
      },
      {
        key: 'access',
        text: 'In settings, under WhatsApp, you see what the access you gave allows, what we use of it, and when it was used last.',
      },
    ],
    [
      {
        key: 'sealed',
        text: 'Message texts, the values filled into them, and access tokens are encrypted (AES-256) with a key of your own. Its two halves are kept in two places, and it is replaced every year.',
      },
      {
        key: 'token',
        text: 'A token is opened only inside the call to Meta that needs it. It is not shown, not logged, and sent nowhere else.',
      },
      {
        key: 'sign_in',
        text: 'You sign in with a one-time code; there are no passwords to steal. Each sign-in is listed in your profile and can be ended at once.',
      },
    ],
    [
      {
        key: 'due',
        text: 'The seven business days are counted by the Israeli calendar and from Monday to Friday, and the earlier date is the promise. It is usually over within one day, and each request has a page with its steps and times.',
      },
      {
        key: 'revoked',
        text: 'We revoke the access at Meta, and then ask Meta whether the token is still valid. The answer is kept and shown.',
      },
      {
        key: 'gone',
        text: 'Lists, history and files are erased, and your key is destroyed. At the end a signed receipt is written, without personal details.',
      },
    ],
  ],
}
