import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import * as account from './account-actions'
import { Inbound, Move, move, NotThere, Preference, prefer, receive } from './actions'
import { createBusiness, NewBusiness } from './businesses'
import { DialsChange } from './dials'
import * as names from './display-names'
import { readLog, readStates, type Slice, summarize } from './log'
import { DEFAULT_SEED, keepSeed, type Meta } from './meta'
import { issuerOf, makeOperatorToken, OperatorToken } from './operator-access'
import { TABLES } from './schema'
import * as template from './template-actions'
import * as tokens from './token-actions'

const TurnDials = v.strictObject({ phoneNumberId: v.optional(v.string()), dials: DialsChange })
const Reset = v.strictObject({ seed: v.optional(v.string()) })
const RawWebhook = v.strictObject({
  body: v.unknown(),
  badSignature: v.optional(v.boolean(), false),
  noSignature: v.optional(v.boolean(), false),
})

/** The strings by which tests and people turn Meta; no sign-in, because it is never deployed. */
export function adminRoutes(meta: Meta): Hono {
  const { sql, outbox } = meta
  const routes = new Hono()
    .post('/businesses', async (c) => {
      const wish = await read(c, NewBusiness)
      return c.json(createBusiness(sql, wish, meta.app.id, Date.now()), 201)
    })
    .get('/log', (c) => c.json(readLog(sql, sliceOf(c))))
    .get('/recipient-states', (c) => c.json(readStates(sql, sliceOf(c))))
    .get('/summary', (c) => c.json(summarize(meta, c.req.query('phoneNumberId') ?? '')))
    .get('/dials', (c) => c.json(meta.board.of(c.req.query('phoneNumberId') ?? null)))
    .put('/dials', async (c) => {
      const { phoneNumberId, dials } = await read(c, TurnDials)
      const scope = phoneNumberId ?? null
      const turned = meta.board.turn(scope, dials)
      if (dials.webhook?.paused !== undefined) outbox.applyPauses()
      return c.json(turned)
    })
    .post('/inbound', async (c) => c.json(receive(meta, await read(c, Inbound))))
    .post('/webhook', async (c) => c.json(await postRaw(meta, await read(c, RawWebhook))))
    .get('/webhooks', (c) => c.json({ items: meta.callback.recent }))
    .post('/handshake', async (c) => c.json(await meta.callback.shakeHands('1158201444')))
    .post('/flush', async (c) => c.json(await outbox.flush()))
    .post('/reset', async (c) => {
      const { seed } = await read(c, Reset)
      reset(meta, seed ?? DEFAULT_SEED)
      return c.json({ success: true })
    })
    .get('/token-state', (c) => c.json(tokens.stateOf(meta, c.req.query('accessToken') ?? '')))
    .post('/tokens', async (c) => c.json(tokens.make(meta, await read(c, tokens.Make)), 201))
    .post('/operator-token', async (c) => {
      const wish = await read(c, OperatorToken)
      return c.json({ token: await makeOperatorToken(meta, issuerOf(c.req.url), wish) }, 201)
    })
    .post('/templates', async (c) =>
      c.json({ ids: template.addTemplates(meta, await read(c, template.MoreTemplates)) }, 201),
    )
  return addActions(routes, meta)
}

/** Wishes that answer nothing but that they were fulfilled. */
function addActions(routes: Hono, meta: Meta): Hono {
  const action = <S extends v.GenericSchema>(
    path: string,
    schema: S,
    fulfil: (meta: Meta, wish: v.InferOutput<S>) => void,
  ) =>
    routes.post(path, async (c) => {
      fulfil(meta, await read(c, schema))
      return c.json({ success: true })
    })

  action('/tokens/kill', tokens.Kill, tokens.kill)
  action('/tokens/expire', tokens.Expire, tokens.expire)
  action('/tokens/scopes', tokens.Scopes, tokens.removeScopes)
  action('/templates/status', template.TemplateStatus, template.turnStatus)
  action('/templates/category', template.TemplateCategory, template.turnCategory)
  action('/templates/words', template.TemplateWords, template.turnWords)
  action('/templates/quality', template.TemplateQuality, template.turnTemplateQuality)
  action('/numbers/quality', account.Quality, account.turnQuality)
  action('/numbers/throughput', account.Throughput, account.turnThroughput)
  action('/numbers/status', account.NumberStatus, account.turnNumberStatus)
  action('/numbers/block', account.Block, account.turnBlock)
  action('/numbers/name', names.NameDecision, names.decideName)
  action('/numbers/delete', account.NumberGone, account.deleteNumber)
  action('/accounts/limit', account.MessagingLimit, account.turnLimit)
  action('/accounts/restriction', account.RestrictionWish, account.restrict)
  action('/accounts/payment', account.Payment, account.turnPayment)
  action('/accounts/redirect', account.Redirect, account.redirect)
  action('/accounts/news', account.AccountNews, account.tellOfAccount)
  action('/accounts/remove', account.Removal, account.removePartner)
  action('/people/preference', Preference, prefer)
  action('/people/move', Move, move)
  return routes
}

async function read<S extends v.GenericSchema>(c: Context, schema: S): Promise<v.InferOutput<S>> {
  const text = await c.req.text()
  return v.parse(schema, text === '' ? {} : JSON.parse(text))
}

/** An admin's mistake is answered with its reason; anything else is a bug to be seen. */
export function adminRefusal(error: Error): Response | null {
  if (error instanceof v.ValiError || error instanceof SyntaxError) {
    return Response.json({ error: error.message, issues: issuesOf(error) }, { status: 400 })
  }
  if (error instanceof NotThere) return Response.json({ error: error.message }, { status: 404 })
  return null
}

const issuesOf = (error: Error) =>
  error instanceof v.ValiError
    ? error.issues.map((issue: v.BaseIssue<unknown>) => `${v.getDotPath(issue)}: ${issue.message}`)
    : []

const MOST = 10_000

function sliceOf(c: Context): Slice {
  const limit = Number(c.req.query('limit') ?? 1000)
  return {
    phoneNumberId: c.req.query('phoneNumberId') ?? '',
    after: Number(c.req.query('after') ?? 0),
    limit: Math.min(Math.max(1, limit), MOST),
  }
}

/** Any body at all, signed well, badly or not; a string goes out byte for byte. */
async function postRaw(meta: Meta, wish: v.InferOutput<typeof RawWebhook>) {
  const { body, badSignature, noSignature } = wish
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const bytes = new TextEncoder().encode(text)
  const good = await meta.callback.sign(bytes)
  const signature = badSignature ? `sha256=${'0'.repeat(64)}` : good
  return { status: await meta.callback.post(bytes, noSignature ? null : signature, 1) }
}

function reset(meta: Meta, seed: string): void {
  for (const table of TABLES) meta.sql.exec(`DELETE FROM ${table}`)
  keepSeed(meta.sql, seed)
  meta.board.forget()
  meta.limits.forget()
  meta.outbox.forget()
}
