import type { Language } from './common'
import type { LintProblem, Rule } from './template-lint-rules'

/** What each rule says: what is wrong, and what to do. `{most}` and the like are filled in. */
const EN: Record<Rule, string> = {
  name_form: 'A name has small letters (a–z), digits and underscores only.',
  name_length: 'The name is too long: at most {most} characters.',
  time_marketing: 'Meta takes no delivery time for marketing here. Leave it empty.',
  time_range: 'Between {least} and {most} seconds for this category.',
  language_twice: 'This language is here twice.',
  header_empty: 'Write a header, or choose “None”.',
  header_length: 'The header is too long: at most {most} characters.',
  header_variables: 'A header takes one variable.',
  header_markup: 'A header takes no bold, italics or line breaks.',
  header_file_missing: 'Choose a sample file: Meta’s reviewers look at it.',
  body_empty: 'Write the message.',
  body_length: 'The message is too long: at most {most} characters.',
  variable_name:
    '{name} is no variable. Numbers count from {{1}}; names have small letters, digits and underscores.',
  variable_braces: 'Braces that are not closed: a variable looks like {{1}} or {{first_name}}.',
  variable_order: '{name} is missing: numbers count up without a gap.',
  variable_edge:
    'Meta refuses a message that begins or ends with a variable. Put words before and after it.',
  variables_adjacent: 'Two variables touch. Put words between them.',
  variables_dense:
    'Too many variables for so few words: {variables} variables want at least {least} words, there are {words}.',
  sample_missing: 'Give a sample value for {name}: Meta’s reviewers read the message with it.',
  footer_length: 'The footer is too long: at most {most} characters.',
  footer_variable: 'A footer takes no variable.',
  buttons_count: 'At most {most} buttons.',
  buttons_of_kind: 'At most {most} of this kind of button.',
  buttons_mixed: 'Quick replies stand together: all before the other buttons, or all after them.',
  button_label_missing: 'Write what the button says.',
  button_label_length: 'The label is too long: at most {most} characters.',
  link_missing: 'Write a whole address that begins with https://.',
  link_length: 'The address is too long: at most {most} characters.',
  link_variable: 'An address takes one variable, {{1}}, at its very end.',
  phone_form: 'Write a phone number with its country code, at most {most} characters.',
  code_missing: 'Give a sample code.',
  code_length: 'The code is too long: at most {most} characters.',
  flow_missing: 'Say which flow opens, and with which screen.',
  code_minutes: 'Between {least} and {most} minutes.',
  code_app_missing: 'One-tap and zero-tap need the app’s package name and signature hash.',
  code_terms: 'Zero-tap needs your agreement to Meta’s terms for it.',
  buttons_hidden:
    'Phones show {shown} of these buttons and hide the rest behind “See all options”.',
  buttons_desktop: 'WhatsApp on computers does not show these buttons.',
  category_marketing:
    'Meta will probably make this marketing, which costs more: “{word}” sells something.',
}

const HE: Record<Rule, string> = {
  name_form: 'בשם יש רק אותיות אנגליות קטנות (a–z), ספרות וקווים תחתונים.',
  name_length: 'השם ארוך מדי: עד {most} תווים.',
  time_marketing: 'לתבניות שיווק אין כאן זמן מסירה אצל Meta. יש להשאיר ריק.',
  time_range: 'בין {least} ל־{most} שניות בקטגוריה הזו.',
  language_twice: 'השפה הזו מופיעה פעמיים.',
  header_empty: 'יש לכתוב כותרת, או לבחור „ללא”.',
  header_length: 'הכותרת ארוכה מדי: עד {most} תווים.',
  header_variables: 'בכותרת יכול להיות משתנה אחד.',
  header_markup: 'בכותרת אין הדגשה, נטייה או ירידת שורה.',
  header_file_missing: 'יש לבחור קובץ לדוגמה: הבודקים של Meta מסתכלים עליו.',
  body_empty: 'יש לכתוב את ההודעה.',
  body_length: 'ההודעה ארוכה מדי: עד {most} תווים.',
  variable_name:
    '{name} אינו משתנה. מספרים מתחילים ב־{{1}}; בשמות יש אותיות אנגליות קטנות, ספרות וקווים תחתונים.',
  variable_braces: 'יש סוגריים שלא נסגרו: משתנה נראה כך: {{1}} או {{first_name}}.',
  variable_order: '{name} חסר: המספרים עולים בלי דילוג.',
  variable_edge: 'Meta מסרבת להודעה שמתחילה או מסתיימת במשתנה. יש לכתוב מילים לפניו ואחריו.',
  variables_adjacent: 'שני משתנים צמודים. יש לכתוב ביניהם מילים.',
  variables_dense:
    'יותר מדי משתנים למעט מילים: ל־{variables} משתנים דרושות לפחות {least} מילים, ויש {words}.',
  sample_missing: 'יש לתת ערך לדוגמה עבור {name}: הבודקים של Meta קוראים את ההודעה איתו.',
  footer_length: 'השורה התחתונה ארוכה מדי: עד {most} תווים.',
  footer_variable: 'בשורה התחתונה אין משתנים.',
  buttons_count: 'עד {most} כפתורים.',
  buttons_of_kind: 'עד {most} כפתורים מהסוג הזה.',
  buttons_mixed: 'כפתורי תשובה מהירה עומדים יחד: כולם לפני שאר הכפתורים, או כולם אחריהם.',
  button_label_missing: 'יש לכתוב מה רשום על הכפתור.',
  button_label_length: 'הכיתוב ארוך מדי: עד {most} תווים.',
  link_missing: 'יש לכתוב כתובת שלמה שמתחילה ב־https://.',
  link_length: 'הכתובת ארוכה מדי: עד {most} תווים.',
  link_variable: 'בכתובת יכול להיות משתנה אחד, {{1}}, ממש בסופה.',
  phone_form: 'יש לכתוב מספר טלפון עם קידומת המדינה, עד {most} תווים.',
  code_missing: 'יש לתת קוד לדוגמה.',
  code_length: 'הקוד ארוך מדי: עד {most} תווים.',
  flow_missing: 'יש לציין איזה תהליך נפתח, ובאיזה מסך.',
  code_minutes: 'בין {least} ל־{most} דקות.',
  code_app_missing: 'למילוי בלחיצה או אוטומטי דרושים שם החבילה וחתימת האפליקציה.',
  code_terms: 'למילוי אוטומטי דרושה הסכמה לתנאים של Meta.',
  buttons_hidden: 'בטלפון מוצגים {shown} מהכפתורים, והשאר מאחורי „כל האפשרויות”.',
  buttons_desktop: 'ב־WhatsApp במחשב הכפתורים האלה אינם מוצגים.',
  category_marketing: 'סביר ש־Meta תסווג את זה כשיווק, שמחירו גבוה יותר: „{word}” נקרא כמכירה.',
}

/** The sentence for a problem, in a language. Variables are isolated: they run left to right. */
export function lintText({ rule, values }: LintProblem, language: Language): string {
  const text = (language === 'he' ? HE : EN)[rule]
  return text
    .replace(/(?<!\{)\{(\w+)\}(?!\})/g, (_, name: string) => String(values[name] ?? ''))
    .replace(/\{\{[^{}]*\}\}/g, (variable) => `\u2066${variable}\u2069`)
}
