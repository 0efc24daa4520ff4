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
  'connection.check_failed': 'החיבור ל־WhatsApp לא הושלם: אחת הבדיקות נכשלה.',
  'connection.not_found': 'החיבור אינו קיים.',
  'connection.needs_reconnect': 'צריך לחדש קודם את החיבור ל־WhatsApp.',
  'check.token_invalid.problem': 'לפי Meta אסימון הגישה אינו תקף.',
  'check.token_invalid.fix':
    'כדאי להעתיק שוב את האסימון במלואו, או ליצור חדש בהגדרות העסק של Meta, תחת משתמשי מערכת.',
  'check.token_expired.problem': 'תוקפו של אסימון הגישה פג.',
  'check.token_expired.fix':
    'יש ליצור אסימון חדש בהגדרות העסק של Meta, תחת משתמשי מערכת, ולבחור שלא יפוג.',
  'check.token_other_app.problem': 'האסימון שייך לאפליקציית Meta אחרת.',
  'check.token_other_app.fix':
    'יש ליצור את האסימון עבור האפליקציה של ProConnect; אסימונים של אפליקציות אחרות אינם מתאימים.',
  'check.token_scopes.problem': 'לאסימון חסרות הרשאות: {scopes}.',
  'check.token_scopes.fix': 'יש ליצור אסימון חדש ולסמן את ההרשאות האלה.',
  'check.waba_invisible.problem': 'אי אפשר להגיע לחשבון WhatsApp Business הזה בעזרת האסימון.',
  'check.waba_invisible.fix':
    'כדאי לבדוק את מזהה ה־WABA ולתת למשתמש המערכת גישה מלאה לחשבון בהגדרות העסק.',
  'check.number_elsewhere.problem': 'מזהה מספר הטלפון אינו בחשבון WhatsApp Business הזה.',
  'check.number_elsewhere.fix':
    'יש להעתיק את מזהה מספר הטלפון ממנהל WhatsApp, תחת הגדרת API. זה אינו מספר הטלפון עצמו.',
  'check.number_not_connected.problem': 'המספר עדיין אינו יכול לשלוח. מצבו אצל Meta: {status}.',
  'check.number_not_connected.fix': 'יש להשלים את רישום המספר במנהל WhatsApp ולבדוק שוב.',
  'check.claimed.problem': 'אי אפשר לחבר כאן את המספר הזה.',
  'check.claimed.fix':
    'הוא כבר מחובר במקום אחר ב־ProConnect. יש לנתק אותו שם קודם, או לפנות לתמיכה.',
  'check.webhook_refused.problem': 'Meta סירבה לשלוח אלינו עדכונים על החשבון.',
  'check.webhook_refused.fix': 'כדאי לבדוק שהאסימון מורשה לנהל את החשבון ולנסות שוב.',
  'check.meta_unreachable.problem': 'לא התקבלה תשובה מ־Meta.',
  'check.meta_unreachable.fix': 'דבר לא השתנה. אפשר לנסות שוב בעוד דקה.',
  'templates.meta_refused': 'Meta סירבה למסור את רשימת התבניות. כדאי לבדוק את החיבור בהגדרות.',
  'templates.meta_unreachable': 'לא התקבלה תשובה מ־Meta. מוצגות התבניות מהסנכרון האחרון.',
}
