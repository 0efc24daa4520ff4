import type { Mail } from '../../boundary/mail/mailer'
import type { Language } from '../../contract/common'
import { stateLink, stateText } from './failure-texts'

/** First-strong isolates keep a name's direction out of the sentence around it. */
const isolated = (text: string) => `\u2068${text}\u2069`

export function stoppedMail(
  { email, language }: { email: string; language: Language },
  broadcastName: string,
  reason: string,
): Mail {
  const name = isolated(broadcastName)
  const cause = stateText(reason, language) ?? ''
  const link = stateLink(reason, language)
  // Pages of our own are reached from the broadcast; Meta's are named here.
  const place = link?.href.startsWith('https:') ? `${link.label}: ${link.href}` : ''
  const [subject, lines] =
    language === 'he'
      ? [
          `הדיוור ${name} הושהה`,
          [
            `השליחה של ${name} נעצרה מעצמה.`,
            cause,
            place,
            'מי שעדיין לא קיבל ממתין. אפשר להמשיך בעמוד הדיוור.',
          ],
        ]
      : [
          `Broadcast ${name} is paused`,
          [
            `Sending of ${name} stopped by itself.`,
            cause,
            place,
            'Everybody who has not got it yet is waiting. You can resume on the page of the broadcast.',
          ],
        ]
  return { to: email, subject, lines: lines.filter(Boolean), language }
}

/** The sample says neither yes nor no. */
export function canaryAsksMail(
  { email, language }: { email: string; language: Language },
  broadcastName: string,
): Mail {
  const name = isolated(broadcastName)
  const [subject, lines] =
    language === 'he'
      ? [
          `הדיוור ${name} ממתין להחלטה`,
          [
            `התוצאות של קבוצת הניסיון של ${name} אינן חד־משמעיות, ולכן ההמשך לא נשלח מעצמו.`,
            'הנתונים מופיעים בעמוד הדיוור, ושם אפשר להמשיך או לעצור.',
          ],
        ]
      : [
          `Broadcast ${name} waits for a decision`,
          [
            `What became of the sample of ${name} is not clear enough to go on by itself.`,
            'The figures are on the page of the broadcast. You can go on or stop there.',
          ],
        ]
  return { to: email, subject, lines, language }
}

/** To the owners: the time has passed, and a person decides. */
export function missedStartMail(
  { email, language }: { email: string; language: Language },
  broadcastName: string,
): Mail {
  const name = isolated(broadcastName)
  const cause = stateText('start_missed', language) ?? ''
  const [subject, lines] =
    language === 'he'
      ? [
          `הדיוור המתוזמן ${name} לא יצא בזמן`,
          [cause, 'לא נשלחה אף הודעה. בעמוד הדיוור אפשר לשלוח עכשיו, לבחור מועד אחר או לבטל.'],
        ]
      : [
          `The scheduled broadcast ${name} did not start in time`,
          [
            cause,
            'Nothing was sent. On the page of the broadcast you can send it now, choose another time or cancel it.',
          ],
        ]
  return { to: email, subject, lines: lines.filter(Boolean), language }
}

/** To whoever scheduled it: its template can't be sent as it is now. */
export function scheduledTemplateMail(
  { email, language }: { email: string; language: Language },
  broadcastName: string,
  reason: string,
): Mail {
  const name = isolated(broadcastName)
  const cause = stateText(reason, language) ?? ''
  const [subject, lines] =
    language === 'he'
      ? [
          `התבנית של הדיוור המתוזמן ${name} השתנתה`,
          [`הדיוור ${name} עדיין מתוזמן.`, cause, 'כדאי לפתוח אותו לפני המועד ולבחור תבנית.'],
        ]
      : [
          `The template of the scheduled broadcast ${name} has changed`,
          [
            `Broadcast ${name} is still scheduled.`,
            cause,
            'Open it before its time and choose what to send.',
          ],
        ]
  return { to: email, subject, lines: lines.filter(Boolean), language }
}
