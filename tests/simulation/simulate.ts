import { parseArgs } from 'node:util'
import { type HistoryError, runHistory } from './history'
import { hunt } from './hunt'
import { MUTATIONS } from './mutations'
import type { Profile } from './profile'
import { openDatabases } from './sqlite'

/** Runs histories by number; what `npm run simulate` starts once per core. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '1000' },
    every: { type: 'string', default: '1' },
    mutations: { type: 'boolean', default: false },
    profile: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
})

const first = Number(values.seed)
const histories = Number(values.histories)
const every = Number(values.every)
const databases = openDatabases()
const write = (line: string) => process.stdout.write(`${line}\n`)

if (values.mutations) {
  for (const mutation of MUTATIONS.slice(first - 1)) {
    const found = await hunt(databases, mutation, histories)
    write(
      `${found ? '✓' : '✗'} ${mutation.title}: ${found ? `${found.seed} ${found.isWhole} ${found.message}` : 'NOT CAUGHT'}`,
    )
  }
  process.exit()
}

let done = 0
let steps = 0
let posts = 0
for (let seed = first; seed < first + histories * every; seed += every) {
  try {
    const report = await runHistory(databases, seed, {
      ...(values.trace && { trace: write }),
      // A name that is none of them fails at once.
      ...(values.profile && { profile: values.profile as Profile['name'] }),
    })
    steps += report.steps
    posts += report.posts
    done++
  } catch (error) {
    // Nothing else is thrown.
    write(JSON.stringify({ failed: seed, message: (error as HistoryError).message }))
    if (values.trace) console.error(error)
  }
}
write(JSON.stringify({ done, steps, posts }))
