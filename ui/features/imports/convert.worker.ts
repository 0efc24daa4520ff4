// Reads a chosen file beside the page: finds what it is and, where needed, makes CSV in UTF-8 of it.

import { cardRows } from './cards'
import { type Encoding, oneByteEncodingOf, verdictOf } from './encoding'
import type { Found, FromReader, ReadFile, Refusal, ToReader, Wish } from './reading'
import { delimiterOf, firstRecords, isCards, toCsv } from './records'
import { readWorkbook } from './workbook'

const HEAD_BYTES = 1_000_000
const PROBE_BYTES = 4_000_000
const PREVIEW_BYTES = 200_000

// The types are those of pages; a worker's own scope has these two members.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToReader>) => void) | null
  postMessage: (message: FromReader) => void
}

scope.onmessage = async ({ data: { file, wish } }) => {
  try {
    scope.postMessage(await read(file, wish))
  } catch {
    // The disk or the cloud folder behind the file failed.
    scope.postMessage(refused('unreadable'))
  }
}

const refused = (refusal: Refusal): ReadFile => ({ kind: 'refused', refusal })

async function read(file: File, wish: Wish): Promise<ReadFile> {
  const verdict = verdictOf(await bytesOf(file, HEAD_BYTES))
  if ('notText' in verdict) return refused(verdict.notText)
  if ('archive' in verdict) return readSheet(file, wish)
  const encoding = wish.encoding ?? verdict.encoding ?? (await encodingOf(file))
  const start = new TextDecoder(encoding).decode(await bytesOf(file, PREVIEW_BYTES), {
    stream: true,
  })
  if (isCards(start)) return readCards(file, encoding)
  // UTF-8 is sent as it is.
  const bytes = encoding === 'utf-8' ? file : await toUtf8(file, encoding)
  const delimiter = wish.delimiter ?? delimiterOf(start)
  const found: Found = { format: 'text', encoding, delimiter }
  return { kind: 'ready', found, bytes, preview: firstRecords(start, delimiter) }
}

async function readSheet(file: File, { sheet: wanted }: Wish): Promise<ReadFile> {
  const book = await readWorkbook(new Uint8Array(await file.arrayBuffer()), wanted ?? null)
  if ('fault' in book) return refused(book.fault)
  const { sheets, sheet, rows } = book
  return listOf(rows, { format: 'workbook', sheets, sheet })
}

async function readCards(file: File, encoding: Encoding): Promise<ReadFile> {
  const text = new TextDecoder(encoding).decode(await file.arrayBuffer())
  const rows = cardRows(text, encoding)
  return rows.length === 0 ? refused('no_cards') : listOf(rows, { format: 'cards', encoding })
}

const PREVIEW_ROWS = 6

function listOf(rows: string[][], found: Found): ReadFile {
  return {
    kind: 'ready',
    found,
    bytes: new Blob(toCsv(rows)),
    preview: rows.slice(0, PREVIEW_ROWS),
  }
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
