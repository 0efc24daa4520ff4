import { NO_OTP } from '../../contract/template-drafts'
import type { LibraryTemplate } from './library'

/** One-time codes: Meta writes the words, in the reader's language. */
export const AUTHENTICATION_LIBRARY: readonly LibraryTemplate[] = [
  {
    key: 'login_code',
    title: { en: 'Sign-in code', he: 'קוד כניסה' },
    en: { security: true, expiryMinutes: 10, otp: { ...NO_OTP, text: 'Copy code' } },
    he: { security: true, expiryMinutes: 10, otp: { ...NO_OTP, text: 'העתקת הקוד' } },
  },
  {
    key: 'phone_verification',
    title: { en: 'Verification of a phone', he: 'אימות מספר טלפון' },
    en: { security: false, expiryMinutes: 15, otp: { ...NO_OTP, text: 'Copy code' } },
    he: { security: false, expiryMinutes: 15, otp: { ...NO_OTP, text: 'העתקת הקוד' } },
  },
]
