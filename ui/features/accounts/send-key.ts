import type { SendKey } from '../../../worker/contract/auth'
import { showToast } from '../../components/toast'
import { isMac } from '../../lib/keyboard'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { refreshSession } from './session'
import { changeProfile } from './session-api'

export const nameOfKey = (key: SendKey): string =>
  key === 'enter' ? 'Enter' : isMac ? '⌘ Enter' : 'Ctrl Enter'

/** Kept with the person, so that it is the same on every machine. */
export async function chooseSendKey(sendKey: SendKey) {
  try {
    await changeProfile({ sendKey })
    await refreshSession()
    showToast({ text: m.common_saved() })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    showToast({ text: error.message, tone: 'danger' })
  }
}
