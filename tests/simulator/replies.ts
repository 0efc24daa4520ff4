export type WrittenLanguage = 'he' | 'en'

/** What people write when they want no more. */
export const STOP_WORDS: Record<WrittenLanguage, readonly string[]> = {
  he: ['הסר', 'הסר', 'STOP'],
  en: ['STOP', 'Stop', 'stop'],
}

/** What people answer to a business, short and unpolished as they do. */
export const REPLIES: Record<WrittenLanguage, readonly string[]> = {
  he: [
    'תודה רבה! 🙏',
    'מעולה, תודה על העדכון',
    'אפשר לדבר עם נציג?',
    'עד מתי זה בתוקף?',
    'יש את זה גם במידה L?',
    'אני יכולה להחליף את השעה ל־16:30?',
    'כמה עולה המשלוח לחיפה?',
    'מגיעה מחר, תודה',
    'איפה החנות שלכם נמצאת?',
    'לא קיבלתי עדיין את ההזמנה',
    'אשמח לפרטים נוספים',
    'סבבה 👍',
    'תודה, אבדוק בערב ואחזור אליכם',
    'אפשר לשלם בביט?',
    'יש חניה באזור?',
  ],
  en: [
    'Thank you! 🙏',
    'Great, thanks for letting me know',
    'Can I talk to somebody about this?',
    'Until when is the offer valid?',
    'Do you have it in size M as well?',
    'Could we move it to 4:30 pm?',
    'How much is delivery?',
    'I will be there tomorrow, thanks',
    'Where is your store?',
    'My order has not arrived yet',
    'Sounds good, please send more details',
    'Perfect 👍',
    'Let me check tonight and get back to you',
    'Which payment methods do you take?',
    'Is there parking nearby?',
  ],
}
