import type { Canary } from '../../worker/contract/broadcast-canary'
import type { OwnClock } from './clocks'
import { OVER_LIMIT } from './fates'
import type { Post, Status } from './meta'
import { ownerOf, type Row } from './rows'
import { Violation } from './violation'

/** What the person who launched a broadcast agreed to. */
export type Agreement = { people: number; micros: number; microsByCountry: Map<string, number> }

export type BroadcastTruth = {
  accountId: string
  shard: 'DATA_0' | 'DATA_1'
  template: string
  isMarketing: boolean
  /** Null until somebody launched it. */
  agreed: Agreement | null
  /** The broadcast whose people get another try, and which of them. */
  retryOf: { id: string; what: 'failed' | 'not_confirmed' } | null
  /** A sample goes first. */
  canary: Canary | null
  /** Nobody whom another broadcast wrote to so shortly before. */
  restHours: number | null
  /** A person said that it goes on, whatever its sample says. */
  isToldToGoOn: boolean
  /** Each gets it when their own clock shows a time; null: all at once, or a person said so. */
  ownClock: OwnClock | null
  /** Between which moments it was confirmed. */
  confirmed: { first: number; last: number } | null
  /** The broadcast whose people are written to next, by what became of its message and of these other tries. */
  followUp: { id: string; who: FollowUpWho; retries: string[] } | null
}

export type FollowUpWho = 'missed' | 'unread' | 'silent' | 'failed'

/** Requests that one consumer may have open at once. */
const OPEN_REQUESTS = 6

/** What Meta took, refused and told: the side of the truth that no row of ours can change. */
export class Truth {
  readonly broadcasts = new Map<string, BroadcastTruth>()
  readonly posts: Post[] = []
  /** Bodies of webhooks that were taken and worked off. */
  readonly worked = new Set<string>()
  /** Statuses in them, by tag. */
  readonly arrived = new Map<string, Set<string>>()
  readonly #byTag = new Map<string, Post>()
  readonly #told = new Map<string, Set<string>>()
  /** What Meta allows each number in a second; only where nothing delays requests on their way. */
  readonly paces = new Map<string, number>()
  /** Countries of identities, for prices. */
  readonly countries = new Map<string, string>()
  /** Who gets tests. */
  readonly testers = new Set<string>()

  /** Meta took a request to `/messages`; `row` is what the database says at this moment. */
  onPost(post: Post, row: Row | undefined): void {
    const owner = ownerOf(post)
    if (this.mayHave(owner, post.to)) throw new Violation('I1', `${post.tag} was sent again`)
    if (this.#byTag.has(post.tag)) throw new Violation('I1', `tag ${post.tag} was used twice`)
    if (!row || !['sending', 'unknown'].includes(row.state)) {
      throw new Violation('I4', `${post.tag} was POSTed while its row was ${row?.state}`)
    }
    const open = this.posts.filter((one) => one.task === post.task && one.isOpen)
    if (post.fate.code === OVER_LIMIT) {
      throw new Violation('limit', `${post.tag} is to one person more than Meta allows in a day`)
    }
    if (open.length >= OPEN_REQUESTS) throw new Violation('I9', 'seven requests are open at once')
    this.#checkPace(post)
    this.posts.push(post)
    this.#byTag.set(post.tag, post)
    if (!row.isSingle) this.#checkBroadcast(owner, post)
    else if (post.template && !this.testers.has(post.to)) {
      throw new Violation('tests', `${post.tag} tries out ${post.template} on ${post.to}`)
    }
  }

  confirmedAt(id: string, now: number): void {
    const broadcast = this.broadcasts.get(id)
    if (!broadcast) return
    const { first, last } = broadcast.confirmed ?? { first: now, last: now }
    broadcast.confirmed = { first: Math.min(first, now), last: Math.max(last, now) }
  }

  toldToGoOn(id: string): void {
    const broadcast = this.broadcasts.get(id)
    if (broadcast) broadcast.isToldToGoOn = true
  }

  onStatus({ tag, state }: Status): void {
    const told = this.#told.get(tag) ?? new Set()
    this.#told.set(tag, told.add(state))
  }

  /** A queue message left its queue with its work done. */
  onDone(queue: string, body: unknown): void {
    if (queue !== 'events') return
    // The form of a queue message that carries a webhook. One that names a file tells of one large message.
    const { body: text } = body as { body?: string }
    if (text === undefined) return
    this.worked.add(text)
    for (const { tag, state } of statusesIn(text)) {
      this.arrived.set(tag, (this.arrived.get(tag) ?? new Set()).add(state))
    }
  }

  postOf(tag: string): Post | undefined {
    return this.#byTag.get(tag)
  }

  /** What Meta decided about a message, by the tag it was sent with. */
  toldOf(tag: string): ReadonlySet<string> {
    return this.#told.get(tag) ?? new Set()
  }

  postsOf(owner: string): Post[] {
    return this.posts.filter((post) => ownerOf(post) === owner)
  }

  /** Whether a message was, or may have been, taken for this person. */
  mayHave(owner: string, to: string): boolean {
    return this.postsOf(owner).some(
      ({ to: other, fate }) => other === to && (fate.isAccepted || !fate.isClear),
    )
  }

  /** No second holds more than the rate, broadcasts and replies together. */
  #checkPace({ numberId, at, tag }: Post): void {
    const most = this.paces.get(numberId)
    if (most === undefined) return
    const recent = this.posts.filter((one) => one.numberId === numberId && one.at > at - 1000)
    if (recent.length >= most) throw new Violation('I9', `${tag} is too soon after ${most} others`)
  }

  #checkBroadcast(id: string, post: Post): void {
    const truth = this.broadcasts.get(id)
    if (!truth) throw new Violation('I11', `a message of no broadcast was sent: ${post.tag}`)
    if (truth.template !== post.template) throw new Violation('I11', `${post.tag} is mixed up`)
    if (truth.isMarketing && this.countries.get(post.to) === 'US') {
      throw new Violation('marketing in the US', `${post.tag} may not be sent to ${post.to}`)
    }
    this.#checkRetry(truth, post)
    const people = new Set(this.postsOf(id).map(({ to }) => to))
    if (people.size > (truth.agreed?.people ?? 0)) {
      throw new Violation('I8', `${post.tag} is to more people than were agreed`)
    }
    const spent = [...people].reduce((sum, to) => sum + this.priceOf(truth, to), 0)
    if (spent > (truth.agreed?.micros ?? 0)) {
      throw new Violation('I8', `${post.tag} costs more than was agreed`)
    }
  }

  priceOf({ agreed }: BroadcastTruth, to: string): number {
    return agreed?.microsByCountry.get(this.countries.get(to) ?? '') ?? 0
  }

  /** A retry of failures never reaches who has the message; one of unclear ones is a person's choice. */
  #checkRetry({ retryOf }: BroadcastTruth, { tag, to }: Post): void {
    if (!retryOf || retryOf.what === 'not_confirmed') return
    const first = this.postsOf(retryOf.id).find((post) => post.to === to && post.fate.isAccepted)
    const isOver = !first || this.toldOf(first.tag).has('failed')
    if (!isOver) throw new Violation('I1', `${tag} repeats a message that had not failed`)
  }
}

type Said = { biz_opaque_callback_data?: string; status: string }

/** Only what the simulated Meta sent for a number of ours counts. */
function statusesIn(text: string): { tag: string; state: string }[] {
  // The form that the simulated Meta gives its webhooks.
  const { entry } = JSON.parse(text) as {
    entry: { changes: { value: { metadata?: { phone_number_id: string }; statuses?: Said[] } }[] }[]
  }
  return entry
    .flatMap(({ changes }) => changes)
    .filter(({ value }) => value.metadata?.phone_number_id !== '999')
    .flatMap(({ value }) => value.statuses ?? [])
    .map(({ biz_opaque_callback_data: tag = '', status: state }) => ({ tag, state }))
}
