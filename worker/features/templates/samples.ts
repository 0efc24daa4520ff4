// Templates that are made up, to look around with: they are at no account of Meta's and can't be sent.

import type { Language } from '../../contract/common'
import { SAMPLE_CONNECTION } from '../../contract/samples'
import type { TemplateComponent } from '../../contract/templates'
import { sampleId } from '../contacts/samples'
import type { Template } from './queries'

type Told = { body: string; footer?: string; buttons?: readonly string[]; sample: string }
type Made = { name: string; category: 'UTILITY' | 'MARKETING'; told: Record<Language, Told> }

/** The first of these is what the sample broadcast sent. */
const TEMPLATES: readonly Made[] = [
  {
    name: 'sample_order_ready',
    category: 'UTILITY',
    told: {
      en: {
        body: 'Hello {{1}}, your order is ready. It can be picked up until 18:00 today.',
        sample: 'Maya',
      },
      he: {
        body: 'שלום {{1}}, ההזמנה מוכנה. אפשר לאסוף אותה היום עד 18:00.',
        sample: 'מאיה',
      },
    },
  },
  {
    name: 'sample_spring_offer',
    category: 'MARKETING',
    told: {
      en: {
        body: 'Hello {{1}}, spring is here: *20% off* all bouquets until Friday.',
        footer: 'To stop these messages, answer STOP',
        buttons: ['Show me', 'No more offers'],
        sample: 'Maya',
      },
      he: {
        body: 'שלום {{1}}, האביב כאן: *20% הנחה* על כל הזרים עד יום שישי.',
        footer: 'להסרה מדיוור יש להשיב ״הסר״',
        buttons: ['לזרים', 'בלי מבצעים'],
        sample: 'מאיה',
      },
    },
  },
]

export const sampleTemplates = (accountId: string, language: Language): Template[] =>
  TEMPLATES.map(({ name, category, told }, at) => ({
    accountId,
    id: sampleId(at),
    connectionId: SAMPLE_CONNECTION,
    ...{ name, language, category, status: 'APPROVED', parameterFormat: 'POSITIONAL' },
    components: componentsOf(told[language]),
    rejectedReason: null,
    quality: 'GREEN',
    statusDetail: null,
    previousCategory: null,
    correctCategory: null,
    categoryAt: null,
    ttlSeconds: null,
    headerFile: null,
    editedAt: null,
  }))

const componentsOf = ({ body, footer, buttons, sample }: Told): TemplateComponent[] => [
  { type: 'BODY', text: body, example: { body_text: [[sample]] } },
  ...(footer ? [{ type: 'FOOTER', text: footer }] : []),
  ...(buttons
    ? [{ type: 'BUTTONS', buttons: buttons.map((text) => ({ type: 'QUICK_REPLY', text })) }]
    : []),
]
