import { Hono } from 'hono'
import * as v from 'valibot'
import { debugToken, removePermissions, revokeToken } from './access'
import { analyticsField, messageAnalytics, pricingAnalytics, templateAnalytics } from './analytics'
import { type Business, findBusiness, findNumber } from './businesses'
import { askForName } from './display-names'
import { GraphError, invalidParameter, notVisible } from './errors'
import { jsonOf } from './json'
import { deleteMedia, describeMedia, downloadMedia, findMedia, uploadMedia } from './media'
import { postMessage } from './messages'
import type { Meta } from './meta'
import {
  listNumbers,
  NUMBER,
  project,
  readFields,
  subscribe,
  subscriptionsOf,
  toNumberNode,
  toWabaNode,
  WABA,
} from './nodes'
import { SETUP_PARTS, setUp } from './number-setup'
import { askPhoneApp, register, setPin } from './registrations'
import { exchangeCode } from './signup'
import {
  createTemplate,
  deleteTemplates,
  editTemplate,
  factsOf,
  templateOf,
  unpauseTemplate,
} from './template-writes'
import {
  findTemplateById,
  pageTemplates,
  readCursor,
  TEMPLATE_FIELDS,
  type Template,
  toCursor,
  toTemplateNode,
} from './templates'
import {
  authenticate,
  livingToken,
  MANAGEMENT,
  MESSAGING,
  requireScope,
  requireSight,
  type Token,
} from './tokens'
import { uploadRoutes } from './upload-routes'
import { management } from './usage'

const TEMPLATE = {
  type: 'MessageTemplate',
  byDefault: ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'],
  known: TEMPLATE_FIELDS,
}

/** The Graph API under `/v26.0`, as far as the product uses it. */
export const graphRoutes = (meta: Meta): Hono =>
  new Hono()
    .route('/', accessRoutes(meta))
    .route('/', numberRoutes(meta))
    .route('/', accountRoutes(meta))
    .route('/', uploadRoutes(meta))
    .get('/:id', (c) =>
      management(meta, c.req.raw, (token, url) => nodeOf(meta, token, c.req.param('id'), url)),
    )
    .post('/:id', async (c) => {
      const id = c.req.param('id')
      const body = await jsonOf(c.req.raw)
      if (findNumber(meta.sql, id)) {
        const change = v.is(v.looseObject({ new_display_name: v.unknown() }), body)
          ? askForName
          : setPin
        return management(meta, c.req.raw, (token) => change(meta, token, id, body))
      }
      return management(meta, c.req.raw, (token) =>
        editTemplate(meta, templateOf(meta, token.waba_id, c.req.param('id')), body),
      )
    })
    .post('/:id/unpause', (c) =>
      management(meta, c.req.raw, (token) =>
        unpauseTemplate(meta, templateOf(meta, token.waba_id, c.req.param('id'))),
      ),
    )
    .delete('/:id', async (c) => {
      const token = await authenticate(meta, c.req.raw)
      return deleteMedia(meta.sql, token, c.req.param('id'))
    })
    .all('*', () => {
      throw new GraphError(100, { type: 'GraphMethodException', message: 'Unsupported request' })
    })

const accessRoutes = (meta: Meta): Hono =>
  new Hono()
    .get('/debug_token', (c) => debugToken(meta, c.req.raw))
    .get('/oauth/access_token', (c) => exchangeCode(meta, new URL(c.req.url)))
    .get('/oauth/revoke', (c) => revokeToken(meta, new URL(c.req.url)))
    .delete('/:id/permissions', (c) => removePermissions(meta, c.req.raw, c.req.param('id'), null))
    .delete('/:id/permissions/:permission', (c) =>
      removePermissions(meta, c.req.raw, c.req.param('id'), c.req.param('permission')),
    )

const numberRoutes = (meta: Meta): Hono =>
  new Hono()
    .post('/:id/messages', (c) => postMessage(meta, c.req.raw, c.req.param('id')))
    .on(
      ['GET', 'POST', 'DELETE'],
      [`/:id/:part{${SETUP_PARTS}}`, `/:id/:part{${SETUP_PARTS}}/:code`],
      async (c) => {
        const { id = '', part = '', code } = c.req.param()
        const body = c.req.method === 'GET' || code ? {} : await setupBodyOf(c.req.raw)
        const call = { method: c.req.method, id, part, code, body }
        return management(meta, c.req.raw, (token) => setUp(meta, token, call))
      },
    )
    .post('/:id/register', async (c) => {
      const body = await jsonOf(c.req.raw)
      const id = c.req.param('id')
      return management(meta, c.req.raw, (token) => register(meta, token, id, body))
    })
    .post('/:id/smb_app_data', async (c) => {
      const body = await jsonOf(c.req.raw)
      const id = c.req.param('id')
      return management(meta, c.req.raw, (token) => askPhoneApp(meta, token, id, body))
    })
    .post('/:id/media', async (c) => {
      const token = await authenticate(meta, c.req.raw)
      const id = c.req.param('id')
      requireSight(token, findNumber(meta.sql, id), id, 'post')
      requireScope(token, MESSAGING)
      return uploadMedia(meta.sql, id, await c.req.formData())
    })

const accountRoutes = (meta: Meta): Hono =>
  new Hono()
    .get('/:id/phone_numbers', (c) =>
      management(meta, c.req.raw, (token, url) =>
        listOfNumbers(meta, wabaOf(meta, token, c.req.param('id'), 'get'), url),
      ),
    )
    .get('/:id/template_analytics', (c) =>
      management(meta, c.req.raw, (token, url) =>
        Response.json(templateAnalytics(meta, wabaOf(meta, token, c.req.param('id'), 'get'), url)),
      ),
    )
    .get('/:id/message_templates', (c) =>
      management(meta, c.req.raw, (token, url) =>
        listOfTemplates(meta, wabaOf(meta, token, c.req.param('id'), 'get'), url),
      ),
    )
    .post('/:id/message_templates', async (c) => {
      const body = await jsonOf(c.req.raw)
      return management(meta, c.req.raw, (token) =>
        createTemplate(meta, wabaOf(meta, token, c.req.param('id'), 'post'), body),
      )
    })
    .delete('/:id/message_templates', (c) =>
      management(meta, c.req.raw, (token, url) =>
        deleteTemplates(meta, wabaOf(meta, token, c.req.param('id'), 'delete'), url),
      ),
    )
    .get('/:id/subscribed_apps', (c) =>
      management(meta, c.req.raw, (token) =>
        Response.json(subscriptionsOf(meta, wabaOf(meta, token, c.req.param('id'), 'get'))),
      ),
    )
    .on(['POST', 'DELETE'], '/:id/subscribed_apps', async (c) => {
      const isSubscribing = c.req.method === 'POST'
      if (isSubscribing) refuseOverride(await c.req.text())
      return management(meta, c.req.raw, (token) => {
        const business = wabaOf(meta, token, c.req.param('id'), isSubscribing ? 'post' : 'delete')
        subscribe(meta.sql, business.waba_id, isSubscribing)
        return Response.json({ success: true })
      })
    })

function listOfNumbers(meta: Meta, { waba_id }: Business, url: URL): Response {
  // Positions begin with 0 and cursors with 1, because a cursor of 0 is the beginning.
  const after = readCursor(url.searchParams.get('after')) - 1
  const { items, hasMore } = listNumbers(meta, waba_id, after, limitOf(url))
  const fields = readFields(url)
  const data = items.map((item) => project(toNumberNode(meta, item), fields, NUMBER))
  const positions = items.map(({ position }) => position + 1)
  return Response.json(toList(data, positions, hasMore, url))
}

function listOfTemplates(meta: Meta, { waba_id }: Business, url: URL): Response {
  const { items, hasMore } = pageTemplates(meta.sql, {
    wabaId: waba_id,
    limit: limitOf(url),
    after: readCursor(url.searchParams.get('after')),
    query: url.searchParams,
  })
  const fields = readFields(url)
  const data = items.map((item) => project(templateNode(meta, item), fields, TEMPLATE))
  const positions = items.map(({ position }) => position)
  return Response.json(toList(data, positions, hasMore, url))
}

const templateNode = (meta: Meta, template: Template) => {
  const ttl = factsOf(meta.sql, template.id)?.ttl
  return { ...toTemplateNode(template), ...(ttl ? { message_send_ttl_seconds: ttl } : {}) }
}

/** Where a media url leads; not under a version, and not on Graph's own host in reality. */
export const mediaRoutes = (meta: Meta): Hono =>
  new Hono().get('/:id', (c) =>
    downloadMedia(meta.sql, livingToken(meta, c.req.raw), c.req.param('id'), new URL(c.req.url)),
  )

function nodeOf(meta: Meta, token: Token, id: string, url: URL): Response {
  if (findMedia(meta.sql, id)) return describeMedia(meta.sql, token, id, url)

  const fields = readFields(url)
  const business = findBusiness(meta.sql, id)
  if (business) {
    requireSight(token, business, id, 'get')
    requireScope(token, MANAGEMENT)
    const pricing = analyticsField(url, 'pricing_analytics')
    if (pricing) return Response.json(pricingAnalytics(meta, business, pricing))
    const counts = analyticsField(url, 'analytics')
    if (counts) return Response.json(messageAnalytics(meta, business, counts))
    return Response.json(project(toWabaNode(meta, business), fields, WABA))
  }
  const number = findNumber(meta.sql, id)
  if (number) {
    requireSight(token, number, id, 'get')
    requireScope(token, MANAGEMENT)
    return Response.json(project(toNumberNode(meta, number), fields, NUMBER))
  }
  const template = findTemplateById(meta.sql, id)
  if (template) {
    requireSight(token, template, id, 'get')
    requireScope(token, MANAGEMENT)
    return Response.json(project(templateNode(meta, template), fields, TEMPLATE))
  }
  throw notVisible(id, 'get')
}

function wabaOf(meta: Meta, token: Token, id: string, verb: 'get' | 'post' | 'delete') {
  const business = findBusiness(meta.sql, id)
  requireSight(token, business, id, verb)
  if (!business) throw notVisible(id, verb)
  requireScope(token, MANAGEMENT)
  return business
}

/** A DELETE may come without a body. */
async function setupBodyOf(request: Request): Promise<unknown> {
  const text = await request.clone().text()
  return text === '' ? {} : jsonOf(request)
}

const DEFAULT_LIMIT = 25
const MOST = 250

function limitOf(url: URL): number {
  const limit = Number(url.searchParams.get('limit') ?? DEFAULT_LIMIT)
  if (!Number.isInteger(limit) || limit < 1) throw invalidParameter('Param limit is not valid')
  return Math.min(limit, MOST)
}

function toList(data: unknown[], positions: number[], hasMore: boolean, url: URL) {
  const [before, after] = [positions[0], positions.at(-1)]
  if (before === undefined || after === undefined) return { data }
  const next = new URL(url)
  next.searchParams.set('after', toCursor(after))
  next.searchParams.delete('appsecret_proof')
  return {
    data,
    paging: {
      cursors: { before: toCursor(before), after: toCursor(after) },
      ...(hasMore ? { next: next.toString() } : {}),
    },
  }
}

/** The product takes all webhooks at one address, so an own address per WABA is not offered. */
function refuseOverride(body: string): void {
  if (!body.includes('override_callback_uri')) return
  throw invalidParameter('override_callback_uri is not supported by the simulator')
}
