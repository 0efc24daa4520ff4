import * as v from 'valibot'
import { Id, text } from './common'
import { ConsentState } from './contacts'

/** Languages in which people are understood and answered when they ask for no more, or for more again. */
export const WORD_LANGUAGES = ['he', 'en', 'ar', 'ru', 'es', 'pt', 'fr', 'de', 'it'] as const
export const WordLanguage = v.picklist(WORD_LANGUAGES)
export type WordLanguage = v.InferOutput<typeof WordLanguage>

const Words = v.array(v.string())
const OwnWord = text(40)
export const MOST_OWN_WORDS = 50

/** By which words people stop and come back, and whether they are told that it was done. */
export const ConsentWords = v.object({
  lists: v.array(
    v.object({
      language: WordLanguage,
      /** Can't be left out. */
      kept: Words,
      more: Words,
      start: Words,
      /** What the answers say, with the account's own name. */
      stopAnswer: v.string(),
      startAnswer: v.string(),
    }),
  ),
  own: Words,
  leftOut: Words,
  answersStop: v.boolean(),
  answersStart: v.boolean(),
})
export type ConsentWords = v.InferOutput<typeof ConsentWords>

/** What is left out stays as it is. */
export const ConsentWordsChange = v.strictObject({
  own: v.optional(v.pipe(v.array(OwnWord), v.maxLength(MOST_OWN_WORDS))),
  leftOut: v.optional(v.pipe(v.array(OwnWord), v.maxLength(200))),
  answersStop: v.optional(v.boolean()),
  answersStart: v.optional(v.boolean()),
})
export type ConsentWordsChange = v.InferOutput<typeof ConsentWordsChange>

/** Why an opt-out was none: kept in the ledger beside it. */
export const ConsentUndo = v.strictObject({ reason: text(300, 3) })
export type ConsentUndo = v.InferOutput<typeof ConsentUndo>

/** What an account asks people to agree to, in one language. */
export const OptInTexts = v.strictObject({ purpose: text(200, 5), wording: text(500, 20) })
export type OptInTexts = v.InferOutput<typeof OptInTexts>

export const OptInChange = v.strictObject({
  isOpen: v.optional(v.boolean()),
  numberId: v.optional(v.pipe(v.string(), v.maxLength(40))),
  /** New words are a new version: who agreed to the old ones agreed to those. */
  texts: v.optional(v.strictObject({ he: OptInTexts, en: OptInTexts })),
})
export type OptInChange = v.InferOutput<typeof OptInChange>

const Counts = v.object({ visits: v.number(), sent: v.number(), confirmed: v.number() })
export type OptInCounts = v.InferOutput<typeof Counts>

/** The public page of an account; null before somebody made one. */
export const OptInView = v.object({
  page: v.nullable(
    v.object({
      /** Behind `/join/`. */
      code: v.string(),
      isOpen: v.boolean(),
      numberId: v.string(),
      version: v.number(),
      versionAt: v.number(),
      texts: v.object({ he: OptInTexts, en: OptInTexts }),
    }),
  ),
  /** What a new page begins with. */
  suggested: v.object({ he: OptInTexts, en: OptInTexts }),
  total: Counts,
  month: Counts,
})
export type OptInView = v.InferOutput<typeof OptInView>

/** What somebody fills in on the public page. */
export const OptInForm = v.object({
  name: text(80),
  phone: text(40),
  agrees: v.literal('yes'),
  version: v.pipe(v.string(), v.toNumber(), v.integer()),
})

export const EvidenceView = v.object({
  madeAt: v.number(),
  madeBy: v.string(),
  business: v.string(),
  person: v.object({
    id: Id,
    name: v.nullable(v.string()),
    phone: v.nullable(v.string()),
    bsuid: v.nullable(v.string()),
    /** Every spelling by which the person is known. */
    identities: v.array(v.string()),
  }),
  state: ConsentState,
  stops: v.array(
    v.object({ identity: v.string(), scope: v.string(), reason: v.string(), at: v.number() }),
  ),
  entries: v.array(
    v.object({
      id: v.string(),
      at: v.number(),
      change: v.picklist(['opted_in', 'opted_out', 'retracted']),
      /** Where it came from; `file` and `row` of an import. */
      source: v.object({
        kind: v.string(),
        file: v.nullable(v.string()),
        row: v.nullable(v.number()),
      }),
      wording: v.nullable(v.string()),
      actor: v.object({ kind: v.string(), name: v.nullable(v.string()) }),
      evidence: v.record(v.string(), v.string()),
    }),
  ),
  /** Declarations that messages below rest on. */
  bases: v.array(
    v.object({
      id: v.string(),
      basis: v.string(),
      by: v.string(),
      at: v.number(),
      withdrawnAt: v.nullable(v.number()),
    }),
  ),
  /** Marketing that reached Meta or was to, each with the entry it relied on. */
  messages: v.array(
    v.object({
      at: v.number(),
      broadcast: v.nullable(v.string()),
      state: v.string(),
      entry: v.nullable(v.string()),
    }),
  ),
})
export type EvidenceView = v.InferOutput<typeof EvidenceView>
