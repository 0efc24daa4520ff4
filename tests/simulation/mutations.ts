import { GraphError, NoAnswerError } from '../../worker/boundary/graph/errors'
import type { ConsumerDeps } from '../../worker/consumer/dispatch'
import type { Profile } from './profile'
import { CLAIM, RESTRAINT_MUTATIONS } from './restraint-mutations'

/** A bug put in on purpose: by changing statements on their way, or a dependency. */
export type Mutation = {
  title: string
  /** What must notice it. */
  breaks: string[]
  /** Where it shows soonest; any otherwise. */
  profile?: Profile['name']
  /** The history to begin with, where it takes many. */
  from?: number
  /** Each place in the statements, and what stands there instead. */
  statements?: { where: RegExp; from: string | RegExp; to: string }[]
  deps?: (deps: ConsumerDeps) => ConsumerDeps
}

const ANSWERS = /INSERT INTO recipients[\s\S]*sealed_params[\s\S]*r\.token = a\.value/
const STATUSES = /INSERT INTO recipients[\s\S]*r\.token = e\.value/

export const MUTATIONS: Mutation[] = [
  ...RESTRAINT_MUTATIONS,
  {
    title: 'a message is POSTed without a claim',
    breaks: ['I1', 'I4'],
    statements: [
      {
        where: CLAIM,
        from: 'SET state = excluded.state, rank = excluded.rank',
        to: "SET state = 'queued', rank = 0",
      },
    ],
  },
  {
    title: 'a lease that ran out puts the row back into the queue',
    breaks: ['I1'],
    statements: [
      {
        where: /UPDATE recipients SET state = 'unknown'/,
        from: "SET state = 'unknown', rank = ?",
        to: "SET state = 'queued', rank = 0 * ?",
      },
    ],
  },
  {
    title: 'a timeout or a 5xx is tried again',
    breaks: ['I1'],
    deps: (deps) => ({ ...deps, graph: { ...deps.graph, call: (call) => againLater(deps, call) } }),
  },
  {
    title: 'the last word wins instead of the strongest',
    breaks: ['I6'],
    statements: [
      {
        where: STATUSES,
        from: /iif\(excluded\.rank > recipients\.rank, excluded\.state[^)]*\)/,
        to: 'excluded.state',
      },
      { where: STATUSES, from: 'max(excluded.rank, recipients.rank)', to: 'excluded.rank' },
      { where: STATUSES, from: /WHERE excluded\.rank > recipients\.rank/, to: 'WHERE true' },
    ],
  },
  {
    title: 'nobody sends lost chunk messages again',
    breaks: ['I2'],
    statements: [
      { where: /UPDATE chunks SET enqueued_at = NULL/, from: 'WHERE', to: 'WHERE false AND' },
    ],
  },
  {
    title: 'an answer is recorded whatever claim it belongs to',
    breaks: ['I1', 'I4', 'I6', 'I7'],
    profile: 'tug',
    statements: [{ where: ANSWERS, from: "AND r.token = a.value ->> 'token'", to: '' }],
  },
  {
    title: 'the claim does not ask whether the broadcast runs',
    breaks: ['I5'],
    statements: [{ where: CLAIM, from: "b.state = 'running'", to: 'true' }],
  },
  {
    title: 'a broadcast ends before its queued rows are settled',
    breaks: ['I2'],
    statements: [
      {
        where: /SELECT EXISTS \(SELECT 1 FROM chunks/,
        from: 'SELECT EXISTS',
        to: 'SELECT 0 AND EXISTS',
      },
    ],
  },
  {
    title: 'the claim does not ask who opted out',
    breaks: ['I5'],
    statements: [{ where: CLAIM, from: 's.identity = q.identity', to: 's.identity = NULL' }],
  },
  {
    title: 'the freeze forgets where it stood',
    breaks: ['I1'],
    statements: [
      {
        where: /INSERT INTO recipients[\s\S]*row_number/,
        from: 'c.id > ?',
        to: '(c.id > ? OR true)',
      },
    ],
  },
  {
    title: 'a refused row goes back to the queue whatever became of it',
    breaks: ['I1', 'I6'],
    statements: [
      {
        where: ANSWERS,
        from: "excluded.rank = ? AND recipients.state = 'sending'",
        to: 'excluded.rank = ?',
      },
    ],
  },
  {
    title: 'a status does not say that its chunk must be counted again',
    breaks: ['I3'],
    statements: [
      {
        where: /UPDATE chunks SET dirty = dirty \+ 1[\s\S]*json_each/,
        from: 'dirty = dirty + 1',
        to: 'dirty = dirty',
      },
    ],
  },
  {
    title: 'whatever waits is forgotten, also what nobody has folded yet',
    breaks: ['I6'],
    statements: [
      {
        where: /DELETE FROM waiting_statuses/,
        from: 'AND id IN (SELECT value FROM json_each(?))',
        to: 'AND (true OR id IN (SELECT value FROM json_each(?)))',
      },
    ],
  },
  {
    title: 'nobody comes for statuses that wait',
    breaks: ['I2', 'I6'],
    deps: (deps) => ({
      ...deps,
      jobs: {
        ...deps.jobs,
        chore: async (job, options) => {
          if (job.type !== 'statuses.fold') await deps.jobs.chore(job, options)
        },
      },
    }),
  },
  {
    title: 'a reply is claimed again by whoever comes',
    breaks: ['I1'],
    statements: [
      {
        where: /update "outbox" set "state"/,
        from: '"outbox"."state" = ?',
        to: '("outbox"."state" = ? OR true)',
      },
    ],
  },
  {
    title: 'the pace leaves no room for a reply',
    breaks: ['I9'],
    profile: 'calm',
    deps: (deps) => ({
      ...deps,
      pacer: (...name) => tooFast(deps.pacer(...name)),
    }),
  },
]

/** Takes places as if the number's rate were one message higher. */
function tooFast(pacer: ReturnType<ConsumerDeps['pacer']>): ReturnType<ConsumerDeps['pacer']> {
  const reserve: typeof pacer.reserve = (reservation) =>
    pacer.reserve({ ...reservation, perSecond: reservation.perSecond + 1 })
  // Stubs answer for methods that they don't list, so they can't be spread.
  return Object.assign(Object.create(pacer), { reserve })
}

async function againLater(
  deps: ConsumerDeps,
  call: Parameters<ConsumerDeps['graph']['call']>[0],
): Promise<unknown> {
  try {
    return await deps.graph.call(call)
  } catch (error) {
    const isUnclear =
      error instanceof NoAnswerError || (error instanceof GraphError && error.httpStatus >= 500)
    if (!isUnclear) throw error
    throw new GraphError(400, { code: 130429 })
  }
}

/** Changes statements as a mutation says, and notes which of its places were there. */
export class Rewriter {
  readonly #known = new Map<string, string>()
  readonly #struck = new Set<number>()

  constructor(readonly mutation: Mutation) {}

  rewrite = (sql: string): string => {
    const known = this.#known.get(sql)
    if (known !== undefined) return known
    let text = sql
    for (const [at, { where, from, to }] of (this.mutation.statements ?? []).entries()) {
      if (!where.test(text)) continue
      const changed = text.replace(from, to)
      if (changed !== text) this.#struck.add(at)
      text = changed
    }
    this.#known.set(sql, text)
    return text
  }

  /** False when a place that the mutation names is nowhere: then it tests nothing. */
  isWhole(): boolean {
    return this.#struck.size === (this.mutation.statements ?? []).length
  }
}
