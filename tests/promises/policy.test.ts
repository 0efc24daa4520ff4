import { describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../worker/boundary/config'
import { SEALED_COLUMNS } from '../../worker/boundary/crypto/sealed-fields'
import consumerToml from '../../worker/consumer/wrangler.toml?raw'
import { addBusinessDays, dayOf, dueDayOf } from '../../worker/features/deletion/business-days'
import { findRequest } from '../../worker/features/deletion/request-queries'
import { ALARM_MS } from '../../worker/features/deletion/steps'
import { withToken } from '../../worker/features/meta/token-operations'
import { DAY_MS, HOUR_MS } from '../../worker/lib/time'
import appToml from '../../wrangler.toml?raw'
import { askApp } from '../support/app'
import { contentsOf, Deletion, placesOf } from '../support/deletion'
import { openTestDeps, testEnv } from '../support/lists'
import { invite } from '../support/members'
import { MetaBusiness } from '../support/meta'
import { signUp } from '../support/people'
import { Shop } from '../support/shop'
import { CALLED, OF_THE_CONNECT_PAGE, SHOWN } from './hosts'
import { type Kind, STORED } from './kinds'
import { PROMISES, promise, shown } from './promises'

const sources = import.meta.glob('../../{worker,ui}/**/*.{ts,tsx,html,css}', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const code = Object.entries(sources).filter(([path]) => !path.includes('/paraglide/'))

type Column = { table: string; column: string; type: string }

/** Every column that exists, asked of the databases themselves. */
async function columns(): Promise<Column[]> {
  const lists = await Promise.all(
    [testEnv.DIRECTORY, testEnv.DATA_0].map((database) =>
      database
        .prepare(
          `SELECT s.name AS 'table', c.name AS 'column', lower(c.type) AS type
           FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
           WHERE s.type = 'table' AND s.name NOT LIKE '\\_%' ESCAPE '\\'
             AND s.name NOT LIKE 'sqlite%' AND s.name NOT LIKE 'd1\\_%' ESCAPE '\\'`,
        )
        .all<Column>(),
    ),
  )
  return lists.flatMap(({ results }) => results)
}

const kindsOf = (table: string, column: string) =>
  // Object.entries forgets which keys its object has.
  (Object.entries(STORED[table] ?? {}) as [Kind, string][])
    .filter(([, names]) => names.split(' ').includes(column))
    .map(([kind]) => kind)

const ofKind = (kind: Kind) =>
  Object.entries(STORED).flatMap(([table, kinds]) =>
    (kinds[kind] ?? '')
      .split(' ')
      .filter((name) => name !== '')
      .map((column) => `${table}.${column}`),
  )

promise('Account Information: Name, email address, phone number, and business details.', () => {
  it('every column of every table is of one kind, and none is classified that is not there', async () => {
    const there = await columns()
    expect(there.length).toBeGreaterThan(300)
    for (const { table, column } of there) {
      expect(kindsOf(table, column), `the kind of ${table}.${column}`).toHaveLength(1)
    }
    const known = new Set(there.map(({ table, column }) => `${table}.${column}`))
    for (const kind of ['account', 'authentication', 'communication', 'usage', 'operation']) {
      expect(ofKind(kind as Kind).filter((name) => !known.has(name))).toEqual([])
    }
  })

  it('what we know of people who work here is that, and how they are shown the product', () => {
    const words =
      /\.(name|email|phone|legal_name|registration_number|address|country|time_zone|language|role|device|payload)$/
    for (const column of ofKind('account')) expect(column).toMatch(words)
  })

  it('what is called operation holds no words of anybody: signing up and connecting leave none there', async () => {
    const { session } = await signUp({
      name: 'Canary Person',
      businessName: 'Canary Business',
      phone: '052-765-4321',
    })
    expect(session.account.name).toBe('Canary Business')
    const operation = new Set(ofKind('operation'))
    for (const canary of ['Canary Person', 'Canary Business', '527654321']) {
      const there = await columnsWith(canary)
      expect(there.length, canary).toBeGreaterThan(0)
      expect(there.filter((column) => operation.has(column))).toEqual([])
    }
  })
})

/** The columns in which a text stands. */
async function columnsWith(text: string): Promise<string[]> {
  const found: string[] = []
  for (const { table, column } of await columns()) {
    for (const database of [testEnv.DIRECTORY, testEnv.DATA_0, testEnv.DATA_1]) {
      const row = await database
        .prepare(`SELECT 1 FROM "${table}" WHERE instr("${column}", ?) > 0 LIMIT 1`)
        .bind(text)
        .first()
        .catch(() => null)
      if (row) found.push(`${table}.${column}`)
    }
  }
  return [...new Set(found)]
}

promise(
  'Authentication Data: Meta/Facebook access tokens, WABA IDs, and Phone Number IDs required to connect to the Meta API.',
  () => {
    it('is all that connecting keeps, whatever else Meta says', async () => {
      const { browser } = await signUp()
      const meta = new MetaBusiness()
      meta.interrupt = (_method, path) =>
        path === `/${meta.wabaId}`
          ? Response.json({
              id: meta.wabaId,
              name: 'Levi',
              currency: 'ILS',
              primary_funding_id: 'canary-funding',
              on_behalf_of_business_info: { name: 'canary-owner' },
            })
          : null
      meta.numbers = meta.numbers.map((number) => ({
        ...number,
        certificate: 'canary-certificate',
      }))
      await browser.read(
        browser.post('/api/v1/connections', {
          wabaId: meta.wabaId,
          phoneNumberId: meta.numberId,
          accessToken: meta.accessToken,
        }),
      )
      for (const canary of ['canary-funding', 'canary-owner', 'canary-certificate']) {
        expect(await placesOf(canary)).toEqual([])
      }
      const authentication = new Set(ofKind('authentication'))
      for (const id of [meta.wabaId, meta.numberId]) {
        for (const column of await columnsWith(id)) {
          // Answers kept for a repeated request are sealed, so ids stand in these columns only.
          expect(authentication.has(column), column).toBe(true)
        }
      }
    })
  },
)

promise(
  'Communication Data: Contact lists (uploaded by you) and message history sent via our platform.',
  () => {
    it('stands where it is said to stand: people readable, texts sealed', async () => {
      const shop = await Shop.open()
      const [person = ''] = await shop.addMany(1)
      await shop.send()
      await shop.reply(person, 'a canary that somebody wrote')
      expect(await placesOf('a canary that somebody wrote')).toEqual([])
      const communication = new Set(ofKind('communication'))
      const { identity } = (await shop.meta.recipients().map((to) => ({ identity: to }))[0]) ?? {
        identity: '',
      }
      for (const column of await columnsWith(identity)) {
        expect(communication.has(column), column).toBe(true)
      }
    })

    it('is sealed wherever it holds what people wrote to each other, or opens something', () => {
      const sealed = Object.keys(SEALED_COLUMNS)
      expect(sealed).toEqual(
        expect.arrayContaining([
          'connections.token',
          'messages.body',
          'recipients.sealed_params',
          'outbox.body',
        ]),
      )
      for (const name of sealed) {
        const [table = '', column = ''] = name.split('.')
        expect(['communication', 'authentication']).toContain(kindsOf(table, column)[0])
      }
      // A column called body, text or note that is added without being sealed is noticed here.
      const texts = Object.keys(STORED).flatMap((table) =>
        Object.values(STORED[table] ?? {})
          .flatMap((names) => names.split(' '))
          .filter((name) => /^(body|text|note|notes|pin|verify_token|token_sealed)$/.test(name))
          .map((name) => `${table}.${name}`),
      )
      expect(texts.filter((name) => !sealed.includes(name))).toEqual([])
    })
  },
)

promise('Provide and operate the ProConnect WhatsApp CRM and broadcasting services.', () => {
  it('a list is written to by its own business, and by nobody else', async () => {
    const [mine, other] = [await Shop.open(), await Shop.open()]
    await mine.addMany(5)
    await other.addMany(2)
    await mine.send()
    expect(mine.meta.posts).toHaveLength(5)
    expect(other.meta.posts).toEqual([])
  })

  it('another business cannot see it', async () => {
    const [mine, other] = [await Shop.open(), await Shop.open()]
    const [person = ''] = await mine.addMany(1)
    const id = await mine.send()
    for (const path of [`contacts/${person}`, `broadcasts/${id}`, `broadcasts/${id}/recipients`]) {
      expect((await other.browser.get(`/api/v1/${path}`)).status, path).toBe(404)
    }
  })
})

promise("Authenticate your connection with Meta's Official WhatsApp Business API.", () => {
  it('goes to Meta’s own address, in both workers', () => {
    for (const text of [appToml, consumerToml]) {
      expect(text).toContain('META_GRAPH_URL = "https://graph.facebook.com"')
    }
  })

  it('takes no token that Meta does not vouch for', async () => {
    const { browser } = await signUp()
    const meta = new MetaBusiness()
    meta.token.is_valid = false
    const answer = await browser.post('/api/v1/connections', {
      wabaId: meta.wabaId,
      phoneNumberId: meta.numberId,
      accessToken: meta.accessToken,
    })
    expect(answer.status).toBe(422)
  })
})

promise('Display your usage and billing analytics.', () => {
  it('figures are counted from rows of the own account, and shown to it', async () => {
    const shop = await Shop.open()
    await shop.addMany(4)
    const id = await shop.send()
    expect(await shop.groupBy(id)).toEqual({ accepted: 4 })
    const { browser } = await invite(shop.person, 'viewer')
    expect((await browser.get(`/api/v1/broadcasts/${id}/progress`)).status).toBe(200)
  })
})

promise(
  "We do not sell, rent, or share your personal data or your clients' data with third parties for marketing purposes.",
  () => {
    it('no code of ours names a host that is not known', () => {
      expect(code.length).toBeGreaterThan(300)
      const known = new Set(
        [CALLED, SHOWN, OF_THE_CONNECT_PAGE].flatMap((list) => Object.keys(list)),
      )
      for (const [path, source] of code) {
        for (const [, host = ''] of source.matchAll(/https?:\/\/([a-z0-9][a-z0-9.-]*)/gi)) {
          expect(known.has(host.toLowerCase()), `${host} in ${path}`).toBe(true)
        }
      }
    })

    it('only one place calls out, and only to Meta; the operator’s door asks for public keys', () => {
      const callers = code
        .filter(([path]) => path.includes('/worker/'))
        .filter(([, source]) =>
          /(?:await|return|=)\s+fetch\(|globalThis\.fetch|createRemoteJWKSet\(/.test(source),
        )
        .map(([path]) => path.replace(/^.*\/worker\//, ''))
      expect(callers.sort()).toEqual([
        'boundary/access/operator-token.ts',
        'boundary/graph/client.ts',
      ])
    })

    it('nothing else is bound that data could leave by', () => {
      const sections = (text: string) => [
        ...new Set([...text.matchAll(/^\[+([\w.]+)\]+/gm)].map(([, name]) => name)),
      ]
      const allowed = [
        'alias',
        'assets',
        'vars',
        'limits',
        'd1_databases',
        'r2_buckets',
        'queues.producers',
        'queues.consumers',
        'services',
        'durable_objects.bindings',
        'migrations',
        'send_email',
        'triggers',
        'observability',
      ]
      for (const text of [appToml, consumerToml]) {
        expect(sections(text).filter((name) => !allowed.includes(name ?? ''))).toEqual([])
      }
    })

    it('a page loads nothing from elsewhere, and sends nothing there', async () => {
      const policy = (await askApp('/contacts')).headers.get('content-security-policy') ?? ''
      expect(policy).toContain("connect-src 'self'")
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toMatch(/https?:|\*/)
    })
  },
)

promise('We employ industry-standard security measures to protect your data.', () => {
  it('every answer carries the headers that browsers protect people by', async () => {
    for (const path of ['/contacts', '/api/v1/contacts', '/privacy', '/operator', '/no/such']) {
      const { headers } = await askApp(path)
      expect(headers.get('strict-transport-security'), path).toMatch(/max-age=\d{8}/)
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
    }
  })

  it('a session is a cookie that only this site sees, and only its hash is stored', async () => {
    const { browser } = await signUp()
    const token = browser.cookies.get('__Host-s') ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await placesOf(token)).toEqual([])
  })

  it('what the platform logs of requests is neither what they ask for nor who asks', () => {
    for (const text of [appToml, consumerToml]) {
      expect(text).toMatch(/^redact_query_string = true$/m)
      expect(text).toMatch(/^logs = .*invocation_logs = false/m)
    }
  })

  it('names for keys and secrets are never given a value in the code', () => {
    for (const text of [appToml, consumerToml]) {
      expect(text).not.toMatch(
        /^(META_APP_SECRET|LINK_SECRET|KEK_\w+|TOMBSTONE_PEPPER|RECEIPT_KEY)/m,
      )
    }
  })
})

promise(
  'Meta access tokens and user data are securely stored in our database and are used strictly for API routing.',
  () => {
    it('a token stands nowhere in the clear, and leaves for Meta’s Graph API only', async () => {
      const log = vi.spyOn(console, 'log')
      const calls: { origin: string; text: string }[] = []
      const inner = globalThis.fetch
      vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
        const request = new Request(input, init)
        const { origin } = new URL(request.url)
        const text = `${request.url} ${JSON.stringify([...request.headers])} ${await request.clone().text()}`
        calls.push({ origin, text })
        return inner(input, init)
      })
      const shop = await Shop.open()
      await shop.addMany(2)
      await shop.send()
      const said = JSON.stringify(log.mock.calls)
      vi.unstubAllGlobals()
      log.mockRestore()

      const { accessToken } = shop.meta
      expect(await placesOf(accessToken)).toEqual([])
      expect(said).not.toContain(accessToken)
      const carrying = calls.filter(({ text }) => text.includes(accessToken))
      expect(carrying.length).toBeGreaterThan(3)
      const { META_GRAPH_URL } = readConfig(testEnv)
      expect(new Set(calls.map(({ origin }) => origin))).toEqual(new Set([META_GRAPH_URL]))
    })

    it('a token is opened by two functions only, both of which give none away', () => {
      const readers = code
        .filter(([, source]) => /\.open\(\s*'connections\.token'/.test(source))
        .map(([path]) => path.replace(/^.*\/worker\//, ''))
      expect(readers).toEqual(['features/meta/token-operations.ts'])
    })

    it('an account without a token sends nothing in another’s place', async () => {
      const shop = await Shop.open()
      await shop.query(`UPDATE connections SET token = NULL WHERE account_id = ?`)
      const deps = openTestDeps()
      const db = await shop.db()
      const [{ id } = { id: '' }] = await db.all<{ id: string }>(
        `SELECT id FROM connections WHERE account_id = '${shop.accountId}'`,
      )
      await expect(withToken(deps, db, id, async () => 'used')).rejects.toMatchObject({
        code: 'connection.needs_reconnect',
      })
    })
  },
)

promise(
  "According to Meta's platform rules and privacy regulations, you have the full right to request the deletion of your data.",
  () => {
    it('whoever owns an account may ask, and it is closed at once', async () => {
      const shop = await Shop.open()
      const deletion = await new Deletion(shop).begin(DAY_MS)
      const request = await findRequest(deletion.deps.db.directory, deletion.code)
      expect(request).toMatchObject({ state: 'waiting', accountId: shop.accountId })
      expect((await shop.browser.get('/api/v1/contacts')).status).not.toBe(200)
    })
  },
)

promise(
  'If you wish to remove your account, revoke Meta access, and delete all associated data (including contact lists and message history) from our servers, please contact our support team at:',
  () => {
    it('the address stands under the sentence, on both pages', async () => {
      for (const path of ['/privacy', '/he/privacy']) {
        const page = await (await askApp(path, { SUPPORT_EMAIL: 'help@levi.example' })).text()
        expect(page).toContain('href="mailto:help@levi.example"')
      }
    })

    it('the account goes, Meta says that our access is gone, and lists and history with it', async () => {
      const shop = await Shop.open()
      const [person = ''] = await shop.addMany(3)
      await shop.send()
      await shop.reply(person, 'hello')
      expect((await contentsOf(shop.accountId)).size).toBeGreaterThan(8)
      const deletion = await new Deletion(shop).begin()
      await deletion.finish()

      expect(await contentsOf(shop.accountId, [shop.person.session.user.id])).toEqual(new Map())
      for (const text of [shop.accountId, shop.person.email, ...shop.meta.recipients()]) {
        expect(await placesOf(text)).toEqual([])
      }
      expect(shop.meta.token.is_valid).toBe(false)
      expect(shop.meta.subscribed).toBe(false)
      expect(shop.meta.calls.at(-1)).toBe('GET /debug_token')
    })
  },
)

promise('We will process your data deletion request within 7 business days.', () => {
  it('the date given is within seven business days by both calendars, on every day of four years', () => {
    for (let at = Date.UTC(2026, 0, 1, 9); at < Date.UTC(2030, 0, 1); at += DAY_MS) {
      const due = dueDayOf(at)
      for (const calendar of ['israel', 'monday_to_friday'] as const) {
        expect(due <= addBusinessDays(dayOf(at), 7, calendar), due).toBe(true)
      }
    }
  })

  it('is kept while Meta is away for days', async () => {
    const shop = await Shop.open()
    const deletion = await new Deletion(shop).begin(DAY_MS)
    shop.meta.interrupt = () => new Response('', { status: 503 })
    let state = ''
    const most = deletion.now + 5 * DAY_MS
    while (state !== 'done' && deletion.now < most) {
      await deletion.alarm()
      const request = await findRequest(deletion.deps.db.directory, deletion.code)
      state = request?.state ?? ''
      if (state === 'done') expect(deletion.now).toBeLessThan(request?.dueAt ?? 0)
      else deletion.wait(HOUR_MS)
    }
    expect(state).toBe('done')
  })

  it('somebody is alarmed long before', () => {
    expect(ALARM_MS).toBeLessThan(4 * DAY_MS)
  })
})

describe('the policy as a whole', () => {
  it('has tests for every sentence that promises something', () => {
    expect(PROMISES.length).toBeGreaterThan(10)
    expect([...shown].sort()).toEqual([...PROMISES].sort())
  })
})
