import type { Dials } from './dials'
import { draw, pick } from './draws'
import type { Person } from './personas'
import { REPLIES, STOP_WORDS, type WrittenLanguage } from './replies'

export type Outcome = 'sent' | 'delivered' | 'read' | 'failed'
export type StatusKind = Outcome

export type QuickReply = { text: string; payload: string }

/** What the person does beyond reading. */
export type Answer =
  | { kind: 'text'; text: string }
  | { kind: 'button'; button: QuickReply }
  | { kind: 'other'; content: { type: string; [key: string]: unknown } }

export type Fate = {
  outcome: Outcome
  code: number | null
  statuses: { kind: StatusKind; afterMs: number }[]
  answer: { answer: Answer; afterMs: number } | null
}

/** What of a message its fate depends on. */
export type Letter = {
  isTemplate: boolean
  isMarketing: boolean
  templateName: string
  /** As pricing names it. */
  category: string
  quickReplies: QuickReply[]
  /** A reason to fail that is not chance: the window, a stop, the United States. */
  certainFailure: number | null
}

/** The code that the answer to this person's message carries, if it is refused at once. */
export const refusalOf = (seed: string, person: Person, dials: Dials): number | null =>
  codeByShare(draw(seed, person.identity, 'refused'), dials.shares.refusedByCode)

/** Everything that will happen to a message, decided when it is accepted and by nothing but its words. */
export function fateOf(seed: string, person: Person, letter: Letter, dials: Dials): Fate {
  const chance = (word: string) => draw(seed, person.identity, word)
  const code = letter.certainFailure ?? codeByShare(chance('failed'), dials.shares.failedByCode)
  if (code !== null) return failedFate(code, chance('sent delay'), dials)

  const { shares } = dials
  if (chance('delivered') >= shares.delivered) return reachedFate('sent', chance, dials)
  if (chance('read') >= shares.read) return reachedFate('delivered', chance, dials)

  const fate = reachedFate('read', chance, dials)
  const answer = answerOf(person, letter, chance, dials)
  if (!answer) return fate
  return { ...fate, answer: { answer, afterMs: spread(dials, 'reply', chance('reply delay')) } }
}

function failedFate(code: number, delay: number, dials: Dials): Fate {
  const afterMs = spread(dials, 'sent', delay)
  return { outcome: 'failed', code, statuses: [{ kind: 'failed', afterMs }], answer: null }
}

function reachedFate(
  outcome: 'sent' | 'delivered' | 'read',
  chance: (word: string) => number,
  dials: Dials,
): Fate {
  const kinds = ['sent', 'delivered', 'read'] as const
  const chatIsOpen = outcome === 'read' && chance('chat open') < dials.shares.chatOpen
  const statuses: Fate['statuses'] = []
  let latest = 0
  for (const kind of kinds.slice(0, kinds.indexOf(outcome) + 1)) {
    if (kind === 'delivered' && chatIsOpen) continue
    // Delays count from acceptance; whatever their spread, one message's statuses keep their order.
    latest = Math.max(latest, spread(dials, kind, chance(`${kind} delay`)))
    statuses.push({ kind, afterMs: latest })
  }
  return { outcome, code: null, statuses: inReportingOrder(statuses, dials), answer: null }
}

function inReportingOrder(statuses: Fate['statuses'], dials: Dials): Fate['statuses'] {
  if (!dials.webhook.reorder) return statuses
  const delays = statuses.map(({ afterMs }) => afterMs).reverse()
  return statuses.map(({ kind }, i) => ({ kind, afterMs: delays[i] ?? 0 }))
}

function answerOf(
  person: Person,
  letter: Letter,
  chance: (word: string) => number,
  { shares }: Dials,
): Answer | null {
  if (!letter.isTemplate) return null
  const language: WrittenLanguage = person.country === 'IL' ? 'he' : 'en'
  if (letter.isMarketing && chance('stop') < shares.stop) {
    return { kind: 'text', text: pick(STOP_WORDS[language], person.identity, 'stop word') }
  }
  if (letter.quickReplies.length > 0 && chance('tapped') < shares.tapped) {
    return {
      kind: 'button',
      button: pick(letter.quickReplies, person.identity, letter.templateName),
    }
  }
  if (chance('replied') >= shares.replied) return null
  return { kind: 'text', text: pick(REPLIES[language], person.identity, letter.templateName) }
}

function spread(dials: Dials, kind: 'sent' | 'delivered' | 'read' | 'reply', dice: number): number {
  const delays = dials.statusDelaysMs
  return Math.round(delays[kind] * (1 + delays.spread * (2 * dice - 1)))
}

function codeByShare(dice: number, shares: Record<string, number>): number | null {
  let upTo = 0
  for (const [code, share] of Object.entries(shares)) {
    upTo += share
    if (dice < upTo) return Number(code)
  }
  return null
}
