import { signal } from '@preact/signals'
import { IMPORT_MAX_BYTES, type ImportView } from '../../../worker/contract/imports'
import { queryClient } from '../../lib/query'
import { ApiError } from '../../lib/request'
import { cancelImport, createImport, finishUpload, sendPart } from './api'
import { keepImport, refreshImport } from './model'
import { type Found, type ReadFile, type Refusal, readFile, type Wish } from './reading'

export type Upload = {
  fileName: string
  /** Null until the server knows of it. */
  importId: string | null
  /** `preview`: it was read, and a person looks at what it is before it is sent. */
  phase: 'reading' | 'preview' | 'sending' | 'finishing' | 'refused' | 'failed'
  done: number
  total: number
  source: Source | null
  refusal: Refusal | null
  error: ApiError | null
  /** The connection is away and we try again by ourselves. */
  isWaiting: boolean
}

/** A file that was read: what it is, its first records, and itself in UTF-8. */
export type Source = {
  file: File
  found: Found
  preview: string[][]
  bytes: Blob
  isRereading: boolean
}

/** One at a time, and it goes on while its person looks at other pages. */
export const upload = signal<Upload | null>(null)

let stop = new AbortController()

const update = (change: Partial<Upload>) => {
  if (upload.value) upload.value = { ...upload.value, ...change }
}

export const isUploading = () => /reading|sending|finishing/.test(upload.value?.phase ?? '')

/** Reads the file, and shows what it is taken for. */
export async function openFile(file: File) {
  await prepare(file, null, 'preview')
}

/** Reads it again as a person says that it is. */
export async function reread(wish: Wish) {
  const { source } = upload.value ?? {}
  if (!source) return
  update({ source: { ...source, isRereading: true } })
  const read = await readFile(source.file, wish, () => {})
  // Another file was chosen meanwhile.
  if (upload.value?.source?.file === source.file) keepRead(source.file, read, 'preview')
}

export const closeFile = () => {
  stop.abort()
  upload.value = null
}

/** Tells the server of the file and sends its parts. `onCreated` is told its address. */
export async function sendFile(onCreated: (importId: string) => void) {
  const { fileName, source } = upload.value ?? {}
  if (!source || !fileName) return
  const { bytes, found } = source
  update({ phase: 'sending', done: 0, total: bytes.size })
  await guarded(async () => {
    const delimiter = found.format === 'text' ? found.delimiter : ','
    const file = { fileName, size: bytes.size, delimiter }
    const view = await createImport(file, crypto.randomUUID())
    keepImport(view)
    update({ importId: view.id })
    onCreated(view.id)
    await sendAll(view, bytes)
  })
}

/** Goes on with what an interrupted upload left. The same file must be chosen again. */
export async function resumeUpload(view: ImportView, file: File) {
  const bytes = await prepare(file, view.id, 'sending')
  if (!bytes) return
  if (bytes.size !== view.size) {
    update({ phase: 'refused', refusal: 'other_file' })
    return
  }
  await guarded(() => sendAll(view, bytes))
}

export async function stopUpload(importId: string) {
  stop.abort()
  upload.value = null
  keepImport(await cancelImport(importId))
  await queryClient.invalidateQueries({ queryKey: ['imports'] })
}

async function prepare(
  file: File,
  importId: string | null,
  next: 'preview' | 'sending',
): Promise<Blob | null> {
  stop.abort()
  stop = new AbortController()
  upload.value = {
    fileName: file.name,
    importId,
    phase: 'reading',
    done: 0,
    total: file.size,
    source: null,
    refusal: null,
    error: null,
    isWaiting: false,
  }
  return keepRead(file, await readFile(file, {}, (done) => update({ done })), next)
}

function keepRead(file: File, read: ReadFile, next: 'preview' | 'sending'): Blob | null {
  if (read.kind === 'refused') {
    update({ phase: 'refused', refusal: read.refusal })
    return null
  }
  const { found, preview, bytes } = read
  if (bytes.size > IMPORT_MAX_BYTES) {
    update({ phase: 'refused', refusal: 'too_large', total: bytes.size })
    return null
  }
  const source = { file, found, preview, bytes, isRereading: false }
  update({ phase: next, source, done: 0, total: bytes.size })
  return bytes
}

async function guarded(work: () => Promise<void>) {
  const { signal: stopped } = stop
  try {
    await work()
  } catch (cause) {
    if (stopped.aborted) return
    if (!(cause instanceof ApiError)) throw cause
    update({ phase: 'failed', error: cause })
    // The server may have found that the file is no list: the import's own page says why.
    const { importId } = upload.value ?? {}
    if (importId) await refreshImport(importId)
  }
}

async function sendAll(view: ImportView, bytes: Blob) {
  const { signal: stopped } = stop
  const have = new Set(view.uploadedParts)
  const count = Math.ceil(view.size / view.partBytes)
  for (let no = 1; no <= count; no += 1) {
    const from = (no - 1) * view.partBytes
    const part = bytes.slice(from, from + view.partBytes)
    if (!have.has(no)) await sendPatiently({ importId: view.id, no, bytes: part }, stopped)
    update({ done: from + part.size, isWaiting: false })
  }
  update({ phase: 'finishing' })
  keepImport(await finishUpload(view.id))
}

const LONGEST_WAIT_MS = 15_000

/** A part is tried again for as long as it takes: the connection is away, the file is not. */
async function sendPatiently(
  part: { importId: string; no: number; bytes: Blob },
  stopped: AbortSignal,
): Promise<void> {
  const before = upload.value?.done ?? 0
  for (let attempt = 0; ; attempt += 1) {
    try {
      const onProgress = (sent: number) =>
        update({ done: before + Math.min(sent, part.bytes.size), isWaiting: false })
      keepImport(await sendPart({ ...part, signal: stopped, onProgress }))
      return
    } catch (cause) {
      const isAway = cause instanceof ApiError && cause.isUnsettled && !stopped.aborted
      if (!isAway) throw cause
      update({ done: before, isWaiting: true })
      await new Promise((resolve) => {
        setTimeout(resolve, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt))
      })
    }
  }
}

addEventListener('beforeunload', (event) => {
  if (isUploading()) event.preventDefault()
})
