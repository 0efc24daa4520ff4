import * as v from 'valibot'

/** `asked`: Meta was asked and sends it by webhook; `declined`: the owner chose not to share it. */
export const SYNC_STATES = ['waiting', 'asked', 'done', 'declined', 'refused'] as const
export type SyncState = (typeof SYNC_STATES)[number]

/** What came over from the phone app that holds the same number. */
export const CoexistenceView = v.object({
  state: v.picklist(['joined', 'offboarded']),
  contacts: v.picklist(SYNC_STATES),
  history: v.picklist(SYNC_STATES),
  /** Per cent, as Meta says. */
  progress: v.number(),
  messages: v.number(),
  /** Until when Meta can be asked. */
  askableUntil: v.number(),
})
export type CoexistenceView = v.InferOutput<typeof CoexistenceView>
