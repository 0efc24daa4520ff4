import { type Tally, tallyOf } from '../../worker/features/broadcasts/spending'

/** What a marketing broadcast that is launched now is counted by. */
export const tallyAt = (now: number): Tally =>
  tallyOf({ template: null, launchedAt: now }, new Date(now).toISOString().slice(0, 7), now)
