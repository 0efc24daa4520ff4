type ScriptUrlPolicy = { createScriptURL: (url: string) => string }
type PolicyFactory = { createPolicy: (name: string, rules: ScriptUrlPolicy) => ScriptUrlPolicy }

/** Only our own files may become workers. */
function sameOrigin(url: string): string {
  const { origin, href } = new URL(url, location.origin)
  if (origin !== location.origin) throw new TypeError('a script of another origin')
  return href
}

// The DOM types of TypeScript do not know `trustedTypes` yet; browsers without it need no policy.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
const policy = factory?.createPolicy('proconnect-url', { createScriptURL: sameOrigin })

/** For `new Worker()` and `serviceWorker.register()`, which refuse plain strings under our policy. */
export const scriptUrl = (url: string | URL): string =>
  (policy ?? { createScriptURL: sameOrigin }).createScriptURL(String(url))
