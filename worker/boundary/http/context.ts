import type { Role } from '../../contract/auth'
import type { Language } from '../../contract/common'
import type { AccountDb } from '../db'
import type { Deps } from '../deps'

/** Who is asking: a signed-in user in one account. */
export type Member = {
  userId: string
  accountId: string
  shard: string
  role: Role
  sessionId: string
  /** False where the account hides its contacts' phone numbers from this role. */
  seesPhones: boolean
}

export type AppContext = {
  Bindings: object
  Variables: {
    deps: Deps
    language: Language
    requestId: string
    /** Set on every route behind `requireMember`. */
    member: Member
    /** False while the member's account is suspended or being deleted. */
    isAccountActive: boolean
    /** The member's account; opened with `member`. */
    db: AccountDb
    /** Set by routes whose answer holds something that is shown once, such as a link with a token. */
    isShownOnce?: boolean
  }
}
