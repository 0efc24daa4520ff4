import { changeProfile } from '../features/accounts/session-api'
import { type Locale, switchLanguage } from '../lib/i18n'

/** The page changes at once; the account follows, so that mails come in this language too. */
export function chooseLanguage(next: Locale) {
  switchLanguage(next)
  // Whatever happens to this, the cookie holds; the profile page shows what the account says.
  changeProfile({ language: next }).catch(() => {})
}
