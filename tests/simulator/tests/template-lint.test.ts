import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { toComponents } from '../../../worker/contract/template-components'
import {
  blankVersion,
  type DraftButton,
  type DraftContent,
  type DraftVersion,
  NO_OTP,
} from '../../../worker/contract/template-drafts'
import { isSubmittable, lintDraft } from '../../../worker/contract/template-lint'
import { RULES, type Rule } from '../../../worker/contract/template-lint-rules'
import { lintText } from '../../../worker/contract/template-lint-texts'
import { libraryViews } from '../../../worker/features/templates/library'
import { GraphError } from '../errors'
import { categoryOf, checkTemplate, SubmittedTemplate } from '../template-rules'
import { example } from './examples'

const GOOD: DraftVersion = {
  ...blankVersion('en_US'),
  body: 'Hi {{first_name}}, your order left our warehouse today.',
  samples: { first_name: 'Maya' },
}
const draft = (version: Partial<DraftVersion> = {}, more: Partial<DraftContent> = {}) => ({
  connectionId: null,
  name: 'order_left',
  category: 'UTILITY' as const,
  parameterFormat: 'NAMED' as const,
  ttlSeconds: null,
  versions: [{ ...GOOD, ...version }],
  ...more,
})
const buttons = (...all: DraftButton[]) => draft({ buttons: all })
const reply = (text = 'Yes'): DraftButton => ({ type: 'QUICK_REPLY', text })
const link = (url: string, sample = '', text = 'Open'): DraftButton => ({
  ...{ type: 'URL', text, url, sample },
})
const otp = (version: Partial<DraftVersion>) => draft(version, { category: 'AUTHENTICATION' })
const file = { id: 'a'.repeat(26), name: 'a.png', type: 'image/png', size: 10 } as const
const positional = (body: string, samples = {}) =>
  draft({ body, samples }, { parameterFormat: 'POSITIONAL' })

/** For each rule something that breaks it and nothing else. */
const BROKEN: Record<Rule, DraftContent> = {
  name_form: draft({}, { name: 'Order left' }),
  name_length: draft({}, { name: 'a'.repeat(513) }),
  time_marketing: draft({}, { category: 'MARKETING', ttlSeconds: 50_000 }),
  time_range: draft({}, { ttlSeconds: 10 }),
  language_twice: draft({}, { versions: [GOOD, GOOD] }),
  header_empty: draft({ header: { kind: 'text', text: ' ', sample: '' } }),
  header_length: draft({ header: { kind: 'text', text: 'x'.repeat(61), sample: '' } }),
  header_variables: draft({ header: { kind: 'text', text: 'For {{a}} of {{b}}', sample: 'x' } }),
  header_markup: draft({ header: { kind: 'text', text: 'It is *here*', sample: '' } }),
  header_file_missing: draft({ header: { kind: 'media', format: 'IMAGE', file: null } }),
  body_empty: draft({ body: '' }),
  body_length: draft({ body: `Hi {{first_name}}, ${'word '.repeat(210)}.` }),
  variable_name: draft({
    body: 'Hi {{First Name}}, your order left our warehouse today.',
    samples: { 'First Name': 'Maya' },
  }),
  variable_braces: draft({ body: 'Your order {{number left our warehouse today.', samples: {} }),
  variable_order: positional('Hi {{1}}, your order {{3}} left our warehouse today.', {
    1: 'Maya',
    3: '17',
  }),
  variable_edge: draft({ body: 'Your order left the warehouse, {{first_name}}' }),
  variables_adjacent: draft({
    body: 'Hi {{first_name}} {{last_name}}, your order left our warehouse.',
    samples: { first_name: 'Maya', last_name: 'Levi' },
  }),
  variables_dense: draft({
    body: 'Hi {{a}}, on {{b}} at {{c}}.',
    samples: { a: 'x', b: 'y', c: 'z' },
  }),
  sample_missing: draft({ samples: {} }),
  footer_length: draft({ footer: 'x'.repeat(61) }),
  footer_variable: draft({ footer: 'Yours, {{shop}}' }),
  buttons_count: buttons(...Array.from({ length: 11 }, (_, at) => reply(`Answer ${at}`))),
  buttons_of_kind: buttons(...['a', 'b', 'c'].map((at) => link(`https://example.com/${at}`))),
  buttons_mixed: buttons(reply('Yes'), link('https://example.com/a'), reply('No')),
  button_label_missing: buttons(reply('')),
  button_label_length: buttons(reply('x'.repeat(26))),
  link_missing: buttons(link('example')),
  link_length: buttons(link(`https://example.com/${'x'.repeat(2000)}`)),
  link_variable: buttons(link('https://example.com/{{1}}/more', '17')),
  phone_form: buttons({ type: 'PHONE_NUMBER', text: 'Call', phone: 'call us' }),
  code_missing: draft({ buttons: [{ type: 'COPY_CODE', sample: '' }] }, { category: 'MARKETING' }),
  code_length: draft(
    { buttons: [{ type: 'COPY_CODE', sample: 'SUMMER-SALE-2026' }] },
    { category: 'MARKETING' },
  ),
  flow_missing: buttons({
    ...{ type: 'FLOW', text: 'Book', flowId: '', action: 'navigate', screen: 'START' },
  }),
  code_minutes: otp({ expiryMinutes: 91 }),
  code_app_missing: otp({ otp: { ...NO_OTP, type: 'ONE_TAP' } }),
  code_terms: otp({
    otp: { ...NO_OTP, type: 'ZERO_TAP', packageName: 'com.example', signatureHash: 'K8a/AINcGX7' },
  }),
  buttons_hidden: buttons(reply('1'), reply('2'), reply('3'), reply('4')),
  buttons_desktop: buttons(reply('Yes'), link('https://example.com/a')),
  category_marketing: draft({
    body: 'Hi {{first_name}}, a discount of ten waits for your next order.',
  }),
}

/** What goes to Meta for the first language, with a sample that was uploaded. */
const submitted = (content: DraftContent) => {
  const [version = GOOD] = content.versions
  const handle = version.header.kind === 'media' && version.header.file ? HANDLE : null
  return v.parse(SubmittedTemplate, {
    name: content.name,
    language: version.language,
    category: content.category,
    parameter_format: content.parameterFormat,
    components: toComponents(content, version, handle),
    ...(content.ttlSeconds !== null && { message_send_ttl_seconds: content.ttlSeconds }),
  })
}
const HANDLE = '4::aW1hZ2UvcG5n:ARuploaded'

function metaSays(content: DraftContent): string {
  try {
    checkTemplate(submitted(content), (handle) => handle === HANDLE)
    return 'taken'
  } catch (error) {
    if (error instanceof GraphError) return 'refused'
    throw error
  }
}

const warnings = RULES.filter((rule) => /^(buttons_hidden|buttons_desktop|category_)/.test(rule))
const errors = RULES.filter((rule) => !warnings.includes(rule))

describe('the lint', () => {
  it('has nothing to say about what is right, and Meta takes it', () => {
    const whole = draft({
      header: { kind: 'media', format: 'IMAGE', file },
      footer: 'Example Store',
      buttons: [reply('Thank you'), reply('Call me')],
    })
    expect(lintDraft(whole)).toEqual([])
    expect(metaSays(whole)).toBe('taken')
  })

  it.each(errors)('finds what Meta would refuse: %s', (rule) => {
    const content = BROKEN[rule]
    expect(lintDraft(content).map((problem) => problem.rule)).toEqual([rule].concat(also(rule)))
    expect(isSubmittable(lintDraft(content))).toBe(false)
    // Meta sees one language at a time: the second of the same is refused because the first is there.
    if (rule !== 'language_twice') expect(metaSays(content)).toBe('refused')
  })

  it.each(warnings)('warns of what Meta takes all the same: %s', (rule) => {
    const problems = lintDraft(BROKEN[rule])
    expect(problems.map((problem) => problem.rule)).toContain(rule)
    expect(isSubmittable(problems)).toBe(true)
    expect(metaSays(BROKEN[rule])).toBe('taken')
  })

  it('says beforehand what Meta would make marketing', () => {
    expect(categoryOf(submitted(BROKEN.category_marketing))).toBe('MARKETING')
    expect(categoryOf(submitted(draft()))).toBe('UTILITY')
  })

  it.each(RULES)('says it in both languages, with what it counted: %s', (rule) => {
    for (const problem of lintDraft(BROKEN[rule])) {
      const [english, hebrew] = [lintText(problem, 'en'), lintText(problem, 'he')]
      for (const text of [english, hebrew]) {
        expect(text.length).toBeGreaterThan(10)
        expect(text.replace(/\{\{[^{}]*\}\}/g, '')).not.toMatch(/[{}]|undefined/)
      }
      expect(hebrew).toMatch(/[א-ת]/)
    }
  })

  it('finds nothing in Meta’s own example of a template', () => {
    const { components } = example('request.templates.create') as {
      components: { type: string; text?: string }[]
    }
    const body = components.find(({ type }) => type === 'BODY')?.text ?? ''
    const samples = { first_name: 'Noor', order_number: '8841' }
    expect(isSubmittable(lintDraft(draft({ body, samples })))).toBe(true)
  })
})

/** What can't be broken alone: four buttons are also not shown on computers, three links neither. */
const ALSO: Partial<Record<Rule, Rule[]>> = {
  buttons_count: ['buttons_hidden', 'buttons_desktop'],
  buttons_mixed: ['buttons_desktop'],
  code_app_missing: ['code_app_missing'],
}
const also = (rule: Rule): Rule[] => ALSO[rule] ?? []

describe('the library', () => {
  const all = libraryViews('en')

  it('has twenty texts of all three categories, each in Hebrew and English', () => {
    expect(all).toHaveLength(20)
    expect(new Set(all.map(({ key }) => key)).size).toBe(20)
    expect(new Set(all.map(({ category }) => category)).size).toBe(3)
    for (const { versions } of all) {
      expect(versions.map(({ language }) => language)).toEqual(['en_US', 'he'])
    }
  })

  it.each(all)('$key would be taken by Meta in both languages, in its category', (one) => {
    for (const version of one.versions) {
      const content = draft(version, { name: one.key, category: one.category })
      expect(lintDraft(content).filter(({ level }) => level === 'error')).toEqual([])
      expect(metaSays(content)).toBe('taken')
      expect(categoryOf(submitted(content))).toBe(one.category)
    }
  })
})
