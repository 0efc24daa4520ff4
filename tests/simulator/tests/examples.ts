import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Meta's payloads as its documentation shows them; every value in them is invented. */
export const example = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'examples', `${name}.json`), 'utf8'))

/** What a payload consists of: names and kinds of values, whatever the values are. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (value === null || typeof value !== 'object') return kindOf(value)
  const entries = Object.entries(value).map(([name, member]) => [name, shapeOf(member)])
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

/** Digits in a string are a kind of their own: ids and times must not become numbers. */
function kindOf(value: unknown): string {
  return typeof value === 'string' && /^\d+$/.test(value) ? 'digits' : typeof value
}
