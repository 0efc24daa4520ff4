// Holds the tree to its import arrows (docs/layout.md): along them, never back, and no cycles.
//   node scripts/arrows.mjs [FOLDER]
import { pathToFileURL } from 'node:url'
import { ROOT } from './build.mjs'
import { readImports } from './imports.mjs'

/** A feature may use those to its right. */
const FEATURES =
  'operator deletion integrations analytics inbox broadcasts templates contacts meta accounts'.split(
    ' ',
  )

const BELOW = {
  app: ['feature', 'boundary', 'lib', 'contract'],
  consumer: ['feature', 'boundary', 'lib', 'contract'],
  feature: ['feature', 'boundary', 'lib', 'contract'],
  boundary: ['boundary', 'lib', 'contract'],
  lib: ['lib', 'contract'],
  contract: ['contract'],
  ui: ['ui', 'contract'],
}

/** In a feature a file's name says what it is; one without such a name is a pure rule. */
const ROLES = ['routes', 'jobs', 'durable', 'operations', 'queries', 'tables', 'errors']

/** Which files of features, and which parts of the boundary, code of each role may run. */
const MAY_RUN = {
  routes: { roles: ['routes', 'operations', 'errors', 'pure'], boundary: /^http\// },
  jobs: { roles: ['operations', 'queries', 'tables', 'errors', 'pure'], boundary: /./ },
  durable: { roles: ['pure', 'errors'], boundary: /^(deps|config|live)\b/ },
  operations: { roles: ['operations', 'queries', 'tables', 'errors', 'pure'], boundary: /./ },
  queries: { roles: ['queries', 'tables', 'pure'], boundary: /^db\// },
  tables: { roles: ['tables', 'pure'], boundary: /^db\// },
  errors: { roles: ['errors'], boundary: /^$/ },
  // The tables of Meta's codes are as pure as they are.
  pure: { roles: ['pure', 'errors'], boundary: /^(http\/|graph\/(send-errors|code-texts)\.ts$)/ },
}

/** Only this folder touches D1; deps.ts names the bindings that it opens. */
const D1_HOME = /^worker\/boundary\/(db\/|deps\.ts$)/
const D1_USE = /\bD1Database\b|\benv\.(DIRECTORY|DATA_\d+)\b/

/** Every breach in a tree, as `file: what is wrong`. */
export function brokenArrows(root = ROOT) {
  const files = readImports(root)
  return [...files.flatMap(breachesOf), ...cyclesIn(files)]
}

function breachesOf({ file, text, imports }) {
  const from = placeOf(file)
  if (!from) return []
  const found = imports.flatMap((one) => {
    const reason = breachOf(from, one)
    return reason ? [`${file}: ${reason}`] : []
  })
  const touchesD1 = file.startsWith('worker/') && !D1_HOME.test(file) && D1_USE.test(text)
  return touchesD1 ? [...found, `${file}: D1 is touched only in worker/boundary/db`] : found
}

function breachOf(from, { target, isPackage, isTypeOnly }) {
  if (isPackage) {
    const isForeign = from.layer === 'contract' && target !== 'valibot'
    return isForeign ? `worker/contract imports only valibot, not ${target}` : null
  }
  const to = placeOf(target)
  // The version that /healthz tells stands in package.json.
  if (!to) return target === 'package.json' ? null : `may not import ${target}`
  if (to.layer === from.layer && to.feature === from.feature)
    return breachOfRole(from, to, isTypeOnly, target)
  if (!BELOW[from.layer].includes(to.layer)) return `${from.layer} may not import ${target}`
  if (to.feature && from.feature && !isRightOf(from.feature, to.feature)) {
    return `${from.feature} comes after ${to.feature}, so it may not import ${target}`
  }
  return breachOfRole(from, to, isTypeOnly, target)
}

/** Types are free: they vanish before anything runs. */
function breachOfRole(from, to, isTypeOnly, target) {
  if (from.layer !== 'feature' || isTypeOnly) return null
  const { roles, boundary } = MAY_RUN[from.role]
  if (to.layer === 'boundary') {
    const part = target.slice('worker/boundary/'.length)
    return boundary.test(part) ? null : `a ${from.role} file may not import ${target}`
  }
  if (to.layer !== 'feature' || roles.includes(to.role)) return null
  return `a ${from.role} file may not import ${target}`
}

const isRightOf = (left, right) => FEATURES.indexOf(right) > FEATURES.indexOf(left)

/** Where a file stands; null for tests, scripts and tools, which may import anything. */
function placeOf(file) {
  const [top, second, third] = file.split('/')
  if (top === 'ui') return { layer: 'ui' }
  if (top !== 'worker') return null
  if (second === 'features') return { layer: 'feature', feature: third, role: roleOf(file) }
  return second in BELOW ? { layer: second } : null
}

function roleOf(file) {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.tsx?$/, '')
  const last = name.slice(name.lastIndexOf('-') + 1)
  return ROLES.includes(last) ? last : 'pure'
}

/** Files that reach themselves through code that runs. */
function cyclesIn(files) {
  const next = new Map(
    files.map(({ file, imports }) => [
      file,
      imports
        .filter(({ isPackage, isTypeOnly }) => !isPackage && !isTypeOnly)
        .map(({ target }) => target),
    ]),
  )
  const state = new Map()
  const found = []
  const visit = (file, path) => {
    state.set(file, 'open')
    for (const target of next.get(file) ?? []) {
      if (state.get(target) === 'open') {
        const cycle = [...path.slice(path.indexOf(target)), target]
        found.push(`${target}: imports itself through ${cycle.join(' -> ')}`)
      } else if (!state.has(target)) visit(target, [...path, target])
    }
    state.set(file, 'done')
  }
  for (const { file } of files) if (!state.has(file)) visit(file, [file])
  return found
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const broken = brokenArrows(process.argv[2])
  for (const line of broken) console.log(line)
  process.exitCode = broken.length > 0 ? 1 : 0
}
