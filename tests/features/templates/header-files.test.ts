import { describe, expect, it } from 'vitest'
import type { TemplateDraftView } from '../../../worker/contract/template-drafts'
import { eraseUnusedFiles } from '../../../worker/features/templates/file-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { Shop } from '../../support/shop'
import { aDraft, errorOf, submit } from '../../support/template-drafts'

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])

const upload = (shop: Shop, bytes: Uint8Array, name = 'a.png') =>
  shop.browser.send('PUT', `/api/v1/templates/files?name=${name}`, {
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  })

describe('the sample of a header', () => {
  it('goes from the browser to Meta when the template is submitted, and stays for copies', async () => {
    const shop = await Shop.open()
    const kept = (await (await upload(shop, PNG)).json()) as { id: string; type: string }
    expect(kept).toMatchObject({ type: 'image/png', name: 'a.png', size: PNG.length })
    const header = { kind: 'media', format: 'IMAGE', file: kept } as never
    const { results } = await submit(shop, await aDraft(shop, { header }))
    expect(results[0]?.problem).toBeNull()
    expect(shop.meta.calls.some((call) => /^POST \/upload:/.test(call))).toBe(true)
    const from = { from: 'template', templateId: results[0]?.templateId, how: 'copy' }
    const copy = await shop.post<TemplateDraftView>('/templates/drafts', from)
    expect(copy.versions[0]?.header).toEqual(header)
    const file = await shop.browser.get(`/api/v1/templates/files/${kept.id}`)
    expect(file.headers.get('content-type')).toBe('image/png')
    expect(file.headers.get('content-disposition')).toBe('attachment')
    const other = await Shop.open()
    expect((await other.browser.get(`/api/v1/templates/files/${kept.id}`)).status).toBe(404)
  })

  it('is erased after a week in which no template and no draft had it', async () => {
    const shop = await Shop.open()
    const sample = async () => {
      const file = (await (await upload(shop, PNG)).json()) as { id: string }
      return { id: file.id, header: { kind: 'media', format: 'IMAGE', file } as never }
    }
    const [sent, written, discarded] = [await sample(), await sample(), await sample()]
    await submit(shop, await aDraft(shop, { header: sent.header }))
    await aDraft(shop, { header: written.header }, { name: 'other' })
    const { id } = await aDraft(shop, { header: discarded.header }, { name: 'third' })
    await shop.browser.send('DELETE', `/api/v1/templates/drafts/${id}`)
    const left = async () => {
      await eraseUnusedFiles(shop.deps, await shop.db())
      const ids = [sent.id, written.id, discarded.id]
      const answers = ids.map((one) => shop.browser.get(`/api/v1/templates/files/${one}`))
      return (await Promise.all(answers)).map(({ status }) => status)
    }
    expect(await left()).toEqual([200, 200, 200])
    shop.wait(8 * DAY_MS)
    expect(await left()).toEqual([200, 200, 404])
  })

  it('is what it is, whatever it is called', async () => {
    const shop = await Shop.open()
    const html = new TextEncoder().encode('<html><script>alert(1)</script>')
    expect((await errorOf(upload(shop, html))).code).toBe('template.file_type')
    const large = new Uint8Array(6 * 1024 * 1024)
    large.set(PNG)
    expect((await errorOf(upload(shop, large))).code).toBe('template.file_too_large')
  })
})
