/** What one POST came to, as the breakers see it. */
export type Outcome =
  | { kind: 'fine' }
  | { kind: 'ambiguous' }
  | { kind: 'refused'; code: number; isOurMistake: boolean }

/** The last outcomes of one run of a broadcast (from start or resume to the next stop), oldest first. */
export type BreakerState = { seen: number; mistakes: number; ambiguousRun: number; last: string[] }

export const NEW_BREAKER: BreakerState = { seen: 0, mistakes: 0, ambiguousRun: 0, last: [] }

/** Names the run of a broadcast that breakers look at: they start afresh after a resume. */
export const runOf = ({ id, updatedAt }: { id: string; updatedAt: number }) => `${id}:${updatedAt}`

export type BreakerReason = 'our_mistake' | 'no_answers' | 'many_same_failures'

const FINE = ''
const AMBIGUOUS = '?'

/** One bad mapping must not burn an audience: it shows on the first rows. */
const FIRST_ROWS = 3
const AMBIGUOUS_IN_A_ROW = 5
const WINDOW = 200
/** 2 % of the window. */
const AMBIGUOUS_IN_WINDOW = 4
const SHORT_WINDOW = 50
const SAME_CODE_SHARE = 0.3

/** Adds outcomes and says whether the broadcast must stop, and why. */
export function judge(
  state: BreakerState,
  outcomes: Outcome[],
): { state: BreakerState; stop: BreakerReason | null } {
  let { seen, mistakes, ambiguousRun } = state
  const last = [...state.last]
  let stop: BreakerReason | null = null
  for (const outcome of outcomes) {
    seen++
    if (outcome.kind === 'refused' && outcome.isOurMistake && seen <= FIRST_ROWS) mistakes++
    ambiguousRun = outcome.kind === 'ambiguous' ? ambiguousRun + 1 : 0
    last.push(letterOf(outcome))
    if (last.length > WINDOW) last.shift()
    stop ??= reasonToStop({ seen, mistakes, ambiguousRun, last })
  }
  return { state: { seen, mistakes, ambiguousRun, last }, stop }
}

const letterOf = (outcome: Outcome): string =>
  outcome.kind === 'refused' ? String(outcome.code) : outcome.kind === 'fine' ? FINE : AMBIGUOUS

function reasonToStop({ mistakes, ambiguousRun, last }: BreakerState): BreakerReason | null {
  if (mistakes >= FIRST_ROWS) return 'our_mistake'
  const ambiguous = last.filter((letter) => letter === AMBIGUOUS).length
  const isWhole = last.length === WINDOW
  if (ambiguousRun >= AMBIGUOUS_IN_A_ROW || (isWhole && ambiguous >= AMBIGUOUS_IN_WINDOW)) {
    return 'no_answers'
  }
  return mostOfOneCode(last.slice(-SHORT_WINDOW)) > SHORT_WINDOW * SAME_CODE_SHARE
    ? 'many_same_failures'
    : null
}

function mostOfOneCode(letters: string[]): number {
  const counts = new Map<string, number>()
  for (const letter of letters) {
    if (letter !== FINE && letter !== AMBIGUOUS) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}
