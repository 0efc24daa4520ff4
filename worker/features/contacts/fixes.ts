// What a cell that is no number most likely means: offered, never done unasked.

import { withoutDirectionMarks } from './folding'
import { phoneReader } from './phone'

/** Letters that are typed, or read off a paper, for the digits they look like. */
const LOOK_ALIKES: Record<string, string> = {
  O: '0',
  o: '0',
  О: '0',
  о: '0',
  l: '1',
  I: '1',
  '|': '1',
}
const MOST_FIXES = 3
const SEPARATORS = / ::: |[/,;|\n]|\s(?:or|או|and|ו-)\s/
const NUMBER_INSIDE = /\+?\d[\d\s().-]{5,20}\d/g

/** Numbers to put in place of a cell, the likeliest first; none where nothing can be guessed. */
export function fixesFor(typed: string, country: string): string[] {
  const text = withoutDirectionMarks(typed).trim()
  // What Excel cut off can't be guessed.
  if (text === '' || /\de\+?\d/i.test(text)) return []
  const read = phoneReader(country)
  const guesses = [
    text.replace(/[OoОоlI|]/g, (letter) => LOOK_ALIKES[letter] ?? letter),
    // A zero between the country's code and the number.
    text.replace(/^(\+\d{1,3})[\s-]?\(?0\)?/, '$1'),
    ...text.split(SEPARATORS),
    ...(text.match(NUMBER_INSIDE) ?? []),
  ]
  const found = new Set<string>()
  for (const guess of guesses) {
    const phone = read(guess.trim())
    if (phone.ok) found.add(phone.e164)
    if (found.size === MOST_FIXES) break
  }
  return [...found]
}
