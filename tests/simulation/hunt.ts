import { HistoryError, runHistory } from './history'
import { type Mutation, Rewriter } from './mutations'
import type { Databases } from './sqlite'
import { Violation } from './violation'

/** Runs histories with a bug until one of them fails by one of the invariants that the bug breaks. */
export async function hunt(
  databases: Databases,
  mutation: Mutation,
  histories: number,
): Promise<{ seed: number; message: string; replay: string; isWhole: boolean } | null> {
  const rewriter = new Rewriter(mutation)
  const { from = 1 } = mutation
  for (let seed = from; seed < from + histories; seed++) {
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
      if (!isMeant) continue
      const replay = error.message.split('replay it with: ').at(-1) ?? ''
      return { seed, message: cause.message, replay, isWhole: rewriter.isWhole() }
    }
  }
  return null
}
