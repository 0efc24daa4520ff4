import type { NewTemplate } from './templates'

type Languages = { en_US: NewTemplate['components']; he: NewTemplate['components'] }

/** The same template in English and in Hebrew. */
export const inBoth = (
  common: Pick<NewTemplate, 'name' | 'category'> & Partial<NewTemplate>,
  components: Languages,
): NewTemplate[] => [
  { ...common, language: 'en_US', components: components.en_US },
  { ...common, language: 'he', components: components.he },
]

export const named = (text: string, examples: Record<string, string>) => ({
  type: 'BODY',
  text,
  example: {
    body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({
      param_name,
      example,
    })),
  },
})

export const positional = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  example: { body_text: [examples] },
})
