// Reads a chosen file beside the page: finds its encoding and, where needed, makes UTF-8 of it.

import { type Encoding, oneByteEncodingOf, verdictOf } from './encoding'
import type { FromReader, Refusal, ToReader } from './reading'

const HEAD_BYTES = 1_000_000
const PROBE_BYTES = 4_000_000

// The types are those of pages; a worker's own scope has these two members.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToReader>) => void) | null
  postMessage: (message: FromReader) => void
}

scope.onmessage = async ({ data: { file } }) => {
  try {
    scope.postMessage(await read(file))
  } catch {
    // The disk or the cloud folder behind the file failed.
    refuse('unreadable')
  }
}

const refuse = (refusal: Refusal) => scope.postMessage({ kind: 'refused', refusal })

async function read(file: File): Promise<FromReader> {
  const verdict = verdictOf(await bytesOf(file, HEAD_BYTES))
  if ('notText' in verdict) return { kind: 'refused', refusal: verdict.notText }
  const encoding = verdict.encoding ?? (await encodingOf(file))
  // UTF-8 is sent as it is.
  const bytes = encoding === 'utf-8' ? file : await toUtf8(file, encoding)
  return { kind: 'ready', encoding, bytes }
}

const bytesOf = async (file: File, most: number) =>
  new Uint8Array(await file.slice(0, most).arrayBuffer())

async function encodingOf(file: File): Promise<Encoding> {
  if (await isUtf8(file)) return 'utf-8'
  return oneByteEncodingOf(await bytesOf(file, PROBE_BYTES))
}

async function isUtf8(file: File): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    await eachChunk(file, (chunk) => void decoder.decode(chunk, { stream: true }))
    decoder.decode()
    return true
  } catch (cause) {
    if (cause instanceof TypeError) return false
    throw cause
  }
}

async function toUtf8(file: File, encoding: Encoding): Promise<Blob> {
  const decoder = new TextDecoder(encoding)
  const pieces: Blob[] = []
  await eachChunk(file, (chunk) => {
    pieces.push(new Blob([decoder.decode(chunk, { stream: true })]))
  })
  pieces.push(new Blob([decoder.decode()]))
  return new Blob(pieces)
}

async function eachChunk(file: File, take: (chunk: Uint8Array) => void): Promise<void> {
  const reader = file.stream().getReader()
  let done = 0
  for (;;) {
    const { done: isEnd, value } = await reader.read()
    if (isEnd) return
    take(value)
    done += value.length
    scope.postMessage({ kind: 'progress', done })
  }
}
