import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { ROOT } from '../../scripts/build.mjs'

const FOLDER = join(ROOT, 'tests', 'bench')

// The bench is run by hand. Node reads it as it stands, which compilers and test runners don't.
it('every row of the bench can be loaded', async () => {
  const rows = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))
  const load = `for (const row of ${JSON.stringify(rows)}) await import('./' + row)`
  const options = ['--no-warnings', '--input-type=module', '--eval', load]
  await promisify(execFile)(process.execPath, options, { cwd: FOLDER })
  expect(rows.length).toBeGreaterThan(10)
})
