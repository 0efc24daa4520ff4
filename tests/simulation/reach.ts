import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'

// Which effects of the product's code did run: those that never do are killed by nobody. All code is in
// one file here, with the name of its source above each part, and only what can be reached at all.

/** An effect where it stands in the code. */
export type Site = { file: string; text: string; offset: number }

const SOURCE = /^\/\/(?:#region)? ?(\S+)$/

const EFFECTS = [
  /\b(?:INSERT INTO|UPDATE|DELETE FROM) [a-z_]+/g,
  /\b(?:db|directory|database)\.(?:insert|update|delete)\(\w+/g,
  /\bfiles\.(?:put|delete)\(/g,
  /\bjobs\.(?:sends|events|chore)\(.{0,40}/g,
  /\blive\.(?:changed|disconnect)\(/g,
  /\bmailer\.send\(/g,
  /\.(?:reserve|reserveReply|slowDown)\(/g,
  /\b(?:client|graph)\.call\(/g,
  /\.deliverOne\(/g,
]

/** Every effect in the product's part of this file. */
export function sitesIn(code: string): Site[] {
  const sites: Site[] = []
  let file = ''
  let start = 0
  for (const line of code.split('\n')) {
    file = SOURCE.exec(line)?.[1] ?? file
    if (file.startsWith('worker/') && !/^\s*(?:\/\/|\*)/.test(line)) {
      for (const effect of EFFECTS) {
        for (const { 0: text, index } of line.matchAll(effect)) {
          sites.push({ file, text, offset: start + index })
        }
      }
    }
    start += line.length + 1
  }
  return sites
}

/** Watches this file until the answer is called, which tells the effects that never ran. */
export async function watchReach(): Promise<() => Promise<Site[]>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    session.disconnect()
    const mine = result.find(({ url }) => url === import.meta.url)
    // The first function is the file itself.
    const ranges = mine?.functions.slice(1).flatMap((one) => one.ranges) ?? []
    const code = readFileSync(fileURLToPath(import.meta.url), 'utf8')
    return sitesIn(code).filter(({ offset }) => !isReached(ranges, offset))
  }
}

type Range = { startOffset: number; endOffset: number; count: number }

function isReached(ranges: Range[], offset: number): boolean {
  const round = ranges.filter((one) => one.startOffset <= offset && offset < one.endOffset)
  const [closest] = round.sort((a, b) => sizeOf(a) - sizeOf(b))
  return (closest?.count ?? 0) > 0
}

const sizeOf = ({ startOffset, endOffset }: Range) => endOffset - startOffset
