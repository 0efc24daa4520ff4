import type { Language } from '../../contract/common'

/** Somebody who asks before we know who it is: what limits, codes and mails need of the request. */
export type Visitor = {
  /** The `__Host-attempt` cookie, or a fresh token that becomes one. */
  browserToken: string
  ip: string | null
  device: string
  /** Where this copy of the product is reached, for links in mails. */
  origin: string
}

export type CodeMail = 'sign_up' | 'sign_in' | 'change_email'

/** A new account as typed in, with the ids it will have, so that a repeated try finishes the same one. */
export type AccountDraft = {
  accountId: string
  userId: string
  shard: string
  name: string
  email: string
  phone: string
  language: Language
  businessName: string
  timeZone: string
  country: string
}
