import { GraphError, invalidParameter } from './errors'
import { hex } from './ids'
import { first } from './rows'

// Meta's resumable upload: a session with the app, then the bytes, then a handle that names them.

const TYPES = ['image/jpeg', 'image/png', 'application/pdf', 'video/mp4']
const MOST_BYTES = 100 * 1024 * 1024

type Upload = {
  id: string
  type: string
  length: number
  received: number
  handle: string | null
}

/** POST /{app_id}/uploads?file_name=&file_length=&file_type=. */
export function beginUpload(sql: SqlStorage, url: URL): Response {
  const type = url.searchParams.get('file_type') ?? ''
  const length = Number(url.searchParams.get('file_length'))
  if (!TYPES.includes(type)) throw invalidParameter(`file_type ${type} cannot be uploaded`)
  if (!Number.isInteger(length) || length < 1 || length > MOST_BYTES) {
    throw invalidParameter('file_length is not valid')
  }
  const id = `upload:${btoa(`attachment:${random()}`)}`
  sql.exec('INSERT INTO uploads VALUES (?, ?, ?, 0, NULL)', id, type, length)
  return Response.json({ id: `${id}?sig=AR${random()}` })
}

const random = () => hex(crypto.getRandomValues(new Uint8Array(12)))

/** GET /{upload:…}: how far it came. */
export function uploadState(sql: SqlStorage, id: string): Response {
  const upload = find(sql, id)
  return Response.json({ id, file_offset: upload.received })
}

/**
 * POST /{upload:…} with `file_offset`: the bytes from there on. Those that came before a break count;
 * `cut` is where an unruly network ends it.
 */
export function receiveBytes(
  sql: SqlStorage,
  id: string,
  bytes: Uint8Array,
  offset: string | null,
  cut: number | null,
): Response {
  const upload = find(sql, id)
  if (offset === null || Number(offset) !== upload.received) {
    throw invalidParameter(`file_offset must be ${upload.received}`)
  }
  const taken = cut === null ? bytes : bytes.subarray(0, cut)
  if (upload.received === 0) checkHead(upload.type, taken)
  const received = upload.received + taken.byteLength
  sql.exec('UPDATE uploads SET received = ? WHERE id = ?', received, id)
  if (received > upload.length) throw invalidParameter('More bytes than file_length')
  if (cut !== null) throw new GraphError(2)
  if (received < upload.length) return Response.json({ id, file_offset: received })
  const handle = `4::${btoa(upload.type)}:AR${random()}`
  sql.exec('UPDATE uploads SET handle = ? WHERE id = ?', handle, id)
  return Response.json({ h: handle })
}

const HEADS: Record<string, (head: Uint8Array) => boolean> = {
  'image/jpeg': ([a, b]) => a === 0xff && b === 0xd8,
  'image/png': ([, b, c]) => b === 0x50 && c === 0x4e,
  'application/pdf': ([a, b]) => a === 0x25 && b === 0x50,
  'video/mp4': (head) => String.fromCharCode(...head.subarray(4, 8)) === 'ftyp',
}

function checkHead(type: string, bytes: Uint8Array): void {
  if (HEADS[type]?.(bytes)) return
  throw invalidParameter(`The file is no ${type}`)
}

function find(sql: SqlStorage, id: string): Upload {
  const upload = first<Upload>(sql.exec('SELECT * FROM uploads WHERE id = ?', id))
  if (!upload) throw invalidParameter('The upload session does not exist')
  return upload
}

/** Only what was uploaded can be a sample; Meta's own examples in documents are taken as well. */
export const hasHandle = (sql: SqlStorage, handle: string): boolean =>
  /^4::[\w=]+:ARExample$/.test(handle) ||
  first(sql.exec('SELECT id FROM uploads WHERE handle = ?', handle)) !== undefined
