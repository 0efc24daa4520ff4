type ScriptUrlPolicy = { createScriptURL: (url: string) => string }
type PolicyFactory = { createPolicy: (name: string, rules: ScriptUrlPolicy) => ScriptUrlPolicy }

/** Only our own files may become workers. */
const sameOrigin = (url: string) => ofOrigin(url, location.origin)

function ofOrigin(url: string, allowed: string): string {
  const { origin, href } = new URL(url, location.origin)
  if (origin !== allowed) throw new TypeError('a script of another origin')
  return href
}

// The DOM types of TypeScript do not know `trustedTypes` yet; browsers without it need no policy.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
const policy = factory?.createPolicy('proconnect-url', { createScriptURL: sameOrigin })

/** For `new Worker()` and `serviceWorker.register()`, which refuse plain strings under our policy. */
export const scriptUrl = (url: string | URL): string =>
  (policy ?? { createScriptURL: sameOrigin }).createScriptURL(String(url))

let isOtherIn = false

/**
 * Lets scripts of one other origin run on this page, and what they load from there. Pages whose policy does
 * not name a default policy refuse this.
 */
export function letScriptsIn(origin: string): void {
  if (isOtherIn) return
  isOtherIn = true
  factory?.createPolicy('default', { createScriptURL: (url) => ofOrigin(url, origin) })
}
