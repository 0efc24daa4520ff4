import * as v from 'valibot'
import type { Secret } from '../../lib/secret'
import type { GraphClient } from './client'
import { GraphError, NoAnswerError } from './errors'

const Session = v.object({ id: v.pipe(v.string(), v.startsWith('upload:')) })
const Handle = v.object({ h: v.string() })
const Progress = v.object({ file_offset: v.number() })

export type UploadFile = {
  name: string
  type: string
  size: number
  /** The bytes from an offset to the end. */
  from(offset: number): Promise<ReadableStream | null>
}

/** How often an upload that broke off goes on where Meta says it stopped. */
const TRIES = 3

/**
 * Uploads a file as Meta wants the samples of templates: a session with the app, then the bytes, and
 * after an interruption the rest of them. Answers the handle.
 */
export async function uploadSample(
  graph: GraphClient,
  token: Secret,
  appId: string,
  file: UploadFile,
): Promise<string> {
  const query = { file_name: file.name, file_length: String(file.size), file_type: file.type }
  const path = `/${appId}/uploads`
  const session = v.parse(Session, await graph.call({ method: 'POST', path, query, token }))
  for (let attempt = 1, offset = 0; ; attempt++) {
    const body = await file.from(offset)
    if (!body) throw new NoAnswerError(0)
    try {
      return v.parse(Handle, await graph.upload({ id: session.id, token, offset, body })).h
    } catch (error) {
      if (attempt === TRIES || (error instanceof GraphError && error.httpStatus < 500)) throw error
      offset = v.parse(Progress, await graph.upload({ id: session.id, token })).file_offset
    }
  }
}
