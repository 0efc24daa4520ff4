import type { GraphPhoneNumber, TokenFacts } from '../../boundary/graph/accounts'
import type { GrantedAccess } from '../../contract/access'

/** What a token reaches, of what Meta said of it and of the numbers that it sees. */
export const grantedBy = (facts: TokenFacts, numbers: GraphPhoneNumber[]): GrantedAccess => ({
  scopes: facts.scopes,
  wabaIds: facts.wabaIds,
  numbers: numbers.map(({ id, display_phone_number }) => ({
    id,
    displayPhoneNumber: display_phone_number,
  })),
})
