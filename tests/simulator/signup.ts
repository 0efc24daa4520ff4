// A stand-in for Meta's login script and its sign-up window: the same messages, in the same disorder.

import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import * as v from 'valibot'
import { createBusiness, NewBusiness } from './businesses'
import { GraphError } from './errors'
import { newNodeId, newTraceId } from './ids'
import { page } from './layout'
import type { Meta } from './meta'
import { first } from './rows'
import { livingTokenOf } from './tokens'

/** Meta's code lives this long. */
const CODE_LIFE_MS = 30_000

/** What somebody does in the window, and in which order its answers arrive. */
const Choice = v.object({
  name: v.optional(v.string(), 'Window Store'),
  end: v.picklist(['finish', 'only_waba', 'cancel', 'error', 'close']),
  number: v.optional(v.picklist(['new', 'with_pin', 'registered']), 'registered'),
  order: v.optional(v.picklist(['ids_first', 'code_first', 'code_only']), 'ids_first'),
  shared: v.optional(v.string(), ''),
})
type Choice = v.InferOutput<typeof Choice>

export const signupRoutes = (meta: Meta): Hono =>
  new Hono()
    .get('/sdk.js', (c) => c.body(SDK, 200, { 'Content-Type': 'text/javascript' }))
    .get('/dialog', (c) => {
      const isKnown = c.req.query('client_id') === meta.app.id && c.req.query('config_id')
      if (!isKnown) return c.html(page('Sign-up window', html`<p>This app is not known.</p>`), 400)
      return c.html(page('Sign-up window', windowOf(c.req.query('extras') ?? '{}')))
    })
    .post('/dialog', async (c) => {
      const choice = v.parse(Choice, await c.req.parseBody())
      return c.html(page('Sign-up window', told(answersOf(meta, choice))))
    })

/** GET /oauth/access_token: a code is good once and for half a minute. */
export function exchangeCode(meta: Meta, url: URL): Response {
  const query = url.searchParams
  if (query.get('client_id') !== meta.app.id || query.get('client_secret') !== meta.app.secret) {
    throw new GraphError(101)
  }
  const code = query.get('code') ?? ''
  const row = first<{ waba_id: string; at: number; used: number }>(
    meta.sql.exec('SELECT * FROM signup_codes WHERE code = ?', code),
  )
  if (!row) throw new GraphError(100, { message: 'Invalid verification code format.' })
  if (row.used) {
    throw new GraphError(100, { subcode: 36009, message: 'This authorization code has been used.' })
  }
  if (Date.now() - row.at > CODE_LIFE_MS) {
    throw new GraphError(100, {
      subcode: 36007,
      message: 'This authorization code has expired.',
    })
  }
  meta.sql.exec('UPDATE signup_codes SET used = 1 WHERE code = ?', code)
  const access_token = livingTokenOf(meta.sql, row.waba_id)
  return Response.json({ access_token, token_type: 'bearer' })
}

type Answer = { to: 'page' | 'sdk'; message: unknown }

/** Each message goes to the page that opened the window, or to the script on it, one after the other. */
function answersOf(meta: Meta, choice: Choice): Answer[] {
  if (choice.end === 'close') return []
  if (choice.end === 'cancel') return [session('CANCEL', { current_step: 'PHONE_NUMBER_SETUP' })]
  if (choice.end === 'error') {
    const error_message = 'Your verified name violates WhatsApp guidelines.'
    return [session('CANCEL', { error_message, error_id: '524000', session_id: 'f34b51d' })]
  }
  const isShared = choice.shared !== ''
  const { wabaId, businessId, numbers } = createBusiness(
    meta.sql,
    v.parse(NewBusiness, {
      name: choice.name,
      numbers: choice.end === 'only_waba' ? [] : [{ isOnBizApp: isShared }],
    }),
    meta.app.id,
    Date.now(),
  )
  const [number] = numbers
  if (number && !isShared && choice.number !== 'registered') {
    const pin = choice.number === 'with_pin' ? '481516' : null
    meta.sql.exec('INSERT INTO registrations VALUES (?, ?, 0, 0)', number.id, pin)
    meta.sql.exec("UPDATE numbers SET status = 'PENDING' WHERE id = ?", number.id)
  }
  const code = `AQ${newTraceId()}${newNodeId()}`
  meta.sql.exec('INSERT INTO signup_codes VALUES (?, ?, ?, 0)', code, wabaId, Date.now())
  const ids = { waba_id: wabaId, business_id: businessId }
  const finished = number
    ? session(isShared ? 'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING' : 'FINISH', {
        phone_number_id: number.id,
        ...ids,
      })
    : session('FINISH_ONLY_WABA', ids)
  const login: Answer = { to: 'sdk', message: { code } }
  if (choice.order === 'code_only') return [login]
  return choice.order === 'code_first' ? [login, finished] : [finished, login]
}

/** Meta sends these as text. */
const session = (event: string, data: object): Answer => ({
  to: 'page',
  message: JSON.stringify({ data, type: 'WA_EMBEDDED_SIGNUP', event }),
})

const windowOf = (extras: string) => html`
  <p>This stands in for Meta’s sign-up window. What is chosen here is made up on the spot.</p>
  <form method="post" action="/dialog">
    <input type="hidden" name="shared" value="${isSharedIn(extras) ? 'yes' : ''}" />
    <p><label>Business name <input name="name" value="Window Store" /></label></p>
    <p>
      <label
        >Number
        <select name="number">
          <option value="registered">verified and in use</option>
          <option value="new">new, without a PIN</option>
          <option value="with_pin">with the PIN 481516</option>
        </select></label
      >
    </p>
    <p>
      <label
        >Answers
        <select name="order">
          <option value="ids_first">ids, then code</option>
          <option value="code_first">code, then ids</option>
          <option value="code_only">the ids are lost</option>
        </select></label
      >
    </p>
    <p>
      <button name="end" value="finish">Finish</button>
      <button name="end" value="only_waba">Finish without a number</button>
      <button name="end" value="error">Report an error</button>
      <button name="end" value="cancel">Cancel</button>
    </p>
  </form>
`

function isSharedIn(extras: string): boolean {
  const read = v.safeParse(v.object({ featureType: v.string() }), JSON.parse(extras))
  return read.success && read.output.featureType === 'whatsapp_business_app_onboarding'
}

/** Tells the page what was chosen, a moment apart, and closes. */
const told = (answers: Answer[]) => html`
  <p>Done. This window closes by itself.</p>
  <script>
    const answers = ${raw(JSON.stringify(answers).replaceAll('<', '\\u003c'))}
    const tell = () => {
      const next = answers.shift()
      if (!next) return window.close()
      const message = next.to === 'sdk' ? { simulatedLogin: next.message } : next.message
      window.opener?.postMessage(message, '*')
      setTimeout(tell, 150)
    }
    tell()
  </script>
`

const SDK = `(() => {
  const origin = new URL(document.currentScript.src).origin
  let appId = ''
  window.FB = {
    init: (options) => {
      appId = options.appId
      // As Meta's does: markup as text, and a policy of a name of its own.
      window.trustedTypes?.createPolicy('sdk-' + Date.now(), { createHTML: (text) => text })
      document.body.insertAdjacentHTML('beforeend', '<div id="fb-root" hidden></div>')
    },
    login: (callback, { config_id, extras }) => {
      const query = new URLSearchParams({ client_id: appId, config_id, extras: JSON.stringify(extras) })
      const popup = window.open(origin + '/dialog?' + query, 'sign-up', 'popup,width=620,height=720')
      let isOver = false
      const end = (authResponse) => {
        if (isOver) return
        isOver = true
        clearInterval(watch)
        removeEventListener('message', hear)
        callback({ authResponse, status: authResponse ? 'connected' : 'unknown' })
      }
      const hear = (event) => {
        if (event.origin === origin && event.data?.simulatedLogin) end(event.data.simulatedLogin)
      }
      const watch = setInterval(() => { if (!popup || popup.closed) end(null) }, 200)
      addEventListener('message', hear)
    },
  }
})()
`
