import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { AppContext } from '../../boundary/http/context'
import {
  ipOf,
  languageOf,
  publicPage,
  readForm,
  styleSheet,
} from '../../boundary/http/public-pages'
import { OptInForm } from '../../contract/consent'
import { AppError } from '../../lib/errors'
import {
  type JoinProblem,
  renderJoinClosed,
  renderJoinGone,
  renderJoinPage,
  renderJoinStep,
} from './join-page'
import { JOIN_STYLE, JOIN_STYLE_PATH } from './join-style'
import { askToJoin, findJoinPage, findJoinStep, visitJoinPage } from './joining-operations'

/** `/join`: where people agree to get an account's messages, without a script, a cookie or a session. */
export const joinRoutes = new Hono<AppContext>()
  .get(JOIN_STYLE_PATH.slice('/join'.length), (c) => styleSheet(c, JOIN_STYLE))
  .get('/:code', async (c) => {
    const page = await visitJoinPage(c.var.deps, c.req.param('code'))
    return page ? publicPage(c, renderJoinPage(languageOf(c), page)) : closed(c)
  })
  .post('/:code', joinRoute)
  .get('/:code/:ask', async (c) => {
    const { code, ask } = c.req.param()
    const language = languageOf(c)
    const step = await findJoinStep(c.var.deps, code, ask, language)
    if (!step) return publicPage(c, renderJoinGone(language, code), 404)
    return publicPage(c, renderJoinStep(language, code, step))
  })

const closed = (c: Context<AppContext>) => publicPage(c, renderJoinClosed(languageOf(c)), 404)

async function joinRoute(c: Context<AppContext, '/:code'>) {
  const code = c.req.param('code')
  const language = languageOf(c)
  const form = await readForm(c)
  const typed = { name: form?.get('name') ?? '', phone: form?.get('phone') ?? '' }
  const again = async (problem: JoinProblem | null, status: 409 | 422 | 429) => {
    const page = await findJoinPage(c.var.deps, code)
    if (!page) return closed(c)
    return publicPage(c, renderJoinPage(language, page, problem, typed), status)
  }
  const filled = v.safeParse(OptInForm, form && Object.fromEntries(form))
  if (!filled.success) return again('badForm', 422)
  const { name, phone, version } = filled.output
  try {
    const wish = { name, phone, language, version }
    const joined = await askToJoin(c.var.deps, ipOf(c), code, wish)
    if ('ask' in joined) return c.redirect(`/join/${code}/${joined.ask}?lang=${language}`, 303)
    if (joined.problem === 'badPhone') return again('badPhone', 422)
    // Words that changed meanwhile are shown anew.
    return joined.problem === 'closed' ? closed(c) : again(null, 409)
  } catch (error) {
    if (!(error instanceof AppError && error.status === 429)) throw error
    return again('tooMany', 429)
  }
}
