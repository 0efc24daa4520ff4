import * as v from 'valibot'

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/
const Clock = v.pipe(v.string(), v.regex(CLOCK))

/** Hours of one weekday in which messages may leave; `24:00` is the end of the day. */
export const OpenHours = v.pipe(
  v.strictObject({ from: Clock, to: v.union([Clock, v.literal('24:00')]) }),
  v.check(({ from, to }) => from < to, 'from must come before to'),
)
export type OpenHours = v.InferOutput<typeof OpenHours>

/** When broadcasts rest. Replies in the inbox are never held. */
export const QuietHours = v.pipe(
  v.strictObject({
    isOn: v.boolean(),
    appliesTo: v.picklist(['marketing', 'everything']),
    /** Whose: the workspace's, or that of each recipient's country. */
    clock: v.optional(v.picklist(['workspace', 'recipient']), 'workspace'),
    /** One entry per weekday, Sunday first; null: nothing leaves on that day. */
    hours: v.pipe(v.array(v.nullable(OpenHours)), v.length(7)),
    shabbat: v.boolean(),
    /** Israel's days of rest, days of mourning and Independence Day. By recipients' clocks, in Israel only. */
    holidays: v.boolean(),
    /** Both begin at this time on the day before and end at that time on the day itself. */
    restFrom: Clock,
    restUntil: Clock,
  }),
  v.check(
    ({ hours }) => hours.slice(0, 5).some(Boolean),
    'a day from Sunday to Thursday must be open',
  ),
)
export type QuietHours = v.InferOutput<typeof QuietHours>

/** What a workspace begins with: nothing rests until somebody says so, and then the usual. */
export const USUAL_QUIET_HOURS: QuietHours = {
  isOn: false,
  appliesTo: 'marketing',
  clock: 'workspace',
  hours: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
    from: '09:00',
    to: weekday === 5 ? '14:00' : '20:00',
  })),
  shabbat: true,
  holidays: true,
  restFrom: '15:00',
  restUntil: '20:30',
}

export const HOLIDAYS = [
  'rosh_hashana',
  'yom_kippur',
  'sukkot',
  'shemini_atzeret',
  'pesach',
  'shavuot',
  'holocaust_day',
  'memorial_day',
  'independence_day',
] as const
export const QuietReason = v.picklist(['hours', 'shabbat', ...HOLIDAYS])
export type QuietReason = v.InferOutput<typeof QuietReason>

/** A time as a clock on a wall shows it: `2026-11-23T09:05`. */
const WallTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d$/),
  v.check((text) => !Number.isNaN(Date.parse(`${text}:00Z`)), 'no such day'),
)

/** Where the time has passed already when it is confirmed: these people get it at once, or a day later. */
export const PASSED = ['now', 'next_day'] as const

/**
 * When a broadcast begins: once it is confirmed, when a clock in the workspace's zone shows a time, or for
 * each recipient when clocks in their country do.
 */
export const Start = v.variant('kind', [
  v.strictObject({ kind: v.literal('now') }),
  v.strictObject({
    kind: v.literal('at'),
    wallTime: WallTime,
    /** In the hour that comes twice when clocks go back: the second time. */
    isSecond: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('local'), wallTime: WallTime, passed: v.picklist(PASSED) }),
])
export type Start = v.InferOutput<typeof Start>

const Shown = v.picklist(['once', 'never', 'twice'])

/** What the chosen time comes to in the workspace's zone. */
export const PlanStart = v.object({
  at: v.number(),
  zone: v.string(),
  /** How often clocks show the chosen time on that day. */
  shown: Shown,
  /** Both instants of a time that comes twice. */
  choices: v.array(v.number()),
})
export type PlanStart = v.InferOutput<typeof PlanStart>

const QuietStop = v.object({
  from: v.number(),
  until: v.number(),
  reason: QuietReason,
  left: v.number(),
})

/** What quiet hours do to a send: it stops at each edge and goes on when they end. */
export const PlanRests = v.object({
  startsAt: v.number(),
  endsAt: v.number(),
  /** The first few, in order; `left` people have not been written to by then. */
  stops: v.array(QuietStop),
})
export type PlanRests = v.InferOutput<typeof PlanRests>

/** Recipients who look at one clock. */
export const PlanZone = v.object({
  zone: v.string(),
  countries: v.array(v.object({ country: v.nullable(v.string()), people: v.number() })),
  people: v.number(),
  /** When the chosen time is there; null: at once. */
  at: v.nullable(v.number()),
  /** How often clocks there show it on that day. */
  shown: Shown,
  /** The time had passed there; what becomes of them. */
  passed: v.nullable(v.picklist(PASSED)),
  stops: v.array(QuietStop),
  /** With what goes out before, and with quiet hours. */
  startsAt: v.number(),
  endsAt: v.number(),
})
export type PlanZone = v.InferOutput<typeof PlanZone>

/** A broadcast that goes by recipients' clocks, in the order of sending. */
export const PlanZones = v.object({
  /** Whether it begins by them; else only its quiet hours do. */
  isStart: v.boolean(),
  zones: v.array(PlanZone),
  /** People of whom no country is known: they go by the workspace's clock. */
  unplaced: v.number(),
  startsAt: v.number(),
  lastStartsAt: v.number(),
  endsAt: v.number(),
})
export type PlanZones = v.InferOutput<typeof PlanZones>
