import { MARKETING_TEMPLATES } from './demo-marketing'
import { UTILITY_TEMPLATES } from './demo-utility'
import { positional } from './template-parts'
import type { NewTemplate } from './templates'

const forShow: NewTemplate[] = [
  {
    name: 'new_branch_opening',
    language: 'he',
    category: 'MARKETING',
    status: 'PENDING',
    quality: 'UNKNOWN',
    components: [positional('היי {{1}}, אנחנו פותחים סניף חדש ומזמינים אותך להרים כוסית.', 'אורי')],
  },
  {
    name: 'prize_winner',
    language: 'en_US',
    category: 'UTILITY',
    status: 'REJECTED',
    quality: 'UNKNOWN',
    rejected_reason: 'TAG_CONTENT_MISMATCH',
    components: [positional('Congratulations {{1}}, you won! Claim your prize today.', 'Maya')],
  },
]

/** Six templates of a shop in Hebrew and English, and one each that is in review and rejected. */
export const DEMO_TEMPLATES: readonly NewTemplate[] = [
  ...MARKETING_TEMPLATES,
  ...UTILITY_TEMPLATES,
  ...forShow,
]

const LANGUAGES = ['en_US', 'he', 'en_GB', 'ar', 'ru'] as const

/** As many as asked for, for lists longer than one page. */
export const generatedTemplates = (count: number): NewTemplate[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `generated_${String(Math.floor(i / LANGUAGES.length)).padStart(5, '0')}`,
    language: LANGUAGES[i % LANGUAGES.length] ?? 'en_US',
    category: i % 3 === 0 ? 'UTILITY' : 'MARKETING',
    components: [positional('Hello {{1}}, this is message number {{2}} of the list.', 'Maya', '7')],
  }))
