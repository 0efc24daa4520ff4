import type { DraftButton, DraftButtonType } from './template-drafts'
import { errorAt, type LintProblem, type Rule, warningAt } from './template-lint-rules'
import { PLACEHOLDER, placeholdersIn } from './template-variables'

export const MOST_BUTTONS = 10
export const MOST_LABEL = 25
export const MOST_LINK = 2000
export const MOST_PHONE = 20
/** 4.4: "creation example <= 15 chars". */
const MOST_CODE = 15

/**
 * 5.2: "10 in all: quick reply <= 10, URL <= 2, phone 1, copy code 1, flow 1, catalog/MPM 1". The last two
 * have no number there; a second of them could do nothing that the first doesn't.
 */
export const MOST_OF_KIND: Record<DraftButtonType, number> = {
  QUICK_REPLY: 10,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  REQUEST_CONTACT_INFO: 1,
  VOICE_CALL: 1,
}

/** How many of the buttons a phone shows before "See all options". */
const SHOWN = 3

export function buttonProblems(buttons: readonly DraftButton[]): LintProblem[] {
  const found: LintProblem[] = []
  if (buttons.length > MOST_BUTTONS) {
    found.push(errorAt('buttons_count', 'buttons', { most: MOST_BUTTONS }))
  }
  for (const [kind, most] of Object.entries(MOST_OF_KIND)) {
    const count = buttons.filter(({ type }) => type === kind).length
    if (count > most && count <= MOST_BUTTONS) {
      found.push(errorAt('buttons_of_kind', 'buttons', { kind, most }))
    }
  }
  if (isInterleaved(buttons)) found.push(errorAt('buttons_mixed', 'buttons'))
  found.push(...buttons.flatMap(labelProblems))
  return [...found, ...displayWarnings(buttons)]
}

/** 5.2: "quick replies grouped together, not interleaved". */
function isInterleaved(buttons: readonly DraftButton[]): boolean {
  const groups = buttons.filter(
    ({ type }, at) => at === 0 || isReply(type) !== isReply(buttons[at - 1]?.type),
  )
  return groups.length > 2
}

const isReply = (type: string | undefined) => type === 'QUICK_REPLY'

/** 5.2: "label 25 chars". */
function labelProblems(button: DraftButton, at: number): LintProblem[] {
  if (!('text' in button)) return []
  const text = button.text.trim()
  const field = `buttons.${at}.text`
  if (text === '') return [errorAt('button_label_missing', field)]
  return text.length > MOST_LABEL
    ? [errorAt('button_label_length', field, { most: MOST_LABEL })]
    : []
}

/** 5.2: "> 3 buttons collapse behind "See all options"; >= 4 buttons or quick-reply mix not shown on desktop". */
function displayWarnings(buttons: readonly DraftButton[]): LintProblem[] {
  const replies = buttons.filter(({ type }) => isReply(type)).length
  const isMixed = replies > 0 && replies < buttons.length
  return [
    ...(buttons.length > SHOWN
      ? [warningAt('buttons_hidden', 'buttons', { shown: SHOWN - 1 })]
      : []),
    ...(buttons.length > SHOWN || isMixed ? [warningAt('buttons_desktop', 'buttons')] : []),
  ]
}

/** Where each button leads: links, phones, codes, flows. */
export function linkProblems(buttons: readonly DraftButton[]): LintProblem[] {
  return buttons.flatMap((button, at) => {
    const here = (rule: Rule, field: string, values: LintProblem['values'] = {}) => [
      errorAt(rule, `buttons.${at}.${field}`, values),
    ]
    switch (button.type) {
      case 'URL':
        return urlProblems(button, here)
      case 'PHONE_NUMBER': {
        // 5.2: "phone 20 chars".
        const digits = button.phone.replace(/[\s().-]/g, '')
        const isPhone = /^\+?\d{5,}$/.test(digits) && button.phone.trim().length <= MOST_PHONE
        return isPhone ? [] : here('phone_form', 'phone', { most: MOST_PHONE })
      }
      case 'COPY_CODE': {
        // 5.3: "{type:"COPY_CODE",example}".
        const code = button.sample.trim()
        if (!code) return here('code_missing', 'sample')
        return code.length > MOST_CODE ? here('code_length', 'sample', { most: MOST_CODE }) : []
      }
      case 'FLOW': {
        // 5.3: "{type:"FLOW",text,flow_id|flow_name|flow_json,flow_action,navigate_screen}".
        if (!button.flowId.trim()) return here('flow_missing', 'flowId')
        const needsScreen = button.action === 'navigate' && !button.screen.trim()
        return needsScreen ? here('flow_missing', 'screen') : []
      }
      default:
        return []
    }
  })
}

type Here = (rule: Rule, field: string, values?: LintProblem['values']) => LintProblem[]

/** 5.2: "URL 2000 chars with one variable **at the end**". */
function urlProblems({ url, sample }: Extract<DraftButton, { type: 'URL' }>, here: Here) {
  const address = url.trim()
  if (!isAddress(address)) return here('link_missing', 'url')
  if (address.length > MOST_LINK) return here('link_length', 'url', { most: MOST_LINK })
  const variables = placeholdersIn(address)
  if (variables.length === 0) return []
  const isAtEnd = variables.length === 1 && /^[^{}]*\{\{1\}\}$/.test(address)
  if (!isAtEnd) return here('link_variable', 'url')
  // 5.3: "{type:"URL",text,url,example:["..."]}".
  return sample.trim() ? [] : here('sample_missing', 'sample', { name: '{{1}}' })
}

function isAddress(text: string): boolean {
  const plain = text.replace(PLACEHOLDER, 'x')
  return /^https?:\/\/[^\s/]+\.[^\s/]+/.test(plain) && URL.canParse(plain)
}
