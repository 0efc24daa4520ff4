/**
 * `biz_opaque_callback_data` of a broadcast message: comes back with every status and finds its row by
 * primary key. Opaque ids only; 512 characters at most, and every app on the WABA can read it.
 */
export type Tag = { broadcastId: string; no: number; token: string }

const TAG = /^b1\.([a-z2-7]{26})\.(\d{1,9})\.([a-z2-7]{26})$/

export const formatTag = ({ broadcastId, no, token }: Tag) => `b1.${broadcastId}.${no}.${token}`

/** Null for text that is not a tag of ours. */
export function parseTag(text: string | undefined): Tag | null {
  const match = TAG.exec(text ?? '')
  if (!match?.[1] || !match[2] || !match[3]) return null
  return { broadcastId: match[1], no: Number(match[2]), token: match[3] }
}

/** The tag of a single message. */
export type SingleTag = { id: string; token: string }

const SINGLE_TAG = /^o1\.([a-z2-7]{26})\.([a-z2-7]{26})$/

export const formatSingleTag = ({ id, token }: SingleTag) => `o1.${id}.${token}`

export function parseSingleTag(text: string | undefined): SingleTag | null {
  const match = SINGLE_TAG.exec(text ?? '')
  return match?.[1] && match[2] ? { id: match[1], token: match[2] } : null
}
