import type { InboundMessage } from '../../boundary/graph/webhooks'

/** News about a person or a message, not words of theirs: they open no 24 hours and need no answer. */
const NOT_WORDS = new Set(['system', 'reaction', 'edit', 'revoke', 'request_welcome'])

export const isWords = (message: InboundMessage): boolean => !NOT_WORDS.has(message.type)

/** What a person says by writing or by tapping a button, for stop words. */
export const spokenIn = (message: InboundMessage): string =>
  message.text?.body ?? message.button?.text ?? message.interactive?.button_reply?.title ?? ''
