import { findNumber } from './businesses'
import { GraphError, invalidParameter, notVisible } from './errors'
import { hex, newNodeId } from './ids'
import { first } from './rows'
import type { Token } from './tokens'

const MB = 1024 * 1024
const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_MS = 30 * DAY_MS
/** A value in the object's SQLite holds 2 MB at most. */
const PART_BYTES = MB
const URL_LIVES_MS = 5 * 60 * 1000

const LIMITS: [RegExp, number][] = [
  [/^image\/(jpeg|png)$/, 5 * MB],
  [/^image\/webp$/, MB / 2],
  [/^video\/(mp4|3gpp)$/, 16 * MB],
  [/^audio\/(aac|amr|mpeg|mp4|ogg)$/, 16 * MB],
  [/^(text\/plain|application\/(pdf|msword|vnd\.[a-z.-]+))$/, 100 * MB],
]

type Media = {
  id: string
  phone_number_id: string
  mime_type: string
  sha256: string
  size: number
  expires_at: number
}

export async function uploadMedia(
  sql: SqlStorage,
  phoneNumberId: string,
  form: FormData,
): Promise<Response> {
  if (form.get('messaging_product') !== 'whatsapp') {
    throw new GraphError(100, { message: '(#100) The parameter messaging_product is required.' })
  }
  const file = form.get('file')
  if (!(file instanceof File)) {
    throw new GraphError(100, { message: '(#100) The parameter file is required.' })
  }
  const given = form.get('type')
  const mimeType = (typeof given === 'string' ? given : file.type).split(';')[0] ?? ''
  const limit = LIMITS.find(([type]) => type.test(mimeType))?.[1]
  if (limit === undefined) throw invalidParameter(`Param file must be of a known type: ${mimeType}`)
  if (file.size > limit) throw invalidParameter(`Param file is larger than ${limit} bytes`)

  const bytes = await file.arrayBuffer()
  const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  return Response.json({ id: keepMedia(sql, phoneNumberId, mimeType, sha256, bytes) })
}

function keepMedia(
  sql: SqlStorage,
  phoneNumberId: string,
  mimeType: string,
  sha256: string,
  bytes: ArrayBuffer,
): string {
  const id = newNodeId()
  sql.exec(
    'INSERT INTO media VALUES (?, ?, ?, ?, ?, ?)',
    id,
    phoneNumberId,
    mimeType,
    sha256,
    bytes.byteLength,
    Date.now() + KEPT_MS,
  )
  for (let part = 0; part * PART_BYTES < bytes.byteLength; part++) {
    const from = part * PART_BYTES
    const slice = bytes.slice(from, from + PART_BYTES)
    sql.exec('INSERT INTO media_parts VALUES (?, ?, ?)', id, part, slice)
  }
  return id
}

export const findMedia = (sql: SqlStorage, id: string) =>
  first<Media>(sql.exec('SELECT * FROM media WHERE id = ? AND expires_at > ?', id, Date.now()))

/** A media id serves only the number it was uploaded for. */
export const hasMedia = (sql: SqlStorage, id: string, phoneNumberId: string): boolean =>
  findMedia(sql, id)?.phone_number_id === phoneNumberId

function visibleMedia(sql: SqlStorage, token: Token, id: string, verb: 'get' | 'delete'): Media {
  const media = findMedia(sql, id)
  const owner = media && findNumber(sql, media.phone_number_id)
  if (!media || owner?.waba_id !== token.waba_id) throw notVisible(id, verb)
  return media
}

export function describeMedia(sql: SqlStorage, token: Token, id: string, url: URL): Response {
  const media = visibleMedia(sql, token, id, 'get')
  const number = url.searchParams.get('phone_number_id')
  if (number !== null && number !== media.phone_number_id) throw notVisible(id, 'get')

  const until = Date.now() + URL_LIVES_MS
  return Response.json({
    messaging_product: 'whatsapp',
    url: `${url.origin}/media/${id}?ext=${until}`,
    mime_type: media.mime_type,
    sha256: media.sha256,
    file_size: String(media.size),
    id,
  })
}

/** The bytes behind a media url, which lives five minutes and wants the token as well. */
export function downloadMedia(sql: SqlStorage, token: Token, id: string, url: URL): Response {
  const media = visibleMedia(sql, token, id, 'get')
  if (!(Number(url.searchParams.get('ext')) > Date.now())) {
    return new Response('Gone', { status: 404 })
  }
  const parts = sql
    .exec<{ bytes: ArrayBuffer }>(
      'SELECT bytes FROM media_parts WHERE media_id = ? ORDER BY part',
      id,
    )
    .toArray()
  return new Response(new Blob(parts.map(({ bytes }) => bytes)), {
    headers: { 'Content-Type': media.mime_type },
  })
}

export function deleteMedia(sql: SqlStorage, token: Token, id: string): Response {
  visibleMedia(sql, token, id, 'delete')
  sql.exec('DELETE FROM media WHERE id = ?', id)
  sql.exec('DELETE FROM media_parts WHERE media_id = ?', id)
  return Response.json({ success: true })
}
