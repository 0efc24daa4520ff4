import type { Mail } from '../../boundary/mail/mailer'
import type { Language } from '../../contract/common'

type Addressed = { email: string; language: Language }
type Text = Pick<Mail, 'subject' | 'lines'>

const mail = ({ email, language }: Addressed, texts: Record<Language, Text>): Mail => ({
  to: email,
  language,
  ...texts[language],
})

/** Amounts and months hold digits: they keep their direction in a Hebrew line. */
const isolated = (text: string) => `\u2066${text}\u2069`

const amount = (micros: number, currency: string) =>
  isolated(`${(micros / 1_000_000).toFixed(2)} ${currency}`)

export function budgetMail(
  to: Addressed,
  facts: {
    percent: number
    month: string
    spentMicros: number
    budgetMicros: number
    currency: string
    /** Whether marketing stops when the budget is used up. */
    stops: boolean
  },
): Mail {
  const { percent, currency } = facts
  const spent = amount(facts.spentMicros, currency)
  const budget = amount(facts.budgetMicros, currency)
  const month = isolated(facts.month)
  return mail(to, {
    en: {
      subject: `WhatsApp messages have used ${percent}% of the budget for ${month}`,
      lines: [
        `By list price, messages delivered in ${month} cost ${spent} so far. The budget is ${budget}.`,
        facts.stops
          ? 'Marketing stops by itself once what WhatsApp took reaches the budget. Everything else goes on.'
          : 'Sending goes on: the budget only tells you.',
      ],
    },
    he: {
      subject: `הודעות WhatsApp ניצלו ${isolated(`${percent}%`)} מהתקציב לחודש ${month}`,
      lines: [
        `לפי המחירון, ההודעות שנמסרו בחודש ${month} עלו עד כה ${spent}. התקציב הוא ${budget}.`,
        facts.stops
          ? 'השיווק נעצר מעצמו כשמה שהתקבל ב־WhatsApp מגיע לתקציב. כל השאר נמשך.'
          : 'השליחה נמשכת: התקציב רק מתריע.',
      ],
    },
  })
}

export const unheardMail = (to: Addressed, unheard: number): Mail =>
  mail(to, {
    en: {
      subject: 'News about sent messages is missing',
      lines: [
        `WhatsApp accepted ${unheard} messages more than ten minutes ago, and nothing was heard of them since.`,
        'The messages are most likely on their way; what is missing are the notices about them. The health section of Analytics shows since when, and can replay the notices that were received.',
      ],
    },
    he: {
      subject: 'חסרות הודעות על מה שנשלח',
      lines: [
        `${isolated(String(unheard))} הודעות התקבלו ב־WhatsApp לפני יותר מעשר דקות, ומאז לא נמסר עליהן דבר.`,
        'סביר שההודעות בדרך; מה שחסר הוא העדכונים עליהן. באזור התקינות שבניתוח הנתונים רואים ממתי, ואפשר להחיל שוב את העדכונים שהתקבלו.',
      ],
    },
  })
