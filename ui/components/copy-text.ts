import { m } from '../paraglide/messages.js'
import { showToast } from './toast'

/** Puts a text on the clipboard; false, with a notice, where the browser does not let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Refused, or not there at all: on a page that is not https.
    showToast({ text: m.common_copy_refused(), tone: 'danger' })
    return false
  }
}
