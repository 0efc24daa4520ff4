import type { SignupSettings } from '../../../../worker/contract/signup'
import {
  type Heard,
  isFromMeta,
  NOTHING_HEARD,
  outcomeOf,
  readSessionMessage,
  type WindowOutcome,
} from './window-answer'

/** Meta's script, as far as we use it. */
type MetaSdk = {
  init(options: { appId: string; autoLogAppEvents: boolean; xfbml: boolean; version: string }): void
  login(
    callback: (answer: { authResponse?: { code?: string } | null }) => void,
    options: object,
  ): void
}
// Their script puts itself there; the DOM types can't know it.
const sdk = () => (globalThis as { FB?: MetaSdk }).FB

/** Loads Meta's script, once. Only the connect page's own policy lets it run. */
export async function loadMetaSdk(settings: SignupSettings): Promise<void> {
  if (!sdk()) await loadScript(settings.sdkUrl)
  const loaded = sdk()
  if (!loaded) throw new Error('Meta’s script did not come')
  const { appId, graphVersion } = settings
  loaded.init({ appId, autoLogAppEvents: false, xfbml: false, version: graphVersion })
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = url
    script.async = true
    script.onload = () => resolve()
    script.onerror = () => reject(new Error('Meta’s script was blocked'))
    document.head.append(script)
  })
}

/** A message that follows the first one comes within this, or not at all. */
const QUIET_MS = 3_000

/**
 * Opens Meta's window, which browsers allow only right at a click, and waits for its answers: the code by
 * its script, the ids by message, in any order, one of them perhaps never.
 */
export function openMetaWindow(
  { configId, loginOrigins }: SignupSettings,
  isShared: boolean,
): Promise<WindowOutcome> {
  return new Promise((resolve) => {
    let heard: Heard = NOTHING_HEARD
    let timer = 0
    const hear = (news: Partial<Heard>) => {
      heard = { ...heard, ...news }
      const outcome = outcomeOf(heard)
      if (outcome) {
        removeEventListener('message', onMessage)
        clearTimeout(timer)
        resolve(outcome)
      } else if (!heard.isQuiet && (heard.code || heard.isClosed) && !timer) {
        timer = window.setTimeout(() => hear({ isQuiet: true }), QUIET_MS)
      }
    }
    const onMessage = ({ origin, data }: MessageEvent) => {
      if (!isFromMeta(origin, loginOrigins)) return
      const session = readSessionMessage(data)
      if (session) hear({ session })
    }
    addEventListener('message', onMessage)
    sdk()?.login(
      ({ authResponse }) => {
        const code = authResponse?.code
        hear(code ? { code } : { isClosed: true })
      },
      {
        config_id: configId,
        response_type: 'code',
        override_default_response_type: true,
        extras: isShared
          ? { setup: {}, featureType: 'whatsapp_business_app_onboarding', sessionInfoVersion: '3' }
          : { setup: {} },
      },
    )
  })
}
