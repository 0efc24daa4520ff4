import type { ThreadEntry } from './inbox'

/** What most entries say of themselves: nothing. */
export const BLANK_ENTRY = {
  author: null,
  state: null,
  reasonText: null,
  broadcast: null,
  answers: null,
  quoted: null,
  reactions: [],
  isEdited: false,
  isForwarded: false,
  referral: null,
  act: null,
  mentions: [],
} as const satisfies Partial<ThreadEntry>
