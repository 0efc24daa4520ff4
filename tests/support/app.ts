import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { AppEnv } from '../../worker/app/bindings'
import app from '../../worker/app/index'
import { ORIGIN } from './browser'

/** What the UI's build puts beside the app worker, as far as these tests look at it. */
const BUILT_PAGE = `<!doctype html>
<html lang="en" dir="ltr" data-theme="auto">
<head><meta property="csp-nonce" nonce="__CSP_NONCE__"><link rel="stylesheet" href="/assets/a.css" nonce="__CSP_NONCE__">
<script type="module" src="/assets/a.js" nonce="__CSP_NONCE__"></script></head><body><div id="app"></div></body></html>`

const builtUi: AppEnv['ASSETS'] = {
  fetch: async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/') {
      return new Response(BUILT_PAGE, { headers: { 'content-type': 'text/html', etag: '"1"' } })
    }
    if (pathname === '/icon.svg') {
      return new Response('<svg/>', { headers: { 'content-type': 'image/svg+xml' } })
    }
    return new Response(null, { status: 404 })
  },
}

/** Asks the app worker directly, with a stand-in for the built UI and with settings of the test's own. */
export async function askApp(
  path: string,
  settings: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<Response> {
  const context = createExecutionContext()
  const request = new Request(ORIGIN + path, {
    method,
    headers,
    ...(body !== undefined && { body }),
  })
  // The runner's environment is the app's; the settings replace single ones of it.
  const response = await app.fetch(
    request,
    { ...env, ASSETS: builtUi, ...settings } as AppEnv,
    context,
  )
  await waitOnExecutionContext(context)
  return response
}
