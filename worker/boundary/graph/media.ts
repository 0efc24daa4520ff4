import * as v from 'valibot'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'
import { GraphError } from './errors'

const Described = v.object({
  url: v.string(),
  file_size: v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number))),
})
const Uploaded = v.object({ id: v.string() })

/** A file that a person sent: kept by Meta for seven days. Null when it is larger than wanted, or gone. */
export async function fetchMedia(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  mediaId: string,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const query = { phone_number_id: numberId }
    const answer = await graph.call({ method: 'GET', path: `/${mediaId}`, query, token })
    const { url, file_size } = v.parse(Described, answer)
    return (file_size ?? 0) > mostBytes ? null : await graph.download({ url, token, mostBytes })
  } catch (error) {
    // Deleted, too old, or not of this number: it won't come back.
    if (error instanceof GraphError && error.httpStatus < 500 && error.httpStatus !== 429)
      return null
    throw error
  }
}

/** Gives Meta a file to send; its id serves only the number it was given for. */
export async function uploadMedia(
  graph: GraphClient,
  token: Secret,
  numberId: string,
  { type, bytes }: { type: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<string> {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', type)
  form.set('file', new File([bytes], 'file', { type }))
  return v.parse(Uploaded, await graph.form({ path: `/${numberId}/media`, token, form })).id
}
