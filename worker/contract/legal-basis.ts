import * as v from 'valibot'
import { Id, text } from './common'

/** Why the account may send marketing to people whose consent it did not write down. */
export const NewLegalBasis = v.strictObject({ basis: text(500, 20) })
export type NewLegalBasis = v.InferOutput<typeof NewLegalBasis>

export const LegalBasisView = v.object({
  /** Null while nothing is declared: people without a recorded consent are left out. */
  declared: v.nullable(v.object({ id: Id, basis: v.string(), by: v.string(), at: v.number() })),
})
export type LegalBasisView = v.InferOutput<typeof LegalBasisView>
