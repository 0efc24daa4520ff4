import type { SendKey } from '../../../worker/contract/auth'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { isMac } from '../../lib/keyboard'
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
    tellFailure(error)
  }
}
