type Locale = 'en' | 'he'

// What the compiled messages import from their runtime, and nothing else (see vite.config.ts).

export let getLocale = (): Locale => 'en'

export const overwriteGetLocale = (read: () => Locale) => {
  getLocale = read
}

/** Which text a compacted message gives (see messages-plugin.ts). */
export const isEnglish = (options?: { locale?: Locale }) =>
  (options?.locale ?? getLocale()) === 'en'

/** Set in builds for one language only; ours has both. */
export const experimentalStaticLocale: Locale | undefined = undefined
