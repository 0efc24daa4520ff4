import { describe, expect, it } from 'vitest'
import type { StorageView } from '../../../worker/contract/inbox'
import type { UploadedFile } from '../../../worker/contract/messages'
import { exportJob } from '../../../worker/features/deletion/jobs'
import { typeOf } from '../../../worker/features/inbox/file-types'
import { eraseAbandoned } from '../../../worker/features/inbox/upload-operations'
import { randomId, timeOrderedId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { openTestDeps, testEnv } from '../../support/lists'
import { newestCode } from '../../support/people'
import { Shop } from '../../support/shop'
import { oggOpus } from '../../support/sounds'
import { unzip } from '../../support/unzip'

const words = (text: string) => new TextEncoder().encode(text)
const PDF = words('%PDF-1.7 and so on')
const GB = 1024 ** 3

/** A shop to which somebody wrote, and whose files Meta takes. */
async function opened() {
  const shop = await Shop.open()
  const [contactId = ''] = await shop.add([{ phone: '+972541111118', firstName: 'Noa' }])
  await shop.reply(contactId, 'Send me the menu')
  shop.meta.interrupt = (method, path) =>
    method === 'POST' && path.endsWith('/media') ? Response.json({ id: '700800900' }) : null
  const { numberId } = shop.meta
  const put = (bytes: Uint8Array) =>
    shop.browser.send('PUT', `/api/v1/messages/files?number=${numberId}`, {
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    })
  const upload = (bytes: Uint8Array) => shop.browser.read<UploadedFile>(put(bytes))
  const send = (content: object) =>
    shop.browser.post('/api/v1/messages', { id: randomId(), contactId, numberId, content })
  const storage = () => shop.get<StorageView>('/inbox/storage')
  return { shop, put, upload, send, storage }
}

const code = async (answer: Response) =>
  ((await answer.json()) as { error?: { code: string } }).error?.code

describe('a file', () => {
  it.each([
    ['%PDF-1.7', 'application/pdf'],
    ['PK\u0003\u0004…[Content_Types].xml…word/document.xml', 'docx'],
    ['PK\u0003\u0004…xl/workbook.xml', 'xlsx'],
    ['plain words, שלום', 'text/plain'],
    ['\0\0\0\u0018ftypisom…hdlr\0\0\0\0\0\0\0\0soun', 'audio/mp4'],
    ['\0\0\0\u0018ftypisom…hdlr\0\0\0\0\0\0\0\0soun…hdlr\0\0\0\0\0\0\0\0vide', 'video/mp4'],
  ])('%j is known by its content as %s', (content, type) => {
    const is = typeOf(words(content))
    expect([is?.type, is?.ending]).toContain(type)
  })

  it.each(['<svg/>', ' <html>', 'PK\u0003\u0004 of anything', 'a\u0000b'])(
    '%j is none that is sent or shown',
    (content) => {
      expect(typeOf(words(content))).toBeNull()
    },
  )

  it('counts as long as it is kept, and is erased when nobody sends it', async () => {
    const { shop, upload, send, storage } = await opened()
    const [sent, dropped] = [await upload(PDF), await upload(PDF)]
    expect(await storage()).toMatchObject({ files: 2, bytes: 2 * PDF.length, mostBytes: 10 * GB })
    await send({ kind: 'media', media: 'document', upload: sent.id })
    const clock = { now: () => Date.now() + 2 * DAY_MS }
    await eraseAbandoned(openTestDeps({ clock }))
    expect(await storage()).toMatchObject({ files: 1, bytes: PDF.length })
    const lies = (id: string) => testEnv.FILES.head(`media/${shop.accountId}/${id}`)
    expect(await lies(sent.id)).not.toBeNull()
    expect(await lies(dropped.id)).toBeNull()
  })

  it('is refused with a reason when there is no room', async () => {
    const { shop, put, storage } = await opened()
    await shop.query(
      `INSERT INTO media_files (account_id, id, bytes) VALUES (?, '${randomId()}', ${10 * GB - 5})`,
    )
    const refused = await put(PDF)
    expect(refused.status).toBe(409)
    expect(await code(refused)).toBe('file.storage_full')
    expect(await storage()).toMatchObject({ files: 1 })
    expect((await put(words('four'))).status).toBe(201)
  })
})

describe('a voice message', () => {
  it('is Opus of one channel; what is not leaves as an audio file only', async () => {
    const { shop, upload, send } = await opened()
    const [mono, stereo] = [await upload(oggOpus(1)), await upload(oggOpus(2))]
    expect([mono, stereo]).toMatchObject([{ canBeVoice: true }, { canBeVoice: false }])
    const audio = { kind: 'media', media: 'audio' }
    const refused = await send({ ...audio, upload: stereo.id, voice: true })
    expect(await code(refused)).toBe('file.no_voice')
    expect((await send({ ...audio, upload: stereo.id })).status).toBe(201)
    expect((await send({ ...audio, upload: mono.id, voice: true })).status).toBe(201)
    const { items } = await shop.get<{ items: { id: string }[] }>('/conversations')
    const thread = await shop.get<{ items: object[] }>(`/conversations/${items[0]?.id}/thread`)
    expect(thread.items.slice(0, 2)).toMatchObject([
      { content: { kind: 'media', media: 'audio', isVoice: true } },
      { content: { kind: 'media', media: 'audio', isVoice: false } },
    ])
  })
})

describe('the export of a workspace', () => {
  it('has the files of conversations in archives beside it, older ones too', async () => {
    const { shop, upload, send } = await opened()
    const sent = await upload(PDF)
    await send({ kind: 'media', media: 'document', upload: sent.id })
    // Stored before files were counted: in R2 alone.
    const old = timeOrderedId(Date.now() - DAY_MS)
    const deps = openTestDeps()
    const sealed = await (await deps.keys.open(await shop.db())).sealBytes(
      'media.file',
      old,
      oggOpus(1),
    )
    await testEnv.FILES.put(`media/${shop.accountId}/${old}`, sealed)

    await shop.post('/exports/code')
    const { id } = await shop.post<{ id: string }>('/exports', {
      code: await newestCode(shop.person.email),
    })
    const parts = () => shop.browser.get(`/api/v1/exports/${id}/parts`)
    expect((await parts()).status).toBe(409)
    await exportJob(deps, { type: 'account.export', accountId: shop.accountId, exportId: id })
    // Not part of it: it came later.
    await upload(PDF)

    const { items } = await shop.browser.read<{ items: { from: string; to: string }[] }>(parts())
    expect(items).toMatchObject([{ from: old, to: sent.id, files: 2 }])
    const { from, to } = items[0] ?? { from: '', to: '' }
    const path = `/api/v1/exports/${id}/files?from=${from}&to=${to}`
    const archive = await unzip(await (await shop.browser.get(path)).arrayBuffer())
    expect([...archive.keys()]).toEqual([`files/${old}.ogg`, `files/${sent.id}.pdf`])
    expect(archive.get(`files/${sent.id}.pdf`)).toEqual(PDF)
    const other = await Shop.open()
    expect((await other.browser.get(path)).status).toBe(404)
  })
})
