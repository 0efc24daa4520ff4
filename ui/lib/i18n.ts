import { signal } from '@preact/signals'
import type { ComponentChild } from 'preact'
import { overwriteGetLocale } from '../paraglide/runtime.js'
import { keepInCookie } from './cookies'

export type Locale = 'en' | 'he'

/** The server wrote the language into the first byte; from then on this signal is the truth. */
export const locale = signal<Locale>(document.documentElement.lang === 'he' ? 'he' : 'en')

// Messages read the signal, so each component that shows one is drawn again when it changes,
// in place: typed text, scroll and focus stay.
overwriteGetLocale(() => locale.value)

export const LANGUAGE_NAMES: Record<Locale, string> = { en: 'English', he: 'עברית' }
export const otherLocale = (): Locale => (locale.value === 'he' ? 'en' : 'he')
export const direction = () => (locale.value === 'he' ? 'rtl' : 'ltr')

export function switchLanguage(next: Locale) {
  locale.value = next
  document.documentElement.lang = next
  document.documentElement.dir = direction()
  keepInCookie('lang', next)
}

/**
 * A sentence whose slots are elements: `rich((slots) => m.greeting(slots), { name: <Name …/> })`.
 * The order of words stays the translator's.
 */
export function rich<Slot extends string>(
  message: (slots: Record<Slot, string>) => string,
  slots: Record<Slot, ComponentChild>,
): ComponentChild[] {
  // `Object.keys` forgets the type of the keys it was given.
  const names = Object.keys(slots) as Slot[]
  // Private-use characters can't occur in messages.
  const marks = Object.fromEntries(names.map((name) => [name, `\uE000${name}\uE000`]))
  // Built from all of `names` in the line above.
  const sentence = message(marks as Record<Slot, string>)
  return sentence
    .split('\uE000')
    .map((piece, index) => (index % 2 === 1 ? slots[piece as Slot] : piece))
}

const FIRST_STRONG_ISOLATE = '\u2068'
const LEFT_TO_RIGHT_ISOLATE = '\u2066'
const POP_ISOLATE = '\u2069'

/** For plain text (titles, `aria-label`), where no element can isolate a name. */
export const isolated = (text: string) => `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`
export const isolatedLtr = (text: string) => `${LEFT_TO_RIGHT_ISOLATE}${text}${POP_ISOLATE}`
