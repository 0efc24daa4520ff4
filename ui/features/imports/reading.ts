import { IMPORT_MAX_BYTES } from '../../../worker/contract/imports'
import { scriptUrl } from '../../lib/trusted-types'
import workerUrl from './convert.worker.ts?worker&url'
import type { Encoding, NotText } from './encoding'

/** Why a file is not even sent. */
export type Refusal = NotText | 'empty' | 'too_large' | 'unreadable' | 'other_file'

export type ToReader = { file: File }
export type FromReader =
  | { kind: 'progress'; done: number }
  | { kind: 'ready'; encoding: Encoding; bytes: Blob }
  | { kind: 'refused'; refusal: Refusal }

export type ReadFile = Exclude<FromReader, { kind: 'progress' }>

/** The file in UTF-8, or why it can't be a list. Works beside the page, which stays responsive. */
export function readFile(file: File, onProgress: (done: number) => void): Promise<ReadFile> {
  if (file.size === 0) return Promise.resolve({ kind: 'refused', refusal: 'empty' })
  if (file.size > IMPORT_MAX_BYTES) {
    return Promise.resolve({ kind: 'refused', refusal: 'too_large' })
  }
  return new Promise((resolve) => {
    const worker = new Worker(scriptUrl(workerUrl), { type: 'module' })
    const finish = (result: ReadFile) => {
      worker.terminate()
      resolve(result)
    }
    worker.onerror = () => finish({ kind: 'refused', refusal: 'unreadable' })
    worker.onmessage = ({ data }: MessageEvent<FromReader>) => {
      if (data.kind === 'progress') onProgress(data.done)
      else finish(data)
    }
    worker.postMessage({ file } satisfies ToReader)
  })
}
