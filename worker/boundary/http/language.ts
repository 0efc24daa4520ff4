import { LANGUAGES, type Language } from '../../contract/common'

/** The first of our languages by the weights of an Accept-Language header. */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='))
    // `iw` is what Hebrew was called, and some devices still say.
    return { primary: tag.split('-')[0]?.replace('iw', 'he'), weight: weightOf(weight) }
  })
  const known = wishes
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ primary }) => LANGUAGES.find((language) => language === primary))
  return known.find((language) => language !== undefined) ?? 'en'
}

function weightOf(parameter: string | undefined): number {
  if (parameter === undefined) return 1
  const weight = Number(parameter.trim().slice(2))
  return Number.isNaN(weight) ? 0 : weight
}
