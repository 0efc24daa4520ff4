// `npm run bench`: what is measured, one file per row in tests/bench. Each result is one line,
// `name value unit`. `-- NAME` runs one row, `--json FILE` writes all of them as well.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildUi, bundleWorkers, ROOT } from './build.mjs'
import { preflight } from './preflight.mjs'
import { ExpectedError, main, option } from './report.mjs'

const FOLDER = join(ROOT, 'tests', 'bench')

await main(async () => {
  if (!(await preflight(console.error))) return
  const file = option('json')
  const [wanted] = process.argv.slice(2).filter((arg) => !arg.startsWith('--') && arg !== file)
  const rows = rowsNamed(wanted)
  await Promise.all([buildUi(), bundleWorkers()])

  const results = []
  const report = (name, value, unit) => {
    const rounded = Number(value.toPrecision(4))
    results.push({ name, value: rounded, unit })
    console.log(`${name} ${rounded} ${unit}`.trim())
  }
  for (const row of rows) {
    const { measure } = await import(pathToFileURL(join(FOLDER, row)))
    await measure(report)
  }
  if (typeof file === 'string') writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
})

/** Files of rows; a folder holds what they share. */
function rowsNamed(wanted) {
  const files = readdirSync(FOLDER).filter((name) => /^\w.*\.(ts|mjs)$/.test(name))
  const nameOf = (file) => file.replace(/\.\w+$/, '')
  const found = files.filter((file) => wanted === undefined || nameOf(file) === wanted)
  if (found.length > 0) return found.sort()
  throw new ExpectedError(`There is no row ${wanted}. There are: ${files.map(nameOf).join(', ')}.`)
}
