const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Language and theme travel in cookies, since the server needs them for the first byte. */
export function keepInCookie(name: 'lang' | 'theme', value: string) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`
}
