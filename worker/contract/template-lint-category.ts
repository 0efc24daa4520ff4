import type { DraftVersion, TemplateCategory } from './template-drafts'
import { MOST_LABEL } from './template-lint-buttons'
import { errorAt, type LintProblem, warningAt } from './template-lint-rules'

/** Words that sell something: Meta reads them as marketing whatever the template is declared as. */
const SELLING = [
  /\b(sale|discount|coupon|promo(tion|tional)?|offers?|deal|special price|limited time)\b/i,
  /\b(buy (now|one|two)|shop now|order now|free (gift|shipping|trial)|new collection|black friday)\b/i,
  /\b\d{1,3} ?% (off|discount)\b/i,
  /(^|[^\p{L}])[בהול]?(מבצע|מבצעים|הנחה|הנחות|קופון|הטבה|הטבות|סייל|מתנה|השקה|קולקציה)(?!\p{L})/u,
  /(^|[^\p{L}])(קנו|רכשו|הזמינו עכשיו|רק היום|לזמן מוגבל)(?!\p{L})/u,
  /\d{1,3} ?% הנחה/u,
]

/**
 * 5.4: "Meta moves mis-declared utility templates to marketing", and refuses with the reasons
 * "INCORRECT_CATEGORY … PROMOTIONAL … TAG_CONTENT_MISMATCH".
 */
export function categoryProblems(
  category: TemplateCategory,
  { header, body, footer, buttons }: DraftVersion,
): LintProblem[] {
  if (category !== 'UTILITY') return []
  const texts = [
    header.kind === 'text' ? header.text : '',
    body,
    footer,
    ...buttons.map((button) => ('text' in button ? button.text : '')),
  ]
  const word = sellingWord(texts.join('\n'))
  if (word) return [warningAt('category_marketing', 'category', { word })]
  const hasCoupon = buttons.some(({ type }) => type === 'COPY_CODE')
  return hasCoupon ? [warningAt('category_marketing', 'category', { word: 'COPY_CODE' })] : []
}

function sellingWord(text: string): string | null {
  for (const pattern of SELLING) {
    const found = pattern.exec(text)
    if (found) return found[0].replace(/^[^\p{L}\d]+/u, '').trim()
  }
  return null
}

const [LEAST_MINUTES, MOST_MINUTES] = [1, 90]

/**
 * 5.3: "Authentication: fixed body text, `add_security_recommendation`, footer `code_expiration_minutes`
 * 1-90; no URLs/media/emoji". The words are Meta's, so only the switches can be wrong.
 */
export function authenticationProblems({ expiryMinutes, otp }: DraftVersion): LintProblem[] {
  const found: LintProblem[] = []
  if (expiryMinutes !== null && (expiryMinutes < LEAST_MINUTES || expiryMinutes > MOST_MINUTES)) {
    const values = { least: LEAST_MINUTES, most: MOST_MINUTES }
    found.push(errorAt('code_minutes', 'expiryMinutes', values))
  }
  for (const field of ['text', 'autofillText'] as const) {
    if (otp[field].trim().length <= MOST_LABEL) continue
    found.push(errorAt('button_label_length', `otp.${field}`, { most: MOST_LABEL }))
  }
  if (otp.type === 'COPY_CODE') return found
  // 5.3: "{type:"OTP",otp_type:"COPY_CODE"|"ONE_TAP"|"ZERO_TAP",...}": the latter two name an app.
  if (!otp.packageName.trim()) found.push(errorAt('code_app_missing', 'otp.packageName'))
  if (!otp.signatureHash.trim()) found.push(errorAt('code_app_missing', 'otp.signatureHash'))
  if (otp.type === 'ZERO_TAP' && !otp.termsAccepted) {
    found.push(errorAt('code_terms', 'otp.termsAccepted'))
  }
  return found
}
