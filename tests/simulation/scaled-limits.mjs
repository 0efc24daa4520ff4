// Small histories must cross the borders that large ones cross: windows, chunks and slices hold a few
// rows here. The code is the product's own; only these numbers differ.
import { fileURLToPath } from 'node:url'
import { fasterDrizzle } from './faster-drizzle.mjs'

const SCALED = {
  'features/broadcasts/send-operations.ts': { WINDOW_ROWS: 3 },
  'features/broadcasts/freeze-queries.ts': { SLICE_PEOPLE: 4, CHUNK_ROWS: 4, UNEVEN_ROWS: 2 },
  'features/broadcasts/part-operations.ts': { WAITING: 2 },
  'features/broadcasts/sweep-operations.ts': { CANCEL_ROWS: 3 },
  'features/broadcasts/progress-queries.ts': { CHUNKS_PER_RECOUNT: 2 },
  // Two of three batches are no crowd, and a backlog comes too.
  'features/broadcasts/status-operations.ts': { CROWD_ROWS: 2, BACKLOG_ROWS: 5 },
  'features/broadcasts/waiting-queries.ts': { MOST_CHARACTERS: 1_500 },
  'features/broadcasts/status-queries.ts': { EVIDENCE_PER_STATEMENT: 3 },
  // A second of the slowest number must be full of a small crowd's messages.
  'features/meta/number-facts.ts': { PER_SECOND_BESIDE_APP: 5 },
  // A sample is some of a few.
  'contract/broadcast-canary.ts': { LEAST_SAMPLE: 2 },
}

const FOLDER = '/worker/'

/** A Vite plugin. A limit that was renamed or moved fails the build instead of growing unnoticed. */
export function scaledLimits() {
  return {
    name: 'scaled-limits',
    enforce: 'pre',
    transform(code, id) {
      const [path] = id.split('?')
      const at = path.indexOf(FOLDER)
      const limits = at < 0 ? undefined : SCALED[path.slice(at + FOLDER.length)]
      if (!limits) return null
      return Object.entries(limits).reduce((text, [name, value]) => scale(text, name, value), code)
    },
  }
}

function scale(text, name, value) {
  const pattern = new RegExp(`((?:const ${name} =|\\b${name}:) )[\\d_]+`)
  if (!pattern.test(text)) throw new Error(`the simulation knows no limit called ${name}`)
  return text.replace(pattern, `$1${value}`)
}

/** What both Vitest and the bundle of `npm run simulate` need to run the product in plain Node. */
export const simulated = {
  plugins: [scaledLimits(), fasterDrizzle()],
  resolve: {
    alias: {
      'cloudflare:workers': fileURLToPath(new URL('./cloudflare-workers.ts', import.meta.url)),
    },
  },
}
