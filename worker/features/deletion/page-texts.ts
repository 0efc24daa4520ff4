// The words of the public pages about deletion.

import type { Language } from '../../contract/common'
import type { DeletionStep } from '../../contract/deletion'

export const STEP_NAMES: Record<Language, Record<DeletionStep, string>> = {
  en: {
    requested: 'Request received',
    frozen: 'Workspace closed, everybody signed out',
    stopped: 'Sending stopped',
    access: 'Our access at Meta given back',
    files: 'Files erased',
    objects: 'Working memory erased',
    rows: 'Contacts, messages and all other data erased',
    directory: 'People, addresses and sign-ins erased',
    key: 'Encryption key destroyed',
    verified: 'Checked that nothing is left',
    tombstone: 'Guarded against restored backups',
    receipt: 'Receipt signed',
  },
  he: {
    requested: 'הבקשה התקבלה',
    frozen: 'סביבת העבודה נסגרה וכל המשתמשים נותקו',
    stopped: 'השליחה נעצרה',
    access: 'הגישה שלנו ב־Meta הוחזרה',
    files: 'הקבצים נמחקו',
    objects: 'זיכרון העבודה נמחק',
    rows: 'אנשי קשר, הודעות וכל שאר המידע נמחקו',
    directory: 'אנשים, כתובות וכניסות נמחקו',
    key: 'מפתח ההצפנה הושמד',
    verified: 'נבדק שלא נשאר דבר',
    tombstone: 'הובטח שגיבוי משוחזר לא יחזיר את המידע',
    receipt: 'הקבלה נחתמה',
  },
}

export const STATUS_TEXTS = {
  en: {
    title: 'Status of a deletion',
    unknown:
      'There is nothing to show for this code. Please check that it is complete: it has 26 letters and digits. A request is shown here for a year after it is done.',
    unmatched:
      'The request reached us through Meta. We are finding out by hand what belongs to it; this page will show each step.',
    waiting:
      'The workspace is closed. Erasing begins after a day in which its owner can take the request back.',
    running: 'The deletion is under way.',
    done: 'The deletion is done.',
    taken_back: 'The owner took the request back. Nothing was erased.',
    closed: 'We looked into the request and found nothing that belongs to it.',
    due: 'Promised by',
    dueNote: 'Seven business days, counted as in Israel or Monday to Friday, whichever is earlier.',
    begins: 'Erasing begins',
    steps: 'Steps',
    notYet: 'not yet',
    remains: 'What remains, and until when',
    backups:
      'Our database provider keeps encrypted restore points for up to 30 days; we cannot edit them. Message texts and access tokens in them were sealed with a key that is destroyed. Names, numbers and results of sending in them are encrypted by the provider only. If we ever restore, this deletion is applied again before the service opens.',
    backupsUntil: 'The last restore point is gone on',
    accessOpen:
      'Meta has not confirmed the end of our access yet. We keep asking, with a sealed token that serves nothing else, at the latest until',
    nothing: 'What remains is told here when the deletion is done.',
    receipt: 'Receipt',
    receiptNote:
      'The receipt counts what was erased and holds no personal data. Its signature can be checked by anybody.',
    receiptGet: 'Open the receipt',
    receiptCheck: 'Check a receipt',
    israel: 'Israel time',
  },
  he: {
    title: 'מצב המחיקה',
    unknown:
      'אין מה להציג עבור הקוד הזה. כדאי לבדוק שהוא שלם: יש בו 26 אותיות וספרות. בקשה מוצגת כאן עד שנה לאחר שטופלה.',
    unmatched:
      'הבקשה הגיעה אלינו דרך Meta. אנחנו בודקים ידנית מה שייך אליה, והעמוד הזה יציג כל שלב.',
    waiting: 'סביבת העבודה נסגרה. המחיקה תתחיל לאחר יממה, שבה הבעלים יכולים לבטל את הבקשה.',
    running: 'המחיקה מתבצעת.',
    done: 'המחיקה הושלמה.',
    taken_back: 'הבעלים ביטלו את הבקשה. דבר לא נמחק.',
    closed: 'בדקנו את הבקשה ולא מצאנו מידע ששייך אליה.',
    due: 'יושלם עד',
    dueNote: 'שבעה ימי עסקים, לפי הספירה בישראל או משני עד שישי, המוקדם מביניהם.',
    begins: 'המחיקה תתחיל',
    steps: 'שלבים',
    notYet: 'עדיין לא',
    remains: 'מה נשאר, ועד מתי',
    backups:
      'ספק מסד הנתונים שלנו שומר נקודות שחזור מוצפנות עד 30 ימים, ואיננו יכולים לערוך אותן. תוכן ההודעות ואסימוני הגישה שבהן נחתמו במפתח שהושמד. שמות, מספרים ותוצאות שליחה שבהן מוצפנים על ידי הספק בלבד. אם אי פעם נשחזר, המחיקה הזאת תבוצע שוב לפני שהשירות ייפתח.',
    backupsUntil: 'נקודת השחזור האחרונה תיעלם ב־',
    accessOpen:
      'Meta עדיין לא אישרה שהגישה שלנו הסתיימה. אנחנו ממשיכים לשאול, עם אסימון חתום שאינו משמש לדבר אחר, לכל המאוחר עד',
    nothing: 'מה שנשאר יפורט כאן כשהמחיקה תושלם.',
    receipt: 'קבלה',
    receiptNote: 'הקבלה מונה את מה שנמחק ואין בה מידע אישי. כל אחד יכול לבדוק את החתימה שלה.',
    receiptGet: 'פתיחת הקבלה',
    receiptCheck: 'בדיקת קבלה',
    israel: 'שעון ישראל',
  },
} as const satisfies Record<Language, Record<string, string>>

export const ASK_TEXTS = {
  en: {
    title: 'Deleting your data',
    lead: 'Everything we hold about you can be deleted. Which way is yours?',
    owner: 'You have a ProConnect workspace',
    ownerHow:
      'Sign in, open Settings and then Data, and choose “Delete this workspace”. It closes at once; for 24 hours you can take it back; then everything is erased. If you can’t sign in, write to us from your address:',
    promise: 'We process every request within 7 business days.',
    meta: 'You connected through Facebook',
    metaHow:
      'Remove ProConnect in the settings of your Facebook account, under “Apps and websites”, and ask there for your data to be deleted. Facebook gives you a code and a link to its status here.',
    person: 'You received messages from a business',
    personHow:
      'The business that wrote to you is responsible for its list. Tell us your number, and we pass your request on to each business here that may have it, and look into it ourselves. For the privacy of everybody we don’t tell who knows a number, neither here nor later.',
    phone: 'Your phone number',
    phoneHint: 'With the country code, like +972 52 123 4567',
    email: 'Your e-mail address, if you want an answer',
    note: 'Anything we should know (for example the name of the business)',
    send: 'Ask for deletion',
    code: 'You have a code already',
    codeLabel: 'Code',
    look: 'Show the status',
    badPhone: 'Please give a phone number with its country code, like +972 52 123 4567.',
    badForm: 'Please check what you typed: the address or the note could not be read.',
    tooMany: 'Too many requests came from here. Please try again later, or write to us.',
    askedTitle: 'Your request has reached us',
    asked:
      'If a business here has your number, it has just been told, and it answers you itself. We look into every request too. You need not do anything else.',
    askedStop: 'To stop marketing messages of a business at once, answer one of them with STOP.',
  },
  he: {
    title: 'מחיקת המידע שלך',
    lead: 'אפשר למחוק את כל המידע שיש לנו עליך. מה מתאים לך?',
    owner: 'יש לך סביבת עבודה ב־ProConnect',
    ownerHow:
      'אפשר להיכנס, לפתוח את ההגדרות ואז את לשונית המידע, ולבחור ”מחיקת סביבת העבודה“. היא תיסגר מיד, במשך 24 שעות אפשר לבטל, ולאחר מכן הכול נמחק. אם אין אפשרות להיכנס, אפשר לכתוב לנו מהכתובת שלך:',
    promise: 'אנחנו מטפלים בכל בקשה תוך 7 ימי עסקים.',
    meta: 'התחברת דרך Facebook',
    metaHow:
      'בהגדרות חשבון ה־Facebook, תחת ”אפליקציות ואתרים“, אפשר להסיר את ProConnect ולבקש שם את מחיקת המידע. מתקבלים קוד וקישור למצב הבקשה כאן.',
    person: 'קיבלת הודעות מעסק',
    personHow:
      'העסק שכתב לך אחראי לרשימה שלו. אפשר לרשום כאן את המספר שלך, ונעביר את הבקשה לכל עסק שאולי יש לו המספר, ונבדוק אותה גם בעצמנו. כדי לשמור על הפרטיות של כולם איננו מספרים למי מוכר מספר, לא כאן ולא אחר כך.',
    phone: 'מספר הטלפון שלך',
    phoneHint: 'עם קידומת המדינה, למשל \u2066+972 52 123 4567\u2069',
    email: 'כתובת אימייל, אם רצויה תשובה',
    note: 'כל דבר שכדאי שנדע (למשל שם העסק)',
    send: 'בקשת מחיקה',
    code: 'כבר יש לך קוד',
    codeLabel: 'קוד',
    look: 'הצגת המצב',
    badPhone: 'יש לרשום מספר טלפון עם קידומת המדינה, למשל \u2066+972 52 123 4567\u2069.',
    badForm: 'כדאי לבדוק את מה שהוקלד: הכתובת או ההערה לא ניתנות לקריאה.',
    tooMany: 'הגיעו מכאן יותר מדי בקשות. אפשר לנסות שוב מאוחר יותר, או לכתוב לנו.',
    askedTitle: 'הבקשה שלך הגיעה אלינו',
    asked:
      'אם לעסק כלשהו כאן יש המספר שלך, הוא קיבל עכשיו הודעה, והוא עונה לך בעצמו. גם אנחנו בודקים כל בקשה. אין צורך לעשות דבר נוסף.',
    askedStop: 'כדי לעצור מיד הודעות שיווקיות של עסק, אפשר לענות לאחת מהן במילה ”הסר“.',
  },
} as const satisfies Record<Language, Record<string, string>>

export const VERIFY_TEXTS = {
  en: {
    title: 'Check a receipt',
    lead: 'Paste a receipt of a deletion, to see whether we signed it and what it says.',
    label: 'Receipt',
    check: 'Check',
    good: 'The receipt is genuine and unchanged. It says:',
    bad: 'This is no receipt of ours, or it was changed.',
    key: 'Public key',
  },
  he: {
    title: 'בדיקת קבלה',
    lead: 'אפשר להדביק כאן קבלה על מחיקה, כדי לראות אם אנחנו חתמנו עליה ומה כתוב בה.',
    label: 'קבלה',
    check: 'בדיקה',
    good: 'הקבלה אמיתית ולא שונתה. כתוב בה:',
    bad: 'זו אינה קבלה שלנו, או שהיא שונתה.',
    key: 'מפתח ציבורי',
  },
} as const satisfies Record<Language, Record<string, string>>
