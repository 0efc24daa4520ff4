import { signal } from '@preact/signals'
import type { ImportView } from '../../../worker/contract/imports'
import { queryClient } from '../../lib/query'
import { ApiError } from '../../lib/request'
import { cancelImport, createImport, finishUpload, sendPart } from './api'
import type { Encoding } from './encoding'
import { keepImport, refreshImport } from './model'
import { type Refusal, readFile } from './reading'

export type Upload = {
  fileName: string
  /** Null until the server knows of it. */
  importId: string | null
  phase: 'reading' | 'sending' | 'finishing' | 'refused' | 'failed'
  done: number
  total: number
  encoding: Encoding | null
  refusal: Refusal | null
  error: ApiError | null
  /** The connection is away and we try again by ourselves. */
  isWaiting: boolean
}

/** One at a time, and it goes on while its person looks at other pages. */
export const upload = signal<Upload | null>(null)

let stop = new AbortController()

const update = (change: Partial<Upload>) => {
  if (upload.value) upload.value = { ...upload.value, ...change }
}

export const isUploading = () => /reading|sending|finishing/.test(upload.value?.phase ?? '')

/** Reads the file, tells the server of it and sends its parts. `onCreated` is told its address. */
export async function uploadFile(file: File, onCreated: (importId: string) => void) {
  const bytes = await prepare(file, null)
  if (!bytes) return
  await guarded(async () => {
    const view = await createImport(file.name, bytes.size, crypto.randomUUID())
    keepImport(view)
    update({ importId: view.id })
    onCreated(view.id)
    await sendAll(view, bytes)
  })
}

/** Goes on with what an interrupted upload left. The same file must be chosen again. */
export async function resumeUpload(view: ImportView, file: File) {
  const bytes = await prepare(file, view.id)
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

async function prepare(file: File, importId: string | null): Promise<Blob | null> {
  stop.abort()
  stop = new AbortController()
  upload.value = {
    fileName: file.name,
    importId,
    phase: 'reading',
    done: 0,
    total: file.size,
    encoding: null,
    refusal: null,
    error: null,
    isWaiting: false,
  }
  const read = await readFile(file, (done) => update({ done }))
  if (read.kind === 'refused') {
    update({ phase: 'refused', refusal: read.refusal })
    return null
  }
  update({ phase: 'sending', encoding: read.encoding, done: 0, total: read.bytes.size })
  return read.bytes
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
