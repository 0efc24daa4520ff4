import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ALL_INJECTED } from './coverage'
import type { KillPoint } from './faults'
import { type HistoryError, runHistory } from './history'
import { hunt } from './hunt'
import { killEverywhere } from './kills'
import { MUTATIONS } from './mutations'
import type { Profile } from './profile'
import { openDatabases } from './sqlite'

/** Runs histories by number; what `npm run simulate` starts once per core. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '1000' },
    every: { type: 'string', default: '1' },
    mutation: { type: 'string' },
    kill: { type: 'boolean', default: false },
    'kill-at': { type: 'string' },
    profile: { type: 'string' },
    trace: { type: 'boolean', default: false },
    /** Tells what each history did in a few letters: two runs of it can be compared. */
    fingerprints: { type: 'boolean', default: false },
  },
})

const killAt = killPointOf(values['kill-at'])
const first = Number(values.seed)
const histories = Number(values.histories)
const every = Number(values.every)
const databases = openDatabases()
const write = (line: string) => process.stdout.write(`${line}\n`)

if (values.mutation !== undefined) {
  const mutation = MUTATIONS.find(({ title }) => title === values.mutation)
  if (!mutation) throw new Error(`no mutation is called ${values.mutation}`)
  write(JSON.stringify(await hunt(databases, mutation, histories)))
  process.exit()
}
if (values.kill) {
  write(JSON.stringify(await killEverywhere(databases, histories)))
  process.exit()
}

const fingerprints: Record<number, string> = {}
let done = 0
let steps = 0
let posts = 0
const injected = new Map<string, number>(ALL_INJECTED.map((name) => [name, 0]))
for (let seed = first; seed < first + histories * every; seed += every) {
  const hash = createHash('sha256')
  const trace = values.trace ? write : values.fingerprints && ((line: string) => hash.update(line))
  try {
    const report = await runHistory(databases, seed, {
      ...(trace && { trace }),
      ...(killAt && { killAt }),
      // A name that is none of them fails at once.
      ...(values.profile && { profile: values.profile as Profile['name'] }),
    })
    steps += report.steps
    posts += report.posts
    for (const [name, count] of report.tally.counts) {
      injected.set(name, (injected.get(name) ?? 0) + count)
    }
    done++
  } catch (error) {
    // Nothing else is thrown.
    write(JSON.stringify({ failed: seed, message: (error as HistoryError).message }))
    if (values.trace) console.error(error)
  }
  if (values.fingerprints) fingerprints[seed] = hash.digest('hex').slice(0, 16)
}
write(JSON.stringify({ done, steps, posts, injected: Object.fromEntries(injected), fingerprints }))

/** `kill_before broadcast.send: graph POST messages`, as a failure prints it. */
function killPointOf(text: string | undefined): KillPoint | undefined {
  const [, when, name] = /^(kill_before|kill_after) (.+)$/.exec(text ?? '') ?? []
  if (text !== undefined && !name) throw new Error(`${text} is no kill point`)
  // One of the two that the pattern has.
  return name ? { name, when: when as KillPoint['when'] } : undefined
}
