import * as v from 'valibot'
import { invalid, PLACEHOLDER, refuse, SUBCODE } from './template-refusals'

export const Button = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  url: v.optional(v.string()),
  example: v.optional(v.union([v.string(), v.array(v.string())])),
})
type Button = v.InferOutput<typeof Button>

const MOST: Record<string, number> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  CATALOG: 1,
  MPM: 1,
  REQUEST_CONTACT_INFO: 1,
  VOICE_CALL: 1,
}

export function checkButtons(buttons: Button[]): void {
  if (buttons.length > 10) throw invalid('buttons: 10 at most')
  for (const [type, most] of Object.entries(MOST)) {
    if (buttons.filter((button) => button.type === type).length > most) {
      throw invalid(`buttons: at most ${most} of ${type}`)
    }
  }
  const kinds = buttons.map(({ type }) => (type === 'QUICK_REPLY' ? 'r' : 'c')).join('')
  if (/rc+r|cr+c/.test(kinds)) throw invalid('buttons: quick replies stand together')
  buttons.forEach(checkButton)
}

/** WhatsApp writes these itself. */
const NAMELESS = new Set(['COPY_CODE', 'REQUEST_CONTACT_INFO'])

function checkButton(button: Button): void {
  const { type, text = '', example } = button
  if (!NAMELESS.has(type)) {
    if (text === '') throw invalid('buttons: a button needs a label')
    if (text.length > 25) throw refuse(SUBCODE.tooLong, 'Too long', 'button: 25 characters at most')
  }
  const first = Array.isArray(example) ? example[0] : example
  if (type === 'URL') checkUrl(button.url ?? '', first)
  if (type === 'PHONE_NUMBER') {
    const phone = String(button.phone_number ?? '')
    if (phone.length > 20 || !/^\+?[\d\s().-]{5,}$/.test(phone))
      throw invalid('phone_number is wrong')
  }
  if (type === 'COPY_CODE') {
    if (!first) throw invalid('COPY_CODE needs an example')
    if (first.length > 15) throw refuse(SUBCODE.tooLong, 'Too long', 'code: 15 characters at most')
  }
  if (type === 'FLOW') checkFlow(button)
  const isRenamed = type === 'REQUEST_CONTACT_INFO' && text !== '' && text !== 'Share Contact Info'
  if (isRenamed) throw invalid('REQUEST_CONTACT_INFO has a label of its own')
}

function checkUrl(url: string, example: string | undefined): void {
  if (!/^https?:\/\/[^\s/]+\.[^\s/]+/.test(url)) throw invalid('url is no address')
  if (url.length > 2000) throw refuse(SUBCODE.tooLong, 'Too long', 'url: 2000 characters at most')
  const variables = url.match(PLACEHOLDER) ?? []
  if (variables.length === 0) return
  if (variables.length > 1 || !url.endsWith('{{1}}')) {
    throw invalid('url takes one variable, at its end')
  }
  if (!example) throw invalid('url with a variable needs an example')
}

function checkFlow(button: Button): void {
  const isNamed = button.flow_id || button.flow_name || button.flow_json
  if (!isNamed) throw invalid('FLOW needs a flow')
  if (button.flow_action === 'navigate' && !button.navigate_screen) {
    throw invalid('FLOW that navigates needs a screen')
  }
}
