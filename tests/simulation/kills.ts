import type { KillPoint } from './faults'
import { HistoryError, runHistory } from './history'
import { type Site, watchReach } from './reach'
import type { Databases } from './sqlite'

export type KillReport = {
  /** Every effect by name: the task and what it does. */
  steps: string[]
  /** Those at which nobody died, before or after. */
  notKilled: string[]
  /** Effects in the code that no history came to. */
  unreached: Site[]
  /** What a death broke. */
  failures: string[]
}

/** Meets every effect that histories have, and kills who does it: once before it, once after it. */
export async function killEverywhere(databases: Databases, histories: number): Promise<KillReport> {
  const unreached = await watchReach()
  const met = new Map<string, number>()
  for (let seed = 1; seed <= histories; seed++) {
    const { seen } = await runHistory(databases, seed)
    for (const name of seen.keys()) if (!met.has(name)) met.set(name, seed)
  }
  const report: KillReport = {
    steps: [...met.keys()].sort(),
    notKilled: [],
    unreached: await unreached(),
    failures: [],
  }
  for (const [name, seed] of met) {
    for (const when of ['kill_before', 'kill_after'] as const) {
      await killOnce(databases, seed, { name, when }, report)
    }
  }
  return report
}

async function killOnce(
  databases: Databases,
  seed: number,
  killAt: KillPoint,
  report: KillReport,
): Promise<void> {
  try {
    const { hasStruck } = await runHistory(databases, seed, { killAt })
    if (!hasStruck) report.notKilled.push(`${killAt.name} (${killAt.when})`)
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    report.failures.push(`${killAt.name} (${killAt.when}): ${error.message}`)
  }
}
