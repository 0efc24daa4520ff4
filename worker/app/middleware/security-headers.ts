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
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
]

const HEADERS = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': REFUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
}

/** What is no document runs and embeds nothing, even when somebody opens it as one. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/** The policy of the app's pages: `proconnect-url` is the one Trusted Types policy, in ui/lib. */
export const documentPolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types proconnect-url',
  ].join('; ')

/** On every response, refusals and faults included; a page that set its own policy keeps it. */
export const securityHeaders = createMiddleware<AppContext>(async (c, next) => {
  await next()
  // An upgrade has no body that a browser could misread, and its headers can't be changed.
  if (c.res.status === 101) return
  // Answers of other services can't be changed in place.
  c.res = new Response(c.res.body, c.res)
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value)
  c.res.headers.set('X-Request-Id', c.var.requestId)
  if (!c.res.headers.has('Content-Security-Policy')) {
    c.res.headers.set('Content-Security-Policy', NOTHING)
  }
})
