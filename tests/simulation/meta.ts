import { createHmac } from 'node:crypto'
import type { GraphCall } from '../../worker/boundary/graph/client'
import type { Note } from './coverage'
import { DEAD_TOKEN, type Fate, fateOf, OVER_LIMIT, refused } from './fates'
import { type Change, newcomersIn, newsOf } from './news'
import type { Portfolio } from './portfolio'
import type { Profile } from './profile'
import type { Random } from './random'
import type { Scheduler, Task } from './scheduler'

/** One request to `/messages`, as Meta saw it. */
export type Post = {
  at: number
  task: number
  numberId: string
  /** Empty for a message that uses none. */
  template: string
  to: string
  tag: string
  fate: Fate
  wamid: string
  /** Until the caller has an answer, or has given up waiting for one. */
  isOpen: boolean
}

export type StatusName = 'sent' | 'delivered' | 'read' | 'failed'
/** A status that Meta decided about a message, whether or not its webhook ever arrives. */
export type Status = { wamid: string; tag: string; state: StatusName; code: number | null }

type Owner = {
  numberId: string
  wabaId: string
  perSecond: number
  portfolio: Portfolio | null
  isTokenDead: boolean
  quality: 'GREEN' | 'RED'
}
export type Template = { id: string; name: string } & Record<string, unknown>
type Item = { list: 'statuses' | 'messages'; item: Record<string, unknown> }

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
const LATER_FAILURES = [131026, 131049, 131050, 131000, 130472]
const WORDS = ['thanks!', 'STOP', 'הסר', 'what is this?']

/** Meta: takes messages, answers by fate, tells what became of them. Its log is the truth. */
export class Meta {
  readonly #recent: string[] = []
  /** Messages whose sender still waits for the answer, by wamid. */
  readonly #unanswered = new Map<string, Post>()
  /** Items told to nobody yet, by number. */
  readonly #untold = new Map<string, Item[]>()
  readonly #owners = new Map<string, Owner>()
  /** Templates by WABA, as `message_templates` lists them. */
  readonly #templates = new Map<string, Template[]>()
  #ids = 0

  constructor(
    readonly parts: {
      scheduler: Scheduler
      random: Random
      profile: () => Profile
      appSecret: string
      wall: () => number
      wallAtClaim: () => number
      /** Starts the app's webhook handler; tells whether it answered 200. */
      deliver: (body: Uint8Array, signature: string, end: (isTaken: boolean) => void) => void
      onPost: (post: Post) => void
      onStatus: (status: Status) => void
      note: Note
    },
  ) {}

  addNumber(number: Pick<Owner, 'numberId' | 'wabaId' | 'perSecond' | 'portfolio'>): void {
    this.#owners.set(number.numberId, { ...number, isTokenDead: false, quality: 'GREEN' })
  }

  addTemplate(wabaId: string, template: Template): void {
    this.#templates.set(wabaId, [...(this.#templates.get(wabaId) ?? []), template])
  }

  /** A token dies, a number's quality drops, or both are well again. */
  set(numberId: string, change: Partial<Pick<Owner, 'isTokenDead' | 'quality'>>): void {
    const owner = this.#owners.get(numberId)
    if (owner) Object.assign(owner, change)
  }

  /** Graph's side of the client: accepted or not is decided here, and what the caller learns of it. */
  async call(task: Task, { method, path, body }: GraphCall): Promise<unknown> {
    const { scheduler } = this.parts
    if (method !== 'POST' || !path.endsWith('/messages')) {
      return scheduler.call(task, `graph ${method}`, () => this.#listOf(path))
    }
    const post = await scheduler.call(task, 'graph POST messages', () =>
      this.#take(task, path, body),
    )
    const { answer, answerMs } = post.fate
    await scheduler.call(task, 'graph answer', () => undefined, answerMs)
    post.isOpen = false
    this.#unanswered.delete(post.wamid)
    if ('error' in answer) throw answer.error
    if ('json' in answer) return answer.json
    const held = answer.held ? { message_status: 'held_for_quality_assessment' } : {}
    return { messages: [{ id: post.wamid, ...held }], contacts: [] }
  }

  #listOf(path: string): unknown {
    const [, wabaId = '', list] = path.split('/')
    if (list === 'message_templates') return { data: this.#templates.get(wabaId) ?? [] }
    const mine = [...this.#owners.values()].filter(({ wabaId }) => path.startsWith(`/${wabaId}`))
    const data = mine.map(({ numberId, quality, perSecond, portfolio }) => ({
      id: numberId,
      display_phone_number: '+972 3-000-0000',
      quality_rating: quality,
      status: 'CONNECTED',
      throughput: { level: perSecond > 80 ? 'HIGH' : 'STANDARD' },
      is_on_biz_app: perSecond < 80,
      ...(portfolio && { whatsapp_business_manager_messaging_limit: portfolio.tier }),
    }))
    return { data }
  }

  #take(task: Task, path: string, body: unknown): Post {
    const { scheduler, random, note } = this.parts
    // The form of a template message, which the product's own types don't describe.
    const message = body as Message
    const numberId = path.split('/')[1] ?? ''
    const { portfolio = null, isTokenDead = true } = this.#owners.get(numberId) ?? {}
    const to = message.to ?? message.recipient ?? ''
    const at = this.parts.wallAtClaim()
    // Where clocks have just been set, the claim may have been made by either time.
    const moments = [at, this.parts.wall()]
    const isOver =
      message.template && portfolio && moments.every((one) => portfolio.isOver(numberId, to, one))
    const fate = isTokenDead
      ? refused(DEAD_TOKEN, 50, 401)
      : isOver
        ? refused(OVER_LIMIT, 50)
        : fateOf(random, this.parts.profile(), note)
    if (isTokenDead) note('code 190')
    if (message.template && fate.isAccepted) portfolio?.count(numberId, to, at)
    const post: Post = {
      at: scheduler.now,
      task: task.id,
      numberId,
      template: message.template?.name ?? '',
      to,
      tag: message.biz_opaque_callback_data,
      fate,
      wamid: `wamid.${++this.#ids}`,
      isOpen: true,
    }
    this.#recent.push(post.tag)
    scheduler.hooks.trace(
      () => `Meta: ${post.template || 'a reply'} to ${post.to}: ${describe(fate)}`,
    )
    this.parts.onPost(post)
    this.#unanswered.set(post.wamid, post)
    if (fate.isAccepted) this.#decide(post)
    return post
  }

  /** What becomes of an accepted message. */
  #decide(post: Post): void {
    const { random, profile, note } = this.parts
    const kind = random.weighted({ read: 4, delivered: 3, sent: 1, failed: 2, late: 1, silent: 1 })
    const tell = (state: StatusName, code: number | null = null) => {
      const { wamid, tag } = post
      this.parts.onStatus({ wamid, tag, state, code })
      if (random.chance(profile().webhooks.lost)) note('a webhook lost')
      else this.#say(post, state, code)
    }
    if (kind === 'silent' && profile().webhooks.lost > 0) return
    if (kind !== 'late') tell('sent')
    if (kind === 'failed') tell('failed', random.pick(LATER_FAILURES))
    if (kind === 'late') tell('failed', random.pick(LATER_FAILURES))
    if (kind === 'read' || kind === 'delivered' || kind === 'late') tell('delivered')
    if (kind === 'read') tell('read')
    // Who did not get it does not answer it.
    if (kind !== 'failed' && kind !== 'late' && random.chance(0.2)) this.#reply(post)
  }

  #say({ numberId, wamid, tag, to }: Post, state: StatusName, code: number | null): void {
    const { random, profile, wall } = this.parts
    const isLate = random.chance(profile().webhooks.late)
    const status = {
      id: wamid,
      status: state,
      timestamp: String(Math.floor(wall() / 1000)),
      recipient_id: to.replace('+', ''),
      biz_opaque_callback_data: tag,
      ...(code !== null && { errors: [{ code }] }),
      ...(state !== 'failed' && { pricing: { type: 'regular', category: 'marketing' } }),
    }
    const delayMs = isLate ? random.int(WEEK_MS) : random.int(20_000)
    if (delayMs > DAY_MS) this.parts.note('a webhook days late')
    this.#queueItem(numberId, { list: 'statuses', item: status }, delayMs)
  }

  #reply({ numberId, to }: Post): void {
    const { random, wall } = this.parts
    this.#owners.get(numberId)?.portfolio?.heard(numberId, to, wall())
    const from = to.startsWith('+') ? { from: to.slice(1) } : { from_user_id: to }
    const item = {
      id: `wamid.in.${++this.#ids}`,
      type: 'text',
      timestamp: String(Math.floor(wall() / 1000)),
      text: { body: random.pick(WORDS) },
      ...from,
    }
    this.#queueItem(numberId, { list: 'messages', item }, random.int(40_000))
  }

  /** Items of one number that wait at the same time travel in one body, in any order. */
  #queueItem(numberId: string, item: Item, delayMs: number): void {
    const { scheduler, random } = this.parts
    scheduler.after(delayMs, 'Meta has news', () => {
      const untold = this.#untold.get(numberId) ?? []
      this.#untold.set(numberId, [...untold, item])
      if (untold.length > 0) return
      scheduler.after(random.int(random.chance(0.5) ? 500 : 20_000), 'Meta tells', () =>
        this.#tell(numberId),
      )
    })
  }

  #tell(numberId: string): void {
    const { random, profile, note } = this.parts
    const items = this.#untold.get(numberId) ?? []
    if (items.length === 0) return
    this.#untold.set(numberId, [])
    const { duplicate, junk } = profile().webhooks
    const mixed = random.shuffle(items)
    const hasJunk = random.chance(junk)
    this.#noteTold(mixed, hasJunk)
    const body = JSON.stringify(this.#bodyOf(numberId, mixed, hasJunk))
    this.#send(body, 0)
    if (random.chance(duplicate)) {
      note('a webhook twice')
      this.#send(body, random.int(60_000))
    }
    if (random.chance(junk)) this.#sendForged(numberId)
  }

  #noteTold(items: Item[], hasJunk: boolean): void {
    const { note } = this.parts
    const strongest = new Map<unknown, number>()
    for (const { list, item } of items) {
      if (list !== 'statuses') continue
      // As `#say` made them.
      const strength = STRENGTHS.indexOf(item.status as StatusName)
      if (strength < (strongest.get(item.id) ?? 0)) note('statuses reversed')
      strongest.set(item.id, strength)
      if (this.#unanswered.has(item.id as string)) note('a webhook before the answer')
    }
    if (!hasJunk) return
    for (const what of JUNK_NAMES) note(what)
  }

  #bodyOf(numberId: string, items: Item[], hasJunk: boolean): unknown {
    const listed = (list: Item['list']) =>
      items.filter((one) => one.list === list).map(({ item }) => item)
    const statuses = listed('statuses')
    const messages = listed('messages')
    const value = (id: string, content: object) => ({
      field: 'messages',
      value: { messaging_product: 'whatsapp', metadata: { phone_number_id: id }, ...content },
    })
    const changes = [
      value(numberId, {
        ...(statuses.length > 0 && { statuses: hasJunk ? [...JUNK, ...statuses] : statuses }),
        ...(messages.length > 0 && { messages }),
      }),
      ...(hasJunk ? [value('999', { statuses }), { field: 'news_of_2031', value: {} }] : []),
      ...(this.parts.random.chance(this.parts.profile().webhooks.junk)
        ? [this.#news(numberId)]
        : []),
    ]
    const id = this.#owners.get(numberId)?.wabaId ?? ''
    return { object: 'whatsapp_business_account', entry: [{ id, changes }] }
  }

  #news(numberId: string): Change {
    const { random, wall } = this.parts
    const wabaId = this.#owners.get(numberId)?.wabaId ?? ''
    const templates = (this.#templates.get(wabaId) ?? []).map(({ id }) => id)
    const news = newsOf(random, { numberId, wall: wall(), templates })
    const [stranger] = newcomersIn(news)
    if (stranger) this.#owners.get(numberId)?.portfolio?.heard(numberId, `+${stranger}`, wall())
    return news
  }

  /** Says that somebody read everything, without Meta's secret. */
  #sendForged(numberId: string): void {
    const { scheduler, deliver } = this.parts
    const items = this.#recent.slice(-5).map((tag) => ({
      list: 'statuses' as const,
      item: { ...FORGED, biz_opaque_callback_data: tag },
    }))
    const bytes = new TextEncoder().encode(JSON.stringify(this.#bodyOf(numberId, items, false)))
    const signature = `sha256=${'0'.repeat(64)}`
    this.parts.note('a forged webhook')
    scheduler.after(0, 'somebody forges a webhook', () => deliver(bytes, signature, () => {}))
  }

  /** Tells all that these bodies told once more: each number's in one body, in another order. */
  repeat(bodies: Iterable<string>): void {
    const items = new Map<string, Item[]>()
    for (const body of bodies) {
      // A body of `#bodyOf`, after junk was put into some.
      const { entry } = JSON.parse(body) as Body
      for (const { value } of entry.flatMap(({ changes }) => changes)) {
        const numberId = value.metadata?.phone_number_id
        if (!numberId) continue
        const known = items.get(numberId) ?? []
        for (const item of value.statuses ?? []) known.push({ list: 'statuses', item })
        for (const item of value.messages ?? []) known.push({ list: 'messages', item })
        items.set(numberId, known)
      }
    }
    for (const [numberId, all] of items) {
      const mixed = this.parts.random.shuffle(all)
      this.#send(JSON.stringify(this.#bodyOf(numberId, mixed, false)), 0)
    }
  }

  /** Sends again until it is taken, as Meta does for a week. */
  #send(body: string, delayMs: number): void {
    const { scheduler, deliver, appSecret, random } = this.parts
    const bytes = new TextEncoder().encode(body)
    const signature = `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`
    const tryOnce = () =>
      deliver(bytes, signature, (isTaken) => {
        if (!isTaken) scheduler.after(1000 + random.int(60_000), 'Meta tells again', tryOnce)
      })
    scheduler.after(delayMs, 'a webhook arrives', tryOnce)
  }
}

type Body = {
  entry: {
    changes: {
      value: {
        metadata?: { phone_number_id: string }
        statuses?: Item['item'][]
        messages?: Item['item'][]
      }
    }[]
  }[]
}

type Message = {
  to?: string
  recipient?: string
  template?: { name: string }
  biz_opaque_callback_data: string
}

/** Items that can't be read, or that are about nothing of ours. */
const JUNK = [
  { id: 7, status: 'delivered' },
  { id: 'wamid.x', status: 'delivered', timestamp: '1', biz_opaque_callback_data: 'not ours' },
  {
    id: 'wamid.y',
    status: 'read',
    timestamp: '1',
    biz_opaque_callback_data: `b1.${'z'.repeat(26)}.1.${'y'.repeat(26)}`,
  },
]

const JUNK_NAMES = [
  'a bad item in a good body',
  'an unknown field',
  'an unknown number',
  'an unknown tag',
] as const

const STRENGTHS: StatusName[] = ['sent', 'failed', 'delivered', 'read']

const FORGED = { id: 'wamid.forged', status: 'played', timestamp: '1' }

const describe = ({ isAccepted, isClear, code }: Fate) =>
  `${isAccepted ? 'ACCEPTED' : `refused ${code ?? ''}`}${isClear ? '' : ', no clear answer'}`
