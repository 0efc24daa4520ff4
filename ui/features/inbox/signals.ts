// What the frame round all pages shares with the inbox; small, because every page loads it.

import { signal } from '@preact/signals'
import type { Presence } from '../../../worker/contract/live'

/** First in the key of every query of the inbox. */
export const INBOX = ['inbox']

/** Conversations with something unread, for the badge and the tab's title. */
export const unreadCount = signal(0)

/** Who looks at which conversation, on all screens. */
export const presences = signal<Presence[]>([])

/** Turns when the message that the address names is asked for once more. */
export const soughtAgain = signal(0)

/** Grows when more happened than the log keeps: what is on screen is read anew. */
export const gaps = signal(0)

/** Called with the id of each conversation whose thread changed. */
export const threadListeners = new Set<(id: string) => void>()
