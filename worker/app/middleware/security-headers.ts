import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'

/** Features a page of ours never uses, refused to it and to whatever would get into it. */
const REFUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
]

/** Whether a window that a page opened may speak to it. */
export const OPENER = 'Cross-Origin-Opener-Policy'

const HEADERS = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  [OPENER]: 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  // Voice messages are recorded in the inbox, by a press of a button.
  'Permissions-Policy': [
    ...REFUSED_FEATURES.map((feature) => `${feature}=()`),
    'microphone=(self)',
  ].join(', '),
}

/** What is no document runs and embeds nothing, even when somebody opens it as one. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/**
 * The policy of the app's pages: `proconnect-url` is the one Trusted Types policy, in ui/lib, and scripts
 * that our own ones make may run.
 */
export const documentPolicy = (nonce: string) =>
  policyOf({
    scripts: `'self' 'nonce-${nonce}' 'strict-dynamic'`,
    others: '',
    last: ["require-trusted-types-for 'script'", 'trusted-types proconnect-url'],
  })

/**
 * The policy of the one page on which Meta's script runs. That script writes markup into the page and names
 * Trusted Types policies as it likes, so that they would break it: they are not asked for here. In their
 * place scripts are held to hosts: our own and Meta's, however they come in.
 */
export const connectPolicy = (nonce: string, sdkUrl: string, loginOrigins: string[]) =>
  policyOf({
    scripts: `'self' 'nonce-${nonce}' ${new URL(sdkUrl).origin}`,
    others: loginOrigins.map((origin) => ` ${origin}`).join(''),
    last: [],
  })

type Allowed = {
  scripts: string
  /** Whom the page may frame, ask and take pictures from, besides ourselves. */
  others: string
  last: string[]
}

const policyOf = ({ scripts, others, last }: Allowed): string =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    `img-src 'self' blob: data:${others}`,
    "media-src 'self' blob:",
    `connect-src 'self'${others}`,
    ...(others ? [`frame-src${others}`] : []),
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    ...last,
  ].join('; ')

/** On every response, refusals and faults included; a page that set its own policy keeps it. */
export const securityHeaders = createMiddleware<AppContext>(async (c, next) => {
  await next()
  // An upgrade has no body that a browser could misread, and its headers can't be changed.
  if (c.res.status === 101) return
  // Answers of other services can't be changed in place.
  c.res = new Response(c.res.body, c.res)
  for (const [name, value] of Object.entries(HEADERS)) {
    if (name !== OPENER || !c.res.headers.has(OPENER)) c.res.headers.set(name, value)
  }
  c.res.headers.set('X-Request-Id', c.var.requestId)
  if (!c.res.headers.has('Content-Security-Policy')) {
    c.res.headers.set('Content-Security-Policy', NOTHING)
  }
})
