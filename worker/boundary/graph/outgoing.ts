// What `/messages` gets, by kind.

import type { OutgoingContent } from '../../contract/messages'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'

type Simple = Exclude<OutgoingContent, { kind: 'template' | 'reaction' | 'media' }>
type Content = Record<string, unknown>

export const textContent = (body: string): Content => ({ type: 'text', text: { body } })

/** `wamid` is the message that gets the emoji; an empty emoji takes it away. */
export const reactionContent = (wamid: string, emoji: string): Content => ({
  type: 'reaction',
  reaction: { message_id: wamid, emoji },
})

/** A file that Meta has already. Audio has no caption, and only a document has a name. */
export function mediaContent(
  { media, caption, fileName, voice }: Extract<OutgoingContent, { kind: 'media' }>,
  metaId: string,
): Content {
  const file = {
    id: metaId,
    ...(caption && media !== 'audio' && { caption }),
    ...(fileName && media === 'document' && { filename: fileName }),
    ...(voice && media === 'audio' && { voice }),
  }
  return { type: media, [media]: file }
}

export const templateContent = (template: object): Content => ({ type: 'template', template })

export function contentFor(wish: Simple): Content {
  switch (wish.kind) {
    case 'location': {
      const { latitude, longitude, name, address } = wish
      return {
        type: 'location',
        location: { latitude, longitude, ...(name && { name }), ...(address && { address }) },
      }
    }
    case 'contact':
      return {
        type: 'contacts',
        contacts: [
          {
            name: { formatted_name: wish.name, first_name: wish.name },
            phones: [{ phone: wish.phone, type: 'CELL' }],
          },
        ],
      }
    case 'buttons':
      return interactive('button', wish.text, {
        buttons: wish.buttons.map((title, at) => ({
          type: 'reply',
          reply: { id: `button:${at}`, title },
        })),
      })
    case 'list':
      return interactive('list', wish.text, {
        button: wish.button,
        sections: [
          { title: wish.button, rows: wish.rows.map((title, at) => ({ id: `row:${at}`, title })) },
        ],
      })
    case 'link':
      return interactive('cta_url', wish.text, {
        name: 'cta_url',
        parameters: { display_text: wish.label, url: wish.url },
      })
  }
}

const interactive = (type: string, text: string, action: object): Content => ({
  type: 'interactive',
  interactive: { type, body: { text }, action },
})

export const withQuote = (content: Content, wamid: string | null): Content =>
  wamid === null ? content : { context: { message_id: wamid }, ...content }

/** Tells the person that their messages were read, and, if wished, that somebody is typing. */
export async function markSeen(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  { wamid, isTyping }: { wamid: string; isTyping: boolean },
): Promise<void> {
  await graph.call({
    method: 'POST',
    path: `/${numberId}/messages`,
    token,
    body: {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: wamid,
      ...(isTyping && { typing_indicator: { type: 'text' } }),
    },
  })
}
