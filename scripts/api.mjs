// A small client of ProConnect's own HTTP API, as a browser would use it: for the demo, the flow tests
// and the benchmarks.

/** An answer that is not 2xx, with the stable code of the API. */
export class ApiError extends Error {
  constructor(method, path, { status, body }) {
    super(`${method} ${path} answered ${status}: ${body?.error?.message ?? JSON.stringify(body)}`)
    this.name = 'ApiError'
    this.status = status
    this.code = body?.error?.code
    this.details = body?.error?.details
  }
}

/**
 * A network of its own for each browser, so that none uses up the limits of the others. Only a local
 * product believes it: in production Cloudflare writes this header.
 */
const someAddress = () => `10.${[...crypto.getRandomValues(new Uint8Array(3))].join('.')}`

/** One browser: keeps its cookies. `request` answers anything; the verbs throw unless it is 2xx. */
export function openBrowser(url, savedCookies = {}) {
  const cookies = new Map(Object.entries(savedCookies))
  const address = someAddress()

  async function request(method, path, { json, body, headers } = {}) {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        Origin: url,
        'Accept-Language': 'en',
        'CF-Connecting-IP': address,
        ...(cookies.size > 0 && { Cookie: cookieHeader(cookies) }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...(method === 'POST' && { 'Idempotency-Key': crypto.randomUUID() }),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    })
    keepCookies(cookies, response.headers.getSetCookie())
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }

  const verb = (method) => async (path, json) => {
    const answer = await request(method, `/api/v1${path}`, { json })
    if (answer.status >= 200 && answer.status < 300) return answer.body
    throw new ApiError(method, path, answer)
  }
  return {
    url,
    request,
    get: verb('GET'),
    post: verb('POST'),
    put: verb('PUT'),
    patch: verb('PATCH'),
    delete: verb('DELETE'),
    cookies: () => Object.fromEntries(cookies),
  }
}

export const cookieHeader = (cookies) => [...cookies].map((pair) => pair.join('=')).join('; ')

function keepCookies(cookies, lines) {
  for (const line of lines) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name === undefined) continue
    if (value === '' || /;\s*max-age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The Meta simulator's strings and its mailbox. */
export function openSimulator(url) {
  const ask = async (method, path, json) => {
    const response = await fetch(new URL(path, url), {
      method,
      ...(json !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(json),
      }),
    })
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    url,
    get: (path) => ask('GET', `/admin/api${path}`),
    post: (path, json) => ask('POST', `/admin/api${path}`, json ?? {}),
    put: (path, json) => ask('PUT', `/admin/api${path}`, json),
    mails: async (to) => (await ask('GET', `/mailbox.json?to=${encodeURIComponent(to)}`)).items,
  }
}

/** Signs up and types in the code from the mail; the browser is then signed in as the owner. */
export async function signUp(browser, simulator, person) {
  const known = (await simulator.mails(person.email)).length
  await browser.post('/auth/sign-up', person)
  await browser.post('/auth/verify', { code: await newestCode(simulator, person.email, known) })
  return browser.get('/session')
}

export async function signIn(browser, simulator, email, language = 'en') {
  const known = (await simulator.mails(email)).length
  await browser.post('/auth/sign-in', { email, language })
  await browser.post('/auth/verify', { code: await newestCode(simulator, email, known) })
  return browser.get('/session')
}

/** The code in the first mail after the `known` ones: two groups of four on a line of their own. */
export async function newestCode(simulator, email, known = 0) {
  const mail = await until(async () => (await simulator.mails(email))[known])
  const [code] = /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/m.exec(mail.text) ?? []
  if (!code) throw new Error(`no code in the mail “${mail.subject}”`)
  return code
}

/** Asks until there is an answer that is not empty. */
export async function until(find, { timeoutMs = 30_000, everyMs = 50, what = 'an answer' } = {}) {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const found = await find()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
