import type { Plugin } from 'vite'

// Paraglide compiles each message into a function per language and one that chooses between them. A plain
// message needs only the choice between two texts; every page carries a hundred of them or more.

const MESSAGE = /\/paraglide\/messages\/(?!_index)[a-z0-9_]+\.js$/

/** `const he_nav_inbox = … (i) => { return … (`text`) };` */
const PLAIN =
  /const (en|he)_\w+ = \/\*\*.*?\*\/ \(i?\) => \{\s*return \/\*\*.*?\*\/ \((`(?:[^`\\]|\\.)*`)\)\s*\};/g
const NAME = /export const (\w+) =/

function compact(code: string): string | null {
  const texts = new Map([...code.matchAll(PLAIN)].map(([, language, text]) => [language, text]))
  const [name, en, he] = [NAME.exec(code)?.[1], texts.get('en'), texts.get('he')]
  if (!name || !en || !he) return null
  return `import { isEnglish } from '../runtime.js'
export const ${name} = (i, options) => isEnglish(options) ? ${en} : ${he}`
}

export const compactMessages: Plugin = {
  name: 'compact-messages',
  apply: 'build',
  transform: (code, id) => (MESSAGE.test(id) ? compact(code) : null),
}
