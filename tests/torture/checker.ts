// Decides whether a broadcast that was killed and started again kept its word, from the simulated Meta's
// log and the HTTP API alone. It imports nothing and knows nothing of how the product works, so that it
// cannot be wrong in the same way.

/** A message that Meta accepted, and what became of it. */
export type LoggedMessage = {
  /** The person at Meta, however their number was written. */
  person: string
  to: string
  /** `ok`, or the fault that hid the answer from the sender. */
  answer: string
  outcome: string
}

/** A row of the API's list of recipients. */
export type ListedRecipient = { no: number; identity: string; state: string }

/** What the API said of rows under way when the product ran again after so many kills. */
export type Revival = { kills: number; sending: number; unknown: number }

export type History = {
  /** Phone numbers of everybody in the audience. */
  people: string[]
  kills: number
  /** Rows that the product says it has under way at most. */
  windowRows: number
  revivals: Revival[]
  log: LoggedMessage[]
  /** POSTs that Meta refused in words that leave open whether it did. */
  unclearRefusals: number
  /** Once the broadcast was over, before every status had arrived. */
  beforeStatuses: ListedRecipient[]
  /** Once every status had arrived. */
  recipients: ListedRecipient[]
  progress: { state: string; total: number; counts: Record<string, number> }
}

export type Violation = { rule: Rule; message: string }
export type Rule =
  | 'I1 twice'
  | 'I2 one final result'
  | 'I3 adds up'
  | 'I3 as Meta knows it'
  | 'window'

/** What the report calls sent, failed, left out and not confirmed. */
const RESULTS: Record<string, 'sent' | 'failed' | 'left out' | 'not confirmed'> = {
  accepted: 'sent',
  sent: 'sent',
  delivered: 'sent',
  read: 'sent',
  played: 'sent',
  failed: 'failed',
  skipped: 'left out',
  unknown: 'not confirmed',
}

/** Answers from which a sender cannot know that Meta accepted. */
const UNCLEAR_ANSWERS = new Set(['error_after', 'timeout', 'broken_body', 'empty_id'])

/** Everything that is wrong with a history; of many of a kind the first few. */
export function check(history: History): Violation[] {
  const rules: Record<Rule, string[]> = {
    'I1 twice': writtenTwice(history),
    'I2 one final result': withoutOneResult(history),
    'I3 adds up': sumsThatDiffer(history),
    'I3 as Meta knows it': differencesFromLog(history),
    window: tooManyUnderWay(history),
  }
  // The keys of the record above.
  const entries = Object.entries(rules) as [Rule, string[]][]
  return entries.flatMap(([rule, found]) => shortened(found).map((message) => ({ rule, message })))
}

const MOST_SHOWN = 5

const shortened = (messages: string[]): string[] =>
  messages.length <= MOST_SHOWN
    ? messages
    : [...messages.slice(0, MOST_SHOWN), `… and ${messages.length - MOST_SHOWN} more`]

/** The figures that a run reports. */
export function measure({ people, log, beforeStatuses, recipients }: History) {
  const logged = new Set(log.map(({ to }) => digits(to)))
  const settled = new Set(
    recipients.filter(({ state }) => state in RESULTS).map(({ identity }) => digits(identity)),
  )
  const unknownAndPosted = (rows: ListedRecipient[]) =>
    rows.filter(({ state, identity }) => state === 'unknown' && logged.has(digits(identity))).length
  return {
    accepted: log.length,
    duplicates: log.length - new Set(log.map(({ person }) => person)).size,
    lost: people.filter((phone) => !settled.has(digits(phone))).length,
    unknownBefore: beforeStatuses.filter(({ state }) => state === 'unknown').length,
    unknownPostedBefore: unknownAndPosted(beforeStatuses),
    unknownAfter: recipients.filter(({ state }) => state === 'unknown').length,
    unknownPostedAfter: unknownAndPosted(recipients),
  }
}

function writtenTwice({ log }: History): string[] {
  const times = countBy(log, ({ person }) => person)
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([person, count]) => `Meta accepted ${count} messages to ${person}`)
}

function withoutOneResult({ people, recipients, progress }: History): string[] {
  const found: string[] = []
  if (progress.state !== 'done') found.push(`the broadcast is ${progress.state}`)
  for (const { no, state } of recipients) {
    if (!(state in RESULTS)) found.push(`row ${no} ends as ${state}`)
  }
  const rows = countBy(recipients, ({ identity }) => digits(identity))
  for (const phone of people) {
    const count = rows.get(digits(phone)) ?? 0
    if (count !== 1) found.push(`${phone} has ${count} results`)
  }
  const known = new Set(people.map(digits))
  for (const identity of rows.keys()) {
    if (!known.has(identity)) found.push(`${identity} has a result and was never in the audience`)
  }
  for (const [no, count] of countBy(recipients, (row) => row.no)) {
    if (count > 1) found.push(`row number ${no} stands ${count} times`)
  }
  return found
}

/** Audience = sent + failed + left out + not confirmed, in the totals as in the rows. */
function sumsThatDiffer({ people, recipients, progress }: History): string[] {
  const found: string[] = []
  const rows = countBy(recipients, ({ state }) => state)
  for (const state of new Set([...rows.keys(), ...Object.keys(progress.counts)])) {
    const [inRows, inTotals] = [rows.get(state) ?? 0, progress.counts[state] ?? 0]
    if (inRows !== inTotals) found.push(`${inTotals} are counted as ${state}, ${inRows} rows are`)
  }
  const results = Object.entries(progress.counts).filter(([state]) => state in RESULTS)
  const sum = results.reduce((total, [, count]) => total + count, 0)
  if (sum !== people.length) {
    found.push(`sent, failed, left out and not confirmed are ${sum} of ${people.length} people`)
  }
  if (progress.total !== people.length) {
    found.push(`the total is ${progress.total} for ${people.length} people`)
  }
  return found
}

/** With every status told, a row says what Meta's log says, and nothing that is not in it. */
function differencesFromLog({ log, recipients }: History): string[] {
  const outcomes = new Map(log.map(({ to, outcome }) => [digits(to), outcome]))
  const found: string[] = []
  for (const { no, identity, state } of recipients) {
    const outcome = outcomes.get(digits(identity))
    outcomes.delete(digits(identity))
    if (outcome !== undefined && state !== outcome) {
      found.push(`row ${no} is ${state}, at Meta it is ${outcome}`)
    }
    if (outcome === undefined && RESULTS[state] === 'sent') {
      found.push(`row ${no} is ${state}, and Meta never accepted it`)
    }
  }
  for (const to of outcomes.keys()) found.push(`Meta accepted a message to ${to}, who has no row`)
  return found
}

/** A kill leaves at most one window whose fate is open; beyond that only what Meta left open. */
function tooManyUnderWay(history: History): string[] {
  const { kills, windowRows, revivals, log, unclearRefusals, beforeStatuses, recipients } = history
  const unclear = log.filter(({ answer }) => UNCLEAR_ANSWERS.has(answer)).length + unclearRefusals
  const found: string[] = []
  for (const { kills: sofar, sending, unknown } of revivals) {
    if (unknown + sending > windowRows * sofar + unclear) {
      found.push(`${unknown + sending} rows were open after ${sofar} kills`)
    }
  }
  const open = (rows: ListedRecipient[]) => rows.filter(({ state }) => state === 'unknown').length
  const before = open(beforeStatuses)
  if (before > windowRows * kills + unclear) {
    found.push(`${before} are not confirmed after ${kills} kills and ${unclear} unclear answers`)
  }
  const after = open(recipients)
  if (after > windowRows * kills + unclearRefusals) {
    found.push(`${after} stay not confirmed although every status arrived`)
  }
  return found
}

const digits = (phone: string): string => phone.replace(/\D/g, '')

function countBy<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, number> {
  const counts = new Map<K, number>()
  for (const one of list) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}
