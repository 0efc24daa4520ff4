import { describe } from 'vitest'
import policy from '../features/deletion/policy.txt?raw'

/** The English policy, sentence by sentence; a list's item is one sentence. */
const sentences = policy
  .slice(policy.indexOf('1. Information We Collect'))
  .split('\n')
  .map((line) => line.replace(/^[\s•]+/, '').trim())
  .flatMap((line) => line.split(/(?<=[a-z]\.) (?=[A-Z])/))
  .filter((line) => line !== '')

/** Headings, and words that only lead to the next line. */
const LEADS = [
  /^\d\. /,
  /^When you use ProConnect .* we collect the following types of information:$/,
  /^We use your information exclusively to:$/,
  /^proconnect191@gmail\.com$/,
  /^© 2026 /,
  /^All rights reserved\.$/,
]

/** Each must have tests that show it to be true. */
export const PROMISES = sentences.filter((line) => !LEADS.some((lead) => lead.test(line)))
export const shown = new Set<string>()

/** Tests of one sentence of the policy, under its own words. */
export function promise(sentence: string, tests: () => void): void {
  if (!PROMISES.includes(sentence)) throw new Error(`the policy does not say: ${sentence}`)
  shown.add(sentence)
  describe(sentence, tests)
}
