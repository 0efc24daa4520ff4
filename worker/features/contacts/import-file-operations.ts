// An upload in R2, read piece by piece as whole records.

import { type CsvForm, isDamaged, takeRecords, utf8Length } from './csv-records'
import { fileProblem } from './errors'
import { SeenPhones } from './seen-phones'

/** All files of an import begin so: deleting by prefix leaves nothing. */
const folderOf = (accountId: string, importId: string) => `imports/${accountId}/${importId}`
export const uploadKey = (accountId: string, importId: string) =>
  `${folderOf(accountId, importId)}/upload`
const seenKey = (accountId: string, importId: string, state: Pass) =>
  `${folderOf(accountId, importId)}/${state === 'checking' ? 'checked' : 'seen'}`
/** A file is read twice: when it is checked and when it is imported. */
type Pass = 'checking' | 'running'

/** Holds the largest record. More at a time only fills memory: strings of megabytes are collected late. */
const CHUNK_BYTES = 1_200_000

/** What reading an upload needs of R2. */
type Readable = {
  get(
    key: string,
    options: { range: { offset: number; length: number } },
  ): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>
}

type Source = { files: Readable; key: string; size: number; form: CsvForm }

/** Reads records in order from an offset that is the boundary of a record. */
export class ImportFile {
  #text = ''
  #at = 0
  #isLast = false
  #isDamaged = false

  constructor(
    readonly source: Source,
    /** In bytes: where the next record begins. */
    public offset: number,
  ) {}

  /** The next whole records; an empty list means the end. Throws what is wrong with the file. */
  async take(most: number, rowNo: number): Promise<string[][]> {
    for (let isFresh = false; ; isFresh = true) {
      const { records, end, fault } = this.#parse(most)
      if (records.length > 0) {
        this.offset += utf8Length(this.#text, this.#at, end)
        this.#at = end
        return records
      }
      if (fault) throw fileProblem(`import.${fault}`, { row: rowNo + 1 })
      if (this.#isLast) return []
      // A whole chunk without the end of a record: most likely a quote that never closes.
      if (isFresh) throw fileProblem('import.unclosed_quote', { row: rowNo + 1 })
      await this.#load()
    }
  }

  #parse(most: number): ReturnType<typeof takeRecords> {
    const { form } = this.source
    const taken = takeRecords(this.#text, this.#at, form, most, this.#isLast)
    const damaged = this.#isDamaged ? taken.records.findIndex(isDamaged) : -1
    if (damaged < 0) return taken
    if (damaged === 0) return { records: [], end: this.#at, fault: 'damaged_text' }
    return takeRecords(this.#text, this.#at, form, damaged, this.#isLast)
  }

  async #load(): Promise<void> {
    const { files, key, size } = this.source
    const length = Math.min(CHUNK_BYTES, size - this.offset)
    const bytes = length > 0 ? await readRange(files, key, this.offset, length) : new ArrayBuffer(0)
    this.#at = 0
    this.#isLast = this.offset + bytes.byteLength >= size
    try {
      this.#text = decode(bytes, true, this.#isLast)
      this.#isDamaged = false
    } catch {
      this.#text = decode(bytes, false, this.#isLast)
      this.#isDamaged = true
    }
  }
}

/** A chunk may end inside a character; the rest comes with the next one, which begins at a record. */
const decode = (bytes: ArrayBuffer, fatal: boolean, isLast: boolean) =>
  new TextDecoder('utf-8', { fatal, ignoreBOM: true }).decode(bytes, { stream: !isLast })

export async function readRange(
  files: Readable,
  key: string,
  offset: number,
  length: number,
): Promise<ArrayBuffer> {
  const object = await files.get(key, { range: { offset, length } })
  if (!object) throw fileProblem('import.upload_gone')
  return object.arrayBuffer()
}

/** The phones of a file up to a record. */
export type SeenUntil = { seen: SeenPhones; byteOffset: number; rowNo: number }

/** What the last slice saved; a slice that crashed saved nothing, so this may lie behind the import. */
export async function loadSeen(
  files: R2Bucket,
  accountId: string,
  importId: string,
  state: Pass,
): Promise<SeenUntil | null> {
  const object = await files.get(seenKey(accountId, importId, state))
  if (!object) return null
  const { byteOffset, rowNo } = object.customMetadata ?? {}
  const seen = new SeenPhones(await readInto(object.body, object.size))
  return { seen, byteOffset: Number(byteOffset), rowNo: Number(rowNo) }
}

/** Into one buffer of the right size; `arrayBuffer()` needs twice as much for a moment. */
async function readInto(body: ReadableStream<Uint8Array>, size: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let at = 0
  for await (const piece of body) {
    bytes.set(piece, at)
    at += piece.byteLength
  }
  return bytes.buffer
}

/** Phones and position go into one object, so that they can't disagree. */
export async function saveSeen(
  files: R2Bucket,
  accountId: string,
  importId: string,
  state: Pass,
  { seen, byteOffset, rowNo }: SeenUntil,
): Promise<void> {
  const { bytes } = seen
  const { readable, writable } = new FixedLengthStream(bytes.byteLength)
  const customMetadata = { byteOffset: `${byteOffset}`, rowNo: `${rowNo}` }
  await Promise.all([
    files.put(seenKey(accountId, importId, state), readable, { customMetadata }),
    writePieces(writable, bytes),
  ])
}

/** Piece by piece: R2 would copy 16 MB as a whole. */
async function writePieces(writable: WritableStream, bytes: ArrayBuffer): Promise<void> {
  const writer = writable.getWriter()
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, bytes.byteLength - at)
    await writer.write(new Uint8Array(bytes, at, length))
  }
  await writer.close()
}

/** Deletes what an import keeps in R2; may be repeated. */
export async function deleteFiles(
  files: R2Bucket,
  accountId: string,
  importId: string,
  uploadId: string | null,
): Promise<void> {
  const upload = uploadKey(accountId, importId)
  if (uploadId && !(await files.head(upload))) await abortUpload(files, upload, uploadId)
  const passes = ['checking', 'running'] as const
  await files.delete([upload, ...passes.map((pass) => seenKey(accountId, importId, pass))])
}

async function abortUpload(files: R2Bucket, key: string, uploadId: string): Promise<void> {
  try {
    await files.resumeMultipartUpload(key, uploadId).abort()
  } catch {
    // Aborted or expired before: R2 forgets unfinished uploads by itself after a week.
  }
}
