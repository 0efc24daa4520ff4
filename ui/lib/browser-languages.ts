/** In the person's order. A browser under a POSIX locale says `en-US@posix`, which Intl refuses. */
export const browserLanguages = () =>
  navigator.languages.map((name) => name.replace(/@.*$/, '')).filter(isLanguage)

function isLanguage(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length > 0
  } catch {
    return false
  }
}
