import * as v from 'valibot'
import { BroadcastState } from './broadcasts'
import { Id } from './common'
import { HOLIDAYS } from './schedule'

export const CalendarMonth = v.pipe(v.string(), v.regex(/^20\d\d-(?:0[1-9]|1[0-2])$/))
export const CalendarQuery = v.object({ month: CalendarMonth })

/** A month of broadcasts, by days of the workspace's zone, with the days before and after that a sheet shows. */
export const CalendarView = v.object({
  zone: v.string(),
  today: v.string(),
  days: v.array(
    v.object({
      day: v.string(),
      holiday: v.nullable(v.picklist(HOLIDAYS)),
      /** Nothing leaves on it: whatever would be open is quiet. */
      isQuiet: v.boolean(),
    }),
  ),
  broadcasts: v.array(
    v.object({
      ...{ id: Id, name: v.string(), state: BroadcastState, day: v.string(), at: v.number() },
      /** When its last people begin, where it goes by their clocks. */
      lastAt: v.nullable(v.number()),
    }),
  ),
  /** There were more than fit. */
  isCut: v.boolean(),
})
export type CalendarView = v.InferOutput<typeof CalendarView>
