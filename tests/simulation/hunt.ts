import { HistoryError, runHistory } from './history'
import { type Mutation, Rewriter } from './mutations'
import type { Databases } from './sqlite'
import { Violation } from './violation'

/** Runs histories with a bug until one of them fails by one of the invariants that the bug breaks. */
export async function hunt(
  databases: Databases,
  mutation: Mutation,
  histories: number,
): Promise<{ seed: number; message: string; isWhole: boolean } | null> {
  const rewriter = new Rewriter(mutation)
  for (let seed = 1; seed <= histories; seed++) {
    try {
      await runHistory(databases, seed, {
        mutation,
        rewriter,
        ...(mutation.profile && { profile: mutation.profile }),
      })
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error
      const { cause } = error
      const isMeant = cause instanceof Violation && mutation.breaks.includes(cause.invariant)
      if (isMeant) return { seed, message: cause.message, isWhole: rewriter.isWhole() }
    }
  }
  return null
}
