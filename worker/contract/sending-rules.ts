import * as v from 'valibot'

const Clock = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))

/** Hours of one weekday in which marketing may leave, by a clock of the workspace's zone. */
export const Hours = v.pipe(
  v.strictObject({ from: Clock, to: v.union([Clock, v.literal('24:00')]) }),
  v.check(({ from, to }) => from < to, 'from must come before to'),
)
export type Hours = v.InferOutput<typeof Hours>

/** When marketing rests. `hours` has one entry per weekday, Sunday first; null: not at all that day. */
export const QuietHours = v.pipe(
  v.strictObject({
    hours: v.pipe(v.array(v.nullable(Hours)), v.length(7)),
    /** From before sunset on Friday until after sunset on Saturday, as in Jerusalem. */
    shabbat: v.boolean(),
    /** The same on Israel's days of rest. */
    holidays: v.boolean(),
  }),
  v.check(
    ({ hours }) => hours.slice(0, 5).some(Boolean),
    'a day from Sunday to Thursday must be open',
  ),
)
export type QuietHours = v.InferOutput<typeof QuietHours>

/** Nothing rests. */
export const ALWAYS_OPEN: QuietHours = {
  hours: Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' })),
  shabbat: false,
  holidays: false,
}
