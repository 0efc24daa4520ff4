import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { LANGUAGES, type Language } from '../../contract/common'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'
import type { AppContext } from './context'

/** Every cookie there is; all serve the product's working, and the privacy page names each. */
export const COOKIES = {
  session: '__Host-s',
  attempt: '__Host-attempt',
  language: 'lang',
  theme: 'theme',
} as const

export const SESSION_MOST_MS = 90 * DAY_MS
/** Longer than a code lives, so that a code asked for last still finds its browser. */
const ATTEMPT_MS = 30 * MINUTE_MS

const PRIVATE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
const TOKEN = /^[\w-]{43}$/

/** The session's token as the browser holds it; only its hash is stored. */
export const sessionTokenOf = (c: Context<AppContext>) => tokenIn(c, COOKIES.session)

export function keepSession(c: Context<AppContext>, token: string) {
  setCookie(c, COOKIES.session, token, { ...PRIVATE, maxAge: SESSION_MOST_MS / SECOND_MS })
  deleteCookie(c, COOKIES.attempt, PRIVATE)
}

export const forgetSession = (c: Context<AppContext>) => deleteCookie(c, COOKIES.session, PRIVATE)

/** Ties a code to the browser that asked for it. */
export const attemptTokenOf = (c: Context<AppContext>) => tokenIn(c, COOKIES.attempt)

export const keepAttempt = (c: Context<AppContext>, token: string) =>
  setCookie(c, COOKIES.attempt, token, { ...PRIVATE, maxAge: ATTEMPT_MS / SECOND_MS })

export function languageCookieOf(c: Context<AppContext>): Language | undefined {
  const chosen = getCookie(c, COOKIES.language)
  return LANGUAGES.find((language) => language === chosen)
}

/** Readable by the page, which also sets it when somebody switches the language. */
export const keepLanguage = (c: Context<AppContext>, language: Language) =>
  setCookie(c, COOKIES.language, language, {
    path: '/',
    secure: new URL(c.req.url).protocol === 'https:',
    sameSite: 'Lax',
    maxAge: (365 * DAY_MS) / SECOND_MS,
  })

export function themeCookieOf(c: Context<AppContext>): 'auto' | 'light' | 'dark' {
  const chosen = getCookie(c, COOKIES.theme)
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto'
}

function tokenIn(c: Context<AppContext>, name: string): string | null {
  const token = getCookie(c, name)
  return token && TOKEN.test(token) ? token : null
}
