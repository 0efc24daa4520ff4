import type { Language } from '../../contract/common'
import {
  blankVersion,
  type DraftContent,
  type DraftVersion,
  type LibraryTemplateView,
  type TemplateCategory,
} from '../../contract/template-drafts'
import { AppError } from '../../lib/errors'
import { AUTHENTICATION_LIBRARY } from './library-authentication'
import { MARKETING_LIBRARY } from './library-marketing'
import { UTILITY_LIBRARY } from './library-utility'

/** What of a version is written; the rest is as in a blank one. */
export type LibraryText = Partial<Omit<DraftVersion, 'language' | 'templateId'>>

export type LibraryTemplate = {
  /** Also the name that a draft begins with. */
  key: string
  title: Record<Language, string>
  en: LibraryText
  he: LibraryText
}

const LIBRARY: (LibraryTemplate & { category: TemplateCategory })[] = [
  ...UTILITY_LIBRARY.map((one) => ({ ...one, category: 'UTILITY' as const })),
  ...MARKETING_LIBRARY.map((one) => ({ ...one, category: 'MARKETING' as const })),
  ...AUTHENTICATION_LIBRARY.map((one) => ({ ...one, category: 'AUTHENTICATION' as const })),
]

const versionsOf = ({ en, he }: LibraryTemplate): DraftVersion[] => [
  { ...blankVersion('en_US'), ...en },
  { ...blankVersion('he'), ...he },
]

/** Good texts to begin with, in both languages. */
export const libraryViews = (language: Language): LibraryTemplateView[] =>
  LIBRARY.map((one) => ({
    key: one.key,
    category: one.category,
    title: one.title[language],
    versions: versionsOf(one),
  }))

/** A draft with the languages that were asked for; those the library lacks begin blank. */
export function draftFromLibrary(key: string, languages: string[]): DraftContent {
  const found = LIBRARY.find((one) => one.key === key)
  if (!found) throw new AppError('not_found', 404)
  const known = versionsOf(found)
  return {
    connectionId: null,
    name: found.key,
    category: found.category,
    parameterFormat: 'NAMED',
    ttlSeconds: null,
    versions: languages.map(
      (language) => known.find((one) => one.language === language) ?? blankVersion(language),
    ),
  }
}
