import { describe, expect, it } from 'vitest'
import type { TesterView, TestsView } from '../../../worker/contract/broadcast-tests'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { List } from '../../../worker/contract/common'
import { deliverSingle } from '../../../worker/features/broadcasts/outbox-operations'
import { sendTests } from '../../../worker/features/broadcasts/test-operations'
import { randomId } from '../../../worker/lib/ids'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'

const PHONES = ['052-555-1201', '052-555-1202', '052-555-1203', '052-555-1204', '052-555-1205']

async function withTesters(count: number) {
  const shop = await Shop.open()
  let testers: TesterView[] = []
  for (const [at, phone] of PHONES.slice(0, count).entries()) {
    const name = `Tester ${at + 1}`
    testers = (await shop.post<List<TesterView>>('/testers', { name, phone })).items
  }
  return { shop, testers }
}

const wish = (testers: TesterView[], draft: BroadcastView, like: string | null = null) => ({
  version: draft.version,
  like,
  messages: testers.map(({ contactId }) => ({ id: randomId(), contactId })),
})

/** The press, with the consumer at work. */
async function press(shop: Shop, id: string, asked: ReturnType<typeof wish>): Promise<TestsView> {
  const db = await shop.db()
  const member = { userId: shop.person.session.user.id, accountId: shop.accountId } as never
  const deliverOne = async (_account: string, message: string) =>
    deliverSingle(shop.deps, db, message)
  return sendTests({ ...shop.deps, deliverOne }, db, member, id, asked, 'en')
}

const outboxOf = (shop: Shop) =>
  shop.query<{ identity: string; state: string; scope: string }>(
    'SELECT identity, state, scope FROM outbox WHERE account_id = ? ORDER BY identity',
  )

describe('testers', () => {
  it('are contacts, five at most, and each once', async () => {
    const { shop, testers } = await withTesters(5)
    expect(testers.map(({ phone }) => phone)).toEqual(
      PHONES.map((phone) => `+972${phone.slice(1).replaceAll('-', '')}`),
    )
    const again = { name: 'Tester 1', phone: PHONES[0] }
    expect((await shop.post<List<TesterView>>('/testers', again)).items).toHaveLength(5)
    const sixth = await shop.browser.post('/api/v1/testers', { name: 'Six', phone: '0525551206' })
    expect(await sixth.json()).toMatchObject({ error: { code: 'tester.too_many' } })
    await shop.browser.delete(`/api/v1/testers/${testers[0]?.contactId}`)
    expect((await shop.get<List<TesterView>>('/testers')).items).toHaveLength(4)
  })

  it('of one workspace are not those of another', async () => {
    const { testers } = await withTesters(1)
    const other = await Shop.open()
    expect((await other.get<List<TesterView>>('/testers')).items).toEqual([])
    const gone = await other.browser.delete(`/api/v1/testers/${testers[0]?.contactId}`)
    expect(gone.status).toBe(404)
  })

  it('go with the person who is deleted', async () => {
    const { shop, testers } = await withTesters(1)
    await shop.browser.delete(`/api/v1/contacts/${testers[0]?.contactId}`)
    expect((await shop.get<List<TesterView>>('/testers')).items).toEqual([])
    expect(await shop.query('SELECT * FROM testers WHERE account_id = ?')).toEqual([])
  })
})

describe('a test', () => {
  it('goes to testers only, with their own values, and the same press sends it once', async () => {
    const { shop, testers } = await withTesters(2)
    await shop.addMany(3)
    const draft = await shop.draft()
    const asked = wish(testers, draft)
    await press(shop, draft.id, asked)
    const { items } = await press(shop, draft.id, asked)

    expect(shop.meta.posts.map(({ message }) => message.to).sort()).toEqual(
      testers.map(({ phone }) => phone).sort(),
    )
    expect(JSON.stringify(shop.meta.posts[0])).toContain('friend')
    expect(items.map(({ state, version }) => [state, version])).toEqual([
      ['accepted', draft.version],
      ['accepted', draft.version],
    ])
    expect((await shop.see(draft.id)).state).toBe('draft')
  })

  it('is the exact message of a person of the audience, when one is chosen', async () => {
    const { shop, testers } = await withTesters(1)
    const [noa] = await shop.add([{ firstName: 'Noa' }])
    const draft = await shop.draft()
    const { items } = await press(shop, draft.id, wish(testers, draft, noa))
    expect(shop.meta.posts).toHaveLength(1)
    expect(shop.meta.posts[0]?.message.to).toBe(testers[0]?.phone)
    expect(JSON.stringify(shop.meta.posts[0])).toContain('Noa')
    expect(items[0]?.like).toEqual({ contactId: noa, name: expect.any(String) })
  })

  it('does not leave for who asked for no more, and says so', async () => {
    const { shop, testers } = await withTesters(2)
    await shop.reply(testers[0]?.contactId ?? '', 'STOP')
    const draft = await shop.draft()
    const { items } = await press(shop, draft.id, wish(testers, draft))
    const stopped = items.find(({ contactId }) => contactId === testers[0]?.contactId)
    expect(stopped).toMatchObject({ state: 'skipped', reasonText: 'Asked not to get marketing.' })
    expect(shop.meta.posts.map(({ message }) => message.to)).toEqual([testers[1]?.phone])
    expect((await outboxOf(shop)).map(({ scope }) => scope)).toEqual(['marketing', 'marketing'])
  })

  it('is refused for who is no tester, for an older draft, and while a value is missing', async () => {
    const { shop, testers } = await withTesters(1)
    const [stranger = ''] = await shop.addMany(1)
    const draft = await shop.draft({
      mapping: { 'body.1': { from: 'contact', column: 'email', fallback: null } },
    })
    const send = async (body: object) =>
      (await (await shop.browser.post(`/api/v1/broadcasts/${draft.id}/tests`, body)).json()) as {
        error: { code: string }
      }
    const to = { contactId: stranger, name: null, phone: null }
    expect((await send(wish([to], draft))).error.code).toBe('tester.not_found')
    const older = { ...wish(testers, draft), version: draft.version - 1 }
    expect((await send(older)).error.code).toBe('broadcast.changed_elsewhere')
    expect((await send(wish(testers, draft))).error.code).toBe('tester.unfilled')
    expect(shop.meta.posts).toEqual([])
    expect(await outboxOf(shop)).toEqual([])
  })

  it('is not for those who may only read, and shows nothing of another workspace', async () => {
    const { shop, testers } = await withTesters(1)
    const draft = await shop.draft()
    const { browser } = await invite(shop.person, 'viewer')
    const path = `/api/v1/broadcasts/${draft.id}/tests`
    expect((await browser.post(path, wish(testers, draft))).status).toBe(403)
    const other = await Shop.open()
    expect((await other.browser.get(path)).status).toBe(404)
  })
})
