import { isSameText } from '../../boundary/crypto/hash'
import { isSignedByMeta } from '../../boundary/crypto/signature'
import type { Deps } from '../../boundary/deps'
import { fitsQueue } from '../../boundary/queues/body-size'
import type { EventJob } from '../../boundary/queues/jobs'
import { AppError } from '../../lib/errors'
import { timeOrderedId } from '../../lib/ids'

/** Meta's largest body is 3 MB; anything far above is not Meta's. */
export const MOST_WEBHOOK_BYTES = 4 * 1024 * 1024

const STORED = 'events/'
const CHALLENGE = /^[\w-]{1,64}$/

/** Answers Meta's GET handshake: the challenge, if the verify token is ours. */
export function answerHandshake(
  { META_VERIFY_TOKEN }: Deps['config'],
  query: Record<string, string>,
): string {
  const challenge = query['hub.challenge'] ?? ''
  const isOurs = isSameText(query['hub.verify_token'] ?? '', META_VERIFY_TOKEN.reveal())
  if (query['hub.mode'] !== 'subscribe' || !isOurs || !CHALLENGE.test(challenge)) {
    throw new AppError('webhook.refused', 403)
  }
  return challenge
}

/**
 * Takes a webhook: checks the signature over the exact bytes, then queues the body. It answers only
 * after durable storage; when nothing could be stored the error makes Meta send again. Null is a body
 * that was too large to be read.
 */
export async function takeWebhook(
  { config, jobs, files, keys, clock }: Pick<Deps, 'config' | 'jobs' | 'files' | 'keys' | 'clock'>,
  bytes: Uint8Array<ArrayBuffer> | null,
  signature: string | undefined,
): Promise<void> {
  if (bytes === null) {
    throw new AppError('request.too_large', 413, { most: MOST_WEBHOOK_BYTES / 1024 })
  }
  const { META_APP_SECRET, META_APP_SECRET_PREVIOUS } = config
  const secrets = [META_APP_SECRET, ...(META_APP_SECRET_PREVIOUS ? [META_APP_SECRET_PREVIOUS] : [])]
  if (!(await isSignedByMeta(bytes, signature, secrets))) {
    throw new AppError('webhook.not_signed', 401)
  }

  const body = decodeUtf8(bytes)
  // Signed, but no text: nothing we could ever read. Meta gets its 200, or it would send it for a week.
  if (body === null) return
  const receivedAt = clock.now()
  if (fitsQueue(body)) {
    await jobs.events([{ type: 'webhook.body', body, receivedAt }])
    return
  }
  const fileKey = await putSealed({ files, keys }, bytes, receivedAt)
  await jobs.events([{ type: 'webhook.stored', fileKey, receivedAt }])
}

/** It holds what people wrote, and whose it is nobody has looked up yet. */
async function putSealed(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  body: Uint8Array,
  receivedAt: number,
): Promise<string> {
  const id = timeOrderedId(receivedAt)
  const sealed = await keys.ofService.sealBytes('events', id, body)
  await files.put(`${STORED}${id}`, sealed, { customMetadata: { kek: keys.keks.current } })
  return `${STORED}${id}`
}

/** The body of a webhook that was too large for a queue message; undefined once it was worked on. */
export async function readStoredBody(
  { files, keys }: Pick<Deps, 'files' | 'keys'>,
  fileKey: string,
): Promise<string | undefined> {
  const sealed = await (await files.get(fileKey))?.bytes()
  if (!sealed) return undefined
  const body = await keys.ofService.openBytes('events', fileKey.slice(STORED.length), sealed)
  return new TextDecoder().decode(body)
}

/** Once its changes are applied, or kept sealed for each account that they are about. */
export const deleteStoredBody = ({ files }: Pick<Deps, 'files'>, job: EventJob): Promise<void> =>
  job.type === 'webhook.stored' ? files.delete(job.fileKey) : Promise.resolve()

/** Says how many; what is left over goes with the next hour. */
export async function deleteOldBodies(files: Deps['files'], before: number): Promise<number> {
  // Names begin with their time, so the first page holds the oldest.
  const { objects } = await files.list({ prefix: STORED })
  const old = objects.filter(({ uploaded }) => uploaded.getTime() < before)
  if (old.length > 0) await files.delete(old.map(({ key }) => key))
  return old.length
}

function decodeUtf8(bytes: BufferSource): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}
