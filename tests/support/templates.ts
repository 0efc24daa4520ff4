/** A template as Graph lists it, without its id. */
export function aTemplate(name: string, category: 'MARKETING' | 'UTILITY', more: object = {}) {
  return {
    name,
    language: 'en_US',
    category,
    status: 'APPROVED',
    parameter_format: 'POSITIONAL',
    components: [
      {
        type: 'BODY',
        text: 'Hello {{1}}, we have news for you.',
        example: { body_text: [['Noa']] },
      },
    ],
    ...more,
  }
}

export const DEMO_TEMPLATES = [
  aTemplate('sale', 'MARKETING'),
  aTemplate('order_update', 'UTILITY'),
  aTemplate('in_review', 'MARKETING', { status: 'PENDING' }),
]
