import { SimulatedBlob } from './crypto'
import type { Scheduler, Task } from './scheduler'

type Content = string | Uint8Array
export type StoredFile = { content: Content; etag: string; uploaded: Date }
export type Files = Map<string, StoredFile>

/** R2 as one task sees it: every use is a call that the scheduler decides about. */
export function openR2(
  { scheduler, files, wall }: { scheduler: Scheduler; files: Files; wall: () => number },
  task: Task,
): R2Bucket {
  const binding = {
    put: (
      key: string,
      value: Content | SimulatedBlob,
      options?: { onlyIf?: { etagMatches?: string } },
    ) =>
      scheduler.call(task, `r2 put ${folderOf(key)}`, () => {
        const before = files.get(key)
        const wanted = options?.onlyIf?.etagMatches
        if (wanted !== undefined && wanted !== before?.etag) return null
        const etag = String(Number(before?.etag ?? 0) + 1)
        const content = value instanceof SimulatedBlob ? value.content : value
        files.set(key, { content, etag, uploaded: new Date(wall()) })
        return {}
      }),
    get: (key: string) =>
      scheduler.call(task, `r2 get ${folderOf(key)}`, () => {
        const file = files.get(key)
        if (!file) return null
        return { etag: file.etag, text: async () => textOf(file), bytes: async () => bytesOf(file) }
      }),
    list: ({ prefix }: { prefix: string }) =>
      scheduler.call(task, `r2 list ${folderOf(prefix)}`, () => {
        const found = [...files].filter(([key]) => key.startsWith(prefix))
        const objects = found.map(([key, { uploaded }]) => ({ key, uploaded }))
        return { objects: objects.sort((a, b) => (a.key < b.key ? -1 : 1)), truncated: false }
      }),
    delete: (keys: string | string[]) =>
      scheduler.call(task, `r2 delete ${folderOf([keys].flat()[0] ?? '')}`, () => {
        for (const key of [keys].flat()) files.delete(key)
      }),
  }
  // All that the simulated jobs use; anything else would throw.
  return binding as unknown as R2Bucket
}

const textOf = ({ content }: StoredFile) =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

const bytesOf = ({ content }: StoredFile) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

const folderOf = (key: string) => key.split('/')[0] ?? ''
