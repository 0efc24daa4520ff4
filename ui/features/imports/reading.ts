import { IMPORT_MAX_BYTES, type ImportDelimiter } from '../../../worker/contract/imports'
import { scriptUrl } from '../../lib/trusted-types'
import workerUrl from './convert.worker.ts?worker&url'
import type { Encoding, NotText } from './encoding'
import type { WorkbookFault } from './workbook'

/** Why a file is not even sent. */
export type Refusal =
  | NotText
  | WorkbookFault
  | 'empty'
  | 'no_cards'
  | 'too_large'
  | 'unreadable'
  | 'other_file'

/** What a person says instead of what was detected. */
export type Wish = { encoding?: Encoding; delimiter?: ImportDelimiter; sheet?: number }

/** What a file is. Of a workbook nothing but the sheet can be chosen. */
export type Found =
  | { format: 'text'; encoding: Encoding; delimiter: ImportDelimiter }
  | { format: 'workbook'; sheets: string[]; sheet: number }
  | { format: 'cards'; encoding: Encoding }

export type ToReader = { file: File; wish: Wish }
export type FromReader =
  | { kind: 'progress'; done: number }
  /** `bytes`: the list in UTF-8; `preview`: its first records. */
  | { kind: 'ready'; found: Found; bytes: Blob; preview: string[][] }
  | { kind: 'refused'; refusal: Refusal }

export type ReadFile = Exclude<FromReader, { kind: 'progress' }>

/** The file in UTF-8, or why it can't be a list. Works beside the page, which stays responsive. */
export function readFile(
  file: File,
  wish: Wish,
  onProgress: (done: number) => void,
): Promise<ReadFile> {
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
    worker.postMessage({ file, wish } satisfies ToReader)
  })
}
