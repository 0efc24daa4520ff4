// Reads who imports whom, without a compiler: enough for the arrows, and for nothing else.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const FOLDERS = ['worker', 'ui', 'tests', 'scripts', 'migrations']
const SOURCE = /\.(ts|tsx|mts|mjs)$/
const SKIPPED = new Set(['node_modules', 'dist', 'paraglide', '.wrangler', '.out'])
const ENDINGS = ['', '.ts', '.tsx', '.mts', '.mjs', '/index.ts', '/index.tsx']

// `import x from 'y'`, `export x from 'y'`, `import 'y'` and `import('y')`, over several lines.
const STATEMENT =
  /(?:^|[\n;])\s*(import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g
const ONLY_TYPES = /^\s*(?:import|export)\s*\{(?:\s*type\s[^,}]+,?)+\s*\}/

/** Every source file below `root` with its imports: paths within the project, or names of packages. */
export function readImports(root) {
  return sourceFiles(root).map((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return { file, text, imports: importsOf(root, file, text) }
  })
}

function sourceFiles(root, folder = '') {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const isOurs = folder !== '' || FOLDERS.includes(entry.name)
      return isOurs && !SKIPPED.has(entry.name) ? sourceFiles(root, path) : []
    }
    return folder !== '' && SOURCE.test(entry.name) ? [path] : []
  })
}

function importsOf(root, file, text) {
  return [...withoutComments(text).matchAll(STATEMENT)].map((match) => {
    const [statement, , type, named, dynamic] = match
    const specifier = named ?? dynamic
    return {
      target: resolve(root, file, specifier),
      isPackage: !specifier.startsWith('.'),
      isTypeOnly: type !== undefined || ONLY_TYPES.test(statement.replace(/^[\n;]/, '')),
    }
  })
}

const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1')

function resolve(root, file, specifier) {
  if (!specifier.startsWith('.')) return specifier
  const bare = join(dirname(file), specifier)
  const found = ENDINGS.map((ending) => bare + ending).find((path) => {
    const full = join(root, path)
    return existsSync(full) && statSync(full).isFile()
  })
  return relative('', found ?? bare)
}
