import { describe, expect, it } from 'vitest'
import { AUDIT_ACTIONS, AUDIT_AREAS, type AuditView } from '../../../worker/contract/audit'
import { insertLines } from '../../support/audit-lines'
import { testDeps } from '../../support/deps'
import { invite, teamCode } from '../../support/members'
import { type SignedIn, signUp } from '../../support/people'
import { Shop } from '../../support/shop'

const AUDIT = '/api/v1/audit'
type Page = { items: AuditView[]; next: string | null }

const read = ({ browser }: SignedIn, query = ''): Promise<Page> =>
  browser.read(browser.get(`${AUDIT}${query}`))

const actionsOf = ({ items }: Page) => items.map(({ action }) => action)

it('says who did what to whom, newest first, and names people by their present names', async () => {
  const owner = await signUp({ name: 'Noa' })
  const member = await invite(owner, 'viewer')
  await owner.browser.read(
    owner.browser.patch(`/api/v1/members/${member.session.user.id}`, {
      role: 'agent',
      code: await teamCode(owner),
    }),
  )

  const { items } = await read(owner)
  expect(items[0]).toMatchObject({
    actor: { kind: 'user', id: owner.session.user.id, name: 'Noa' },
    action: 'member.role_changed',
    target: { kind: 'user', id: member.session.user.id, name: 'Avi Cohen' },
    before: 'viewer',
    after: 'agent',
  })
  expect(actionsOf({ items, next: null })).toEqual([
    'member.role_changed',
    'member.joined',
    'member.invited',
    'account.created',
  ])
})

it('is for owners and admins, of this workspace only', async () => {
  const [owner, stranger] = [await signUp(), await signUp()]
  const viewer = await invite(owner, 'viewer')
  expect((await viewer.browser.get(AUDIT)).status).toBe(403)
  expect((await viewer.browser.get(`${AUDIT}/file`)).status).toBe(403)
  const { items } = await read(stranger)
  expect(JSON.stringify(items)).not.toContain(owner.session.user.id)
})

describe('filters', () => {
  it('narrow by who, by what and by days of the workspace’s zone', async () => {
    const owner = await signUp({ timeZone: 'Asia/Jerusalem' })
    const me = `user:${owner.session.user.id}`
    const at = (text: string) => Date.parse(text)
    await insertLines(owner.session.account.id, [
      // 23:30 and 00:30 in Jerusalem.
      { at: at('2026-03-01T21:30:00Z'), actor: 'system', action: 'keys.rotation_started' },
      { at: at('2026-03-01T22:30:00Z'), actor: 'meta', action: 'connection.token_died' },
      { at: at('2026-03-02T22:30:00Z'), actor: me, action: 'connection.connected' },
    ])
    const actions = async (query: string) => actionsOf(await read(owner, query))

    expect(await actions('?who=meta')).toEqual(['connection.token_died'])
    expect(await actions(`?who=${me}&what=connection`)).toEqual(['connection.connected'])
    expect(await actions('?what=keys')).toEqual(['keys.rotation_started'])
    expect(await actions('?from=2026-03-01&to=2026-03-01')).toEqual(['keys.rotation_started'])
    expect(await actions('?from=2026-03-02&to=2026-03-02')).toEqual(['connection.token_died'])
    expect((await owner.browser.get(`${AUDIT}?what=nothing`)).status).toBe(400)
  })

  it('page by cursor without losing or repeating a line', async () => {
    const owner = await signUp()
    const lines = Array.from({ length: 120 }, (_, at) => ({
      at: 1_700_000_000_000 + at,
      actor: 'system',
      action: 'keys.rotation_finished',
    }))
    await insertLines(owner.session.account.id, lines)
    const seen: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = await read(owner, `?what=keys${next && `&after=${next}`}`)
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
  })
})

it('gives the same lines as a file, whole and safe for a spreadsheet', async () => {
  const owner = await signUp({ name: '=HYPERLINK("x")' })
  const lines = Array.from({ length: 60 }, (_, at) => ({
    at: 1_700_000_000_000 + at,
    actor: `user:${owner.session.user.id}`,
    action: 'keys.rotation_finished',
  }))
  await insertLines(owner.session.account.id, lines)

  const response = await owner.browser.get(`${AUDIT}/file?what=keys`)
  const records = (await response.text()).trim().split('\r\n')
  expect(response.headers.get('content-disposition')).toContain('audit-log.csv')
  expect(records).toHaveLength(61)
  expect(records[1]).toContain(`"'=HYPERLINK(""x"")"`)
})

// I13 of the threat model, as far as a person can walk it in one workspace.
it('every act leaves one line, and none holds anything personal', async () => {
  const shop = await Shop.open()
  const { browser, session } = shop.person
  const canary = { firstName: 'Canary', phone: '+972525551234', consent: 'opted_in' as const }
  const contact = await browser.read<{ id: string }>(
    browser.post('/api/v1/contacts', { ...canary, consentSource: 'Canary form' }),
  )
  const draft = await browser.read<{ id: string }>(
    browser.post('/api/v1/broadcasts', { name: 'Canary sale' }),
  )
  await browser.read(browser.delete(`/api/v1/broadcasts/${draft.id}`))
  await shop.send({ name: 'Canary sale' })
  await browser.read(browser.patch('/api/v1/account', { legalName: 'Canary Ltd' }))
  await browser.read(browser.patch('/api/v1/retention', { months: 12 }))
  const member = await invite(shop.person, 'viewer')
  const path = `/api/v1/members/${member.session.user.id}`
  await browser.read(browser.patch(path, { role: 'agent', code: await teamCode(shop.person) }))
  await browser.read(browser.delete(path))
  await browser.read(browser.delete(`/api/v1/contacts/${contact.id}`))
  const [connection] = await shop.query<{ id: string }>(
    'SELECT id FROM connections WHERE account_id = ?',
  )
  await browser.read(browser.delete(`/api/v1/connections/${connection?.id}`))

  const { items } = await read(shop.person)
  const counts = Object.groupBy(actionsOf({ items, next: null }), (action) => action)
  const once = [
    'account.created',
    'connection.connected',
    'contact.added',
    'broadcast.discarded',
    'account.changed',
    'retention.changed',
    'member.invited',
    'member.joined',
    'member.role_changed',
    'member.removed',
    'contact.deleted',
    'connection.disconnected',
    'connection.access_given_back',
  ]
  for (const action of once) expect(counts[action], action).toHaveLength(1)
  expect(counts['broadcast.drafted']).toHaveLength(2)
  expect(
    items.flatMap(({ action, after }) => (action === 'broadcast.state' ? [after] : [])).reverse(),
  ).toEqual(['holding', 'freezing', 'running', 'done'])
  for (const { actor } of items)
    expect(actor.kind === 'user' ? actor.name : actor.kind).toBeTruthy()

  const db = await testDeps().db.account(session.account.id)
  const stored = JSON.stringify(
    await db.all(`SELECT * FROM audit WHERE account_id = '${session.account.id}'`),
  )
  expect(stored).not.toMatch(/canary|97252|example\.com/i)
  // As words: by chance random ids hold three letters in a row.
  expect(stored).not.toMatch(/\b(?:Avi|Noa)\b/i)
})

it('knows every act that the code writes down, and no other', () => {
  const sources = import.meta.glob('../../../worker/{consumer,features}/**/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const texts = Object.entries(sources)
    // The operator's acts are of no account; they have a table of their own.
    .filter(([path]) => !path.includes('/operator/'))
    .map(([, text]) => text)
    .join('')
  const written = [...texts.matchAll(/action: '(\w+\.\w+)'/g)].map(([, action = '']) => action)
  const known: readonly string[] = AUDIT_ACTIONS

  expect(written.length).toBeGreaterThan(20)
  expect(written.filter((action) => !known.includes(action))).toEqual([])
  expect(known.filter((action) => !texts.includes(`'${action}'`))).toEqual([])
  const isFiltered = (action: string) => AUDIT_AREAS.some((area) => action.startsWith(`${area}.`))
  expect(known.filter((action) => !isFiltered(action))).toEqual([])
})
