import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { brokenArrows } from '../../scripts/arrows.mjs'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A tree with these files, and what is wrong with it. */
function breachesOf(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'arrows-'))
  folders.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return brokenArrows(root)
}

describe('import arrows', () => {
  it('hold in this project', () => {
    expect(brokenArrows()).toEqual([])
  })

  it('let each layer use what is below it', () => {
    const files = {
      'worker/app/routes.ts': `import { contactRoutes } from '../features/contacts/routes'`,
      'worker/features/contacts/routes.ts': `import { addContact } from './operations'\nexport const contactRoutes = addContact`,
      'worker/features/contacts/operations.ts': `import { audit } from '../accounts/operations'\nexport const addContact = audit`,
      'worker/features/accounts/operations.ts': `import { log } from '../../lib/log'\nexport const audit = log`,
      'worker/lib/log.ts': `export const log = 1`,
      'ui/main.tsx': `import type { Id } from '../worker/contract/common'`,
      'worker/contract/common.ts': `import * as v from 'valibot'\nexport type Id = string`,
    }
    expect(breachesOf(files)).toEqual([])
  })

  it.each([
    ['lib back to a feature', 'worker/lib/a.ts', `import { x } from '../features/contacts/b'`],
    ['boundary back to a feature', 'worker/boundary/a.ts', `import '../features/contacts/b'`],
    ['a feature to the app', 'worker/features/contacts/a.ts', `import { x } from '../../app/b'`],
    [
      'a feature to one on its left',
      'worker/features/contacts/a.ts',
      `export { x } from '../inbox/b'`,
    ],
    [
      'only a type, to the left',
      'worker/features/meta/a.ts',
      `import type { X } from '../inbox/b'`,
    ],
    ['by a dynamic import', 'worker/features/meta/a.ts', `const x = await import('../inbox/b')`],
    ['over several lines', 'worker/lib/a.ts', `import {\n  x,\n} from '../boundary/b'`],
    ['the product to tests', 'worker/app/a.ts', `import { x } from '../../tests/support/b'`],
    ['the UI to the worker', 'ui/a.tsx', `import { x } from '../worker/lib/b'`],
    ['contract to a library', 'worker/contract/a.ts', `import { Hono } from 'hono'`],
    ['a rule to SQL', 'worker/features/inbox/window.ts', `import { x } from './queries'`],
    ['a route to SQL', 'worker/features/inbox/routes.ts', `import { x } from './queries'`],
    ['SQL to an operation', 'worker/features/inbox/queries.ts', `import { x } from './operations'`],
    [
      'a rule to the boundary',
      'worker/features/inbox/window.ts',
      `import { x } from '../../boundary/db'`,
    ],
    ['D1 by hand', 'worker/features/inbox/operations.ts', `const x = env.DATA_0.prepare('')`],
  ])('refuse %s', (_what, file, text) => {
    const breaches = breachesOf({ [file]: `${text}\n` })
    expect(breaches).toHaveLength(1)
    expect(breaches[0]).toContain(file)
  })

  it('refuse a cycle', () => {
    const files = {
      'worker/lib/a.ts': `import { b } from './b'\nexport const a = b`,
      'worker/lib/b.ts': `import { a } from './a'\nexport const b = a`,
    }
    expect(breachesOf(files)).toEqual([
      'worker/lib/a.ts: imports itself through worker/lib/a.ts -> worker/lib/b.ts -> worker/lib/a.ts',
    ])
  })

  it('do not count types or comments as a cycle', () => {
    const files = {
      'worker/lib/a.ts': `import { type B } from './b'\nexport const a = 1`,
      'worker/lib/b.ts': `// import { x } from '../app/x'\nimport { a } from './a'\nexport type B = typeof a`,
    }
    expect(breachesOf(files)).toEqual([])
  })
})
