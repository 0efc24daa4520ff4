// The privacy policy, word for word as its owner wrote it (tests/features/deletion/policy.txt).

import type { Language } from '../../contract/common'

export type Policy = {
  title: string
  updated: string
  sections: { heading: string; parts: PolicyPart[] }[]
  /** Shown below everything. */
  rights: string
}

export type PolicyPart =
  | { kind: 'text'; text: string }
  /** In an item `label: text`, the label stands out. */
  | { kind: 'list'; items: string[] }
  /** The address that the text before it announces. */
  | { kind: 'contact' }

const text = (content: string): PolicyPart => ({ kind: 'text', text: content })
const list = (...items: string[]): PolicyPart => ({ kind: 'list', items })
const contact: PolicyPart = { kind: 'contact' }

export const POLICY: Record<Language, Policy> = {
  he: {
    title: 'מדיניות פרטיות',
    updated: 'עודכן לאחרונה: מאי 2026',
    sections: [
      {
        heading: '1. מידע שאנו אוספים',
        parts: [
          text(
            'כאשר אתה משתמש ב-ProConnect לניהול ה-WhatsApp Business API שלך, אנו אוספים את סוגי המידע הבאים:',
          ),
          list(
            'פרטי חשבון: שם, כתובת אימייל, מספר טלפון ופרטי עסק.',
            'נתוני אימות: אסימוני גישה של Meta/Facebook, מזהי WABA ומזהי מספר טלפון הנדרשים לחיבור ל-Meta API.',
            'נתוני תקשורת: רשימות אנשי קשר (שהעלית) והיסטוריית הודעות שנשלחו דרך הפלטפורמה שלנו.',
          ),
        ],
      },
      {
        heading: '2. כיצד אנו משתמשים במידע שלך',
        parts: [
          text('אנו משתמשים במידע שלך אך ורק כדי:'),
          list(
            'לספק ולהפעיל את שירותי ה-CRM ושידור הודעות WhatsApp של ProConnect.',
            'לאמת את החיבור שלך עם WhatsApp Business API הרשמי של Meta.',
            'להציג ניתוחי שימוש וחיוב.',
          ),
          text(
            'אנו לא מוכרים, משכירים או משתפים את הנתונים האישיים שלך או של לקוחותיך עם צדדים שלישיים למטרות שיווקיות.',
          ),
        ],
      },
      {
        heading: '3. שמירת נתונים ואבטחה',
        parts: [
          text(
            'אנו נוקטים באמצעי אבטחה ברמה תעשייתית להגנה על הנתונים שלך. אסימוני גישה ל-Meta ונתוני משתמשים מאוחסנים בצורה מאובטחת במסד הנתונים שלנו ומשמשים אך ורק לניתוב API.',
          ),
        ],
      },
      {
        heading: '4. בקשת מחיקת נתונים (זכויות משתמש)',
        parts: [
          text(
            'בהתאם לכללי הפלטפורמה של Meta ולתקנות הפרטיות, יש לך זכות מלאה לבקש מחיקת הנתונים שלך.',
          ),
          text(
            'אם ברצונך להסיר את חשבונך, לבטל גישת Meta ולמחוק את כל הנתונים המשויכים (כולל רשימות אנשי קשר והיסטוריית הודעות) מהשרתים שלנו, אנא פנה לצוות התמיכה שלנו בכתובת:',
          ),
          contact,
          text('נעבד את בקשת מחיקת הנתונים שלך תוך 7 ימי עסקים.'),
        ],
      },
    ],
    rights: '© 2026 ProConnect. כל הזכויות שמורות.',
  },
  en: {
    title: 'Privacy Policy',
    updated: 'Last updated: May 2026',
    sections: [
      {
        heading: '1. Information We Collect',
        parts: [
          text(
            'When you use ProConnect to manage your WhatsApp Business API, we collect the following types of information:',
          ),
          list(
            'Account Information: Name, email address, phone number, and business details.',
            'Authentication Data: Meta/Facebook access tokens, WABA IDs, and Phone Number IDs required to connect to the Meta API.',
            'Communication Data: Contact lists (uploaded by you) and message history sent via our platform.',
          ),
        ],
      },
      {
        heading: '2. How We Use Your Information',
        parts: [
          text('We use your information exclusively to:'),
          list(
            'Provide and operate the ProConnect WhatsApp CRM and broadcasting services.',
            "Authenticate your connection with Meta's Official WhatsApp Business API.",
            'Display your usage and billing analytics.',
          ),
          text(
            "We do not sell, rent, or share your personal data or your clients' data with third parties for marketing purposes.",
          ),
        ],
      },
      {
        heading: '3. Data Retention and Security',
        parts: [
          text(
            'We employ industry-standard security measures to protect your data. Meta access tokens and user data are securely stored in our database and are used strictly for API routing.',
          ),
        ],
      },
      {
        heading: '4. Data Deletion Request (User Rights)',
        parts: [
          text(
            "According to Meta's platform rules and privacy regulations, you have the full right to request the deletion of your data.",
          ),
          text(
            'If you wish to remove your account, revoke Meta access, and delete all associated data (including contact lists and message history) from our servers, please contact our support team at:',
          ),
          contact,
          text('We will process your data deletion request within 7 business days.'),
        ],
      },
    ],
    rights: '© 2026 ProConnect. All rights reserved.',
  },
}
