import * as v from 'valibot'
import { readConfig } from '../../worker/boundary/config'
import { randomId } from '../../worker/lib/ids'
import { GraphError as SimulatedRefusal } from '../simulator/errors'
import { categoryOf, checkTemplate, SubmittedTemplate } from '../simulator/template-rules'
import { testEnv } from './lists'

// Meta as far as these tests look at it, on the address that the workers are told: each test writes the
// script of its own business. (`tests/simulator` is Meta as a whole, for tests over HTTP.)

/** What one POST of a message is answered with. */
export type Reply =
  | { accept: 'accepted' | 'held_for_quality_assessment' }
  | { refuse: number; status?: number; subcode?: number }
  | { status: number; body: string }
  | 'timeout'

export type SentMessage = {
  to?: string
  recipient?: string
  biz_opaque_callback_data: string
  template: { name: string; language: { code: string }; components?: object[] }
}

/** One POST to `/messages`, in the order of their arrival. */
export type Post = { message: SentMessage; at: number; wamid: string | null }

export type Script = (message: SentMessage, nth: number) => Reply | Promise<Reply>

export const accept: Reply = { accept: 'accepted' }

const { META_APP_ID, META_GRAPH_URL } = readConfig(testEnv)

type TokenFacts = {
  app_id: string
  is_valid: boolean
  expires_at: number
  scopes: string[]
  granular_scopes: { scope: string; target_ids?: string[] }[]
}

const digits = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(15)), (byte) => 1 + (byte % 9)).join('')

/** One business at Meta: a WABA with a number, templates and a token, all of them random. */
export class MetaBusiness {
  readonly wabaId = digits()
  readonly numberId = digits()
  readonly accessToken = `EAAG${randomId()}${randomId()}`
  token: TokenFacts = {
    app_id: META_APP_ID,
    is_valid: true,
    expires_at: 0,
    scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
    granular_scopes: [],
  }
  numbers: Record<string, unknown>[] = [
    {
      id: this.numberId,
      display_phone_number: '+972 55-555-0177',
      verified_name: 'Levi Flowers',
      quality_rating: 'GREEN',
      status: 'CONNECTED',
      throughput: { level: 'HIGH' },
    },
  ]
  templates: Record<string, unknown>[] = []
  /** Facts of the account's node besides those that it always has. */
  waba: Record<string, unknown> = {}
  subscribed = false
  /** Where this account's news go instead, as somebody set it at Meta. */
  redirectedTo: string | null = null
  /** Two-step PINs by number, as Meta knows them. */
  readonly pins = new Map<string, string>()
  /** What Meta's window gave out: good once and for half a minute. */
  readonly #codes = new Map<string, number>()
  script: Script = () => accept
  /** Answers a call instead of Meta, where it returns something. */
  interrupt: (method: string, path: string) => Response | null = () => null
  readonly posts: Post[] = []
  /** Every call, as `METHOD /path`. */
  readonly calls: string[] = []

  constructor() {
    BUSINESSES.set(this.accessToken, this)
  }

  /** Tags of accepted messages, without repetition only if nobody got two. */
  accepted = () => this.posts.filter(({ wamid }) => wamid !== null)
  recipients = () => this.posts.map(({ message }) => message.to ?? message.recipient ?? '')

  async answer(method: string, path: string, url: URL, body: unknown): Promise<Response> {
    this.calls.push(`${method} ${path}`)
    const interrupted = this.interrupt(method, path)
    if (interrupted) return interrupted
    if (path === '/oauth/access_token') return this.#exchange(url.searchParams.get('code') ?? '')
    if (path === '/debug_token') return Response.json({ data: { ...this.token } })
    if (path === '/oauth/revoke') return this.#end()
    if (!this.token.is_valid) return refusal({ refuse: 190, status: 401 })
    if (method === 'DELETE' && path.endsWith('/permissions')) return this.#end()
    if (path === `/${this.wabaId}`) {
      const always = { id: this.wabaId, name: 'Levi', currency: 'ILS', timezone_id: '70' }
      return Response.json({ ...always, ...this.waba })
    }
    if (path === `/${this.wabaId}/phone_numbers`) return page(this.numbers, url)
    if (path === `/${this.wabaId}/message_templates` && method === 'GET') {
      const name = url.searchParams.get('name')
      return page(name ? this.templates.filter((one) => one.name === name) : this.templates, url)
    }
    if (path === `/${this.wabaId}/subscribed_apps` && method === 'GET') {
      const app = { whatsapp_business_api_data: { id: META_APP_ID } }
      const elsewhere = this.redirectedTo ? { override_callback_uri: this.redirectedTo } : {}
      return Response.json({ data: this.subscribed ? [{ ...app, ...elsewhere }] : [] })
    }
    if (path.endsWith('/register')) return this.#register(path, body as { pin: string })
    if (path.endsWith('/smb_app_data')) return Response.json({ request_id: '1' })
    if (path === `/${this.wabaId}/subscribed_apps`) {
      this.subscribed = method === 'POST'
      return Response.json({ success: true })
    }
    const answered = this.#answerAboutTemplates(method, path, url, body)
    if (answered) return answered
    if (path === `/${this.numberId}/messages`) return this.#take(body as SentMessage)
    return refusal({ refuse: 100, subcode: 33 })
  }

  /** The business lets us in again, after access was given back. */
  grantAgain(): void {
    this.token.is_valid = true
  }

  /** The code that Meta's window gives out. */
  giveCode(): string {
    const code = `AQ${randomId()}`
    this.#codes.set(code, Date.now())
    CODES.set(code, this)
    return code
  }

  /** As if so much time had gone by since the codes were given out. */
  age(seconds: number): void {
    for (const [code, at] of this.#codes) this.#codes.set(code, at - seconds * 1000)
  }

  #exchange(code: string): Response {
    const at = this.#codes.get(code)
    this.#codes.delete(code)
    if (at === undefined || Date.now() - at > 30_000)
      return refusal({ refuse: 100, subcode: 36007 })
    return Response.json({ access_token: this.accessToken, token_type: 'bearer' })
  }

  #register(path: string, { pin }: { pin: string }): Response {
    const [, id = ''] = path.split('/')
    const known = this.pins.get(id)
    if (known !== undefined && known !== pin) return refusal({ refuse: 133005 })
    this.pins.set(id, pin)
    const number = this.numbers.find((one) => one.id === id)
    Object.assign(number ?? {}, { platform_type: 'CLOUD_API', status: 'CONNECTED' })
    return Response.json({ success: true })
  }

  /** The app gives its access back. */
  #end() {
    this.token.is_valid = false
    return Response.json({ success: true })
  }

  /** Templates and the samples of their headers, by the same rules as the simulator's. */
  #answerAboutTemplates(method: string, path: string, url: URL, body: unknown): Response | null {
    try {
      if (path === `/${META_APP_ID}/uploads`) return Response.json({ id: 'upload:abc?sig=x' })
      if (path.startsWith('/upload:')) return Response.json({ h: '4::aW1hZ2U=:ARExample' })
      if (path === `/${this.wabaId}/message_templates`) {
        if (method === 'POST') return this.#addTemplate(body)
        const id = url.searchParams.get('hsm_id')
        this.templates = this.templates.filter((one) => one.id !== id)
        return Response.json({ success: true })
      }
      const [, id, action] = path.split('/')
      const found = this.templates.find((one) => one.id === id)
      if (!found) return null
      if (action === 'unpause') found.status = 'APPROVED'
      else if (method === 'GET') return Response.json(found)
      else if (method === 'POST') Object.assign(found, body, { status: 'PENDING' })
      return Response.json({ success: true })
    } catch (error) {
      if (error instanceof SimulatedRefusal) return error.toResponse()
      throw error
    }
  }

  #addTemplate(body: unknown): Response {
    const template = v.parse(SubmittedTemplate, body)
    checkTemplate(template, () => true)
    const { name, language } = template
    if (this.templates.some((one) => one.name === name && one.language === language)) {
      return refusal({ refuse: 100, subcode: 2388024 })
    }
    const id = `${this.wabaId}${this.templates.length + 500}`
    const category = categoryOf(template)
    const made = { id, status: 'PENDING', category }
    this.templates.push({ ...template, ...made })
    return Response.json(made)
  }

  async #take(message: SentMessage): Promise<Response> {
    const post: Post = { message, at: Date.now(), wamid: null }
    this.posts.push(post)
    const reply = await this.script(message, this.posts.length)
    if (reply === 'timeout') throw new DOMException('timed out', 'TimeoutError')
    if ('status' in reply && 'body' in reply) return new Response(reply.body, reply)
    if ('refuse' in reply) return refusal(reply)
    post.wamid = `wamid.${randomId()}`
    return Response.json({
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to, wa_id: message.to && waIdOf(message.to) }],
      messages: [{ id: post.wamid, message_status: reply.accept }],
    })
  }
}

/** Argentina's mobiles are called without their 9. */
const waIdOf = (phone: string) => phone.slice(1).replace(/^549/, '54')

const BUSINESSES = new Map<string, MetaBusiness>()
/** Whose window gave a code out; a used one is still known. */
const CODES = new Map<string, MetaBusiness>()

/** Meta's error envelope. */
function refusal({ refuse: code, status = 400, subcode }: Extract<Reply, { refuse: number }>) {
  const details = subcode === undefined ? {} : { error_subcode: subcode }
  const error = { message: `(#${code})`, type: 'OAuthException', code, ...details }
  return Response.json({ error }, { status })
}

const PAGE = 100

function page(rows: object[], url: URL): Response {
  const from = Number(url.searchParams.get('after') ?? 0)
  const data = rows.slice(from, from + PAGE)
  const next = from + PAGE < rows.length ? { next: 'https://graph.facebook.com/next' } : {}
  return Response.json({ data, paging: { cursors: { after: `${from + PAGE}` }, ...next } })
}

const outside = globalThis.fetch

/** Workers reach Meta by `fetch`; the app under test runs in this same isolate. */
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const url = new URL(request.url)
  if (url.origin !== META_GRAPH_URL) return outside(input, init)
  const path = url.pathname.replace(/^\/v\d+\.\d+/, '')
  const bearer = request.headers.get('authorization')?.replace(/^(Bearer|OAuth) /, '') ?? ''
  const { searchParams } = url
  const named = searchParams.get('input_token') ?? searchParams.get('revoke_token')
  const ofCode = CODES.get(searchParams.get('code') ?? '')
  const business = ofCode ?? BUSINESSES.get(named ?? bearer)
  const isUpload = path.startsWith('/upload:') || path.endsWith('/media')
  const text = isUpload ? '' : await request.text()
  // As for a token that Meta never made.
  if (!business) return Response.json({ data: { is_valid: false } })
  return business.answer(request.method, path, url, text === '' ? null : JSON.parse(text))
}
