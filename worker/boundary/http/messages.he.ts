/** What a refusal says in Hebrew. */
export const messagesHe: Record<string, string> = {
  internal: 'משהו השתבש אצלנו. קוד: {requestId}',
  'request.not_json': 'גוף הבקשה חייב להיות JSON.',
  'request.invalid': 'חסרים ערכים או שאינם תקינים: {fields}.',
  'request.too_large': 'הבקשה גדולה מדי: עד {most} ק״ב.',
  'request.wrong_type': 'יש לשלוח את הבקשה בתור {expected}.',
  'request.foreign_origin': 'הבקשה הגיעה מאתר אחר ונדחתה.',
  'request.key_reused': 'ה־Idempotency-Key הזה כבר שימש לבקשה אחרת.',
  'request.in_progress': 'אותה בקשה עדיין בטיפול. אפשר לנסות שוב בעוד רגע.',
  not_found: 'אין כאן דבר.',
  'account.not_found': 'סביבת העבודה אינה קיימת.',
  'account.not_active': 'סביבת העבודה סגורה.',
}
