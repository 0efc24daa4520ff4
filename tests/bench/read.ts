// read.*: D1 rows that one page reads, and whether it reads more where much else is stored.
import { addPeople, type Business, openBusiness } from './rig/business.ts'
import { countsSince } from './rig/counts.ts'
import { openRig, openStub, type Report, type Rig } from './rig/rig.ts'

const FEW = 10_000
const MANY = 1_000_000
const CHUNK_ROWS = 500

type Browser = Awaited<ReturnType<Rig['signUp']>>
type Pages = Record<'contacts' | 'report' | 'recipients' | 'inbox' | 'usage', number>

export async function measure(report: Report) {
  const stub = await openStub(1)
  const rig = await openRig({ stub, counted: true })
  try {
    const business = await openBusiness(rig, stub, FEW)
    const { browser, accountId } = business
    await writeToSome(business)
    await addConversations(rig, business, 1, FEW)
    const large = await addBroadcast(rig, accountId, 'l', 100_000)
    await addBroadcast(rig, accountId, 'f', FEW)
    await addDays(rig, accountId, FEW)
    const few = await rowsOfPages(rig, browser, large)
    await addPeople(rig, accountId, FEW + 1, 100_000)
    await addConversations(rig, business, FEW + 1, MANY)
    const usual = await rowsOfPages(rig, browser, large)
    await addPeople(rig, accountId, 100_001, MANY)
    await addBroadcast(rig, accountId, 'm', MANY)
    await addDays(rig, accountId, 10 * MANY)
    const many = await rowsOfPages(rig, browser, large)

    report('read.contacts_rows', usual.contacts, 'rows')
    report('read.inbox_rows', usual.inbox, 'rows')
    report('read.report_rows', usual.report, 'rows')
    report('read.recipients_rows', usual.recipients, 'rows')
    report('read.usage_rows', many.usage, 'rows')
    const growths = (['contacts', 'report', 'recipients', 'inbox', 'usage'] as const).map(
      (page) => many[page] / few[page],
    )
    report('read.growth', Math.max(...growths), 'times')
  } finally {
    await rig.stop()
    stub.close()
  }
}

/** The second time: the first one counts the chunks, and the session is noted as used. */
async function rowsOfPages(rig: Rig, browser: Browser, broadcastId: string): Promise<Pages> {
  const rowsOf = async (path: string) => {
    await browser.get(path)
    const before = await rig.counts()
    await browser.get(path)
    return countsSince(before, await rig.counts()).rowsRead
  }
  return {
    contacts: await rowsOf('/contacts?limit=50'),
    inbox: await rowsOf('/conversations'),
    report: await rowsOf(`/broadcasts/${broadcastId}/progress`),
    recipients: await rowsOf(`/broadcasts/${broadcastId}/recipients?limit=50`),
    usage: await rowsOf('/usage?from=2026-10-01&to=2026-10-31'),
  }
}

/** A page of conversations that can be opened: what is sealed in them is bound to their rows. */
const PAGE = 30

async function writeToSome({ browser, numberId, template }: Business) {
  const { parameters, id: templateId } = template
  const values = Object.fromEntries(parameters.map(({ key }: { key: string }) => [key, 'Maya']))
  for (let n = 1; n <= PAGE + 1; n++) {
    const { id: contactId } = await browser.post('/contacts', { phone: `+9725455501${10 + n}` })
    await browser.post('/messages', {
      id: String(n)
        .padStart(2, '0')
        .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a')
        .padStart(26, 'z'),
      contactId,
      numberId,
      content: { kind: 'template', templateId, values },
    })
  }
}

/** Older ones, each with a message. */
async function addConversations(
  { data }: Rig,
  { accountId, numberId }: Business,
  first: number,
  last: number,
) {
  const numbers = `WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`
  const statements = [
    `${numbers}
     INSERT INTO conversations (account_id, id, contact_id, number_id, state, labels, last_id, last_at,
                                last_side, preview, unread, opened_at)
     SELECT ?1, printf('c%025d', i), printf('a%025d', i), ?2, 'open', '[]', printf('m%025d', i), i, 'in', 'x',
            i % 2, 1 FROM n`,
    `${numbers}
     INSERT INTO messages (account_id, contact_id, id, at, direction, number_id, wamid, type, body)
     SELECT ?1, printf('a%025d', i), printf('m%025d', i), i, 'in', ?2, 'w' || i, 'text', 'x' FROM n`,
  ]
  for (const text of statements) await data.prepare(text).bind(accountId, numberId).run()
}

const COUNTRIES = ['IL', 'GB', 'DE', 'FR', 'US', 'IN', 'BR', 'ES', 'IT', 'AE', 'ZA', 'MX']

/** Two months of days as counting leaves them: twelve countries and two broadcasts a day. */
async function addDays({ data }: Rig, accountId: string, messages: number) {
  const sent = Math.round(messages / 62 / COUNTRIES.length / 2)
  const cells = ['l', 'f'].flatMap((letter) =>
    COUNTRIES.map((country) => ({
      ...{ country, category: 'marketing', broadcastId: letter.repeat(26), failures: {} },
      ...{ sent, accepted: sent, delivered: sent, read: sent, replied: 0, clicked: 0 },
      ...{ optedOut: 0, failed: 0 },
    })),
  )
  const day = "date('2026-08-31', '+' || i || ' days')"
  await data
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 61)
       INSERT INTO usage_daily (account_id, day, number_id, currency, cells, charges, hours)
       SELECT ?1, ${day}, '1', 'USD', ?2, '[]', '[]' FROM n WHERE 1
       ON CONFLICT (account_id, day, number_id) DO UPDATE SET cells = excluded.cells`,
    )
    .bind(accountId, JSON.stringify(cells))
    .run()
}

/** One that is over, with so many people who read it. */
async function addBroadcast({ data }: Rig, accountId: string, letter: string, people: number) {
  const id = letter.repeat(26)
  const numbers = (last: number) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`
  const statements = [
    `INSERT INTO broadcasts (account_id, id, name, state, version, audience, mapping, total, created_by,
                             created_at, updated_at)
     VALUES (?1, ?2, 'Bench', 'done', 1, '{"everyone":true,"tags":[],"withoutTags":[]}', '{}', ${people},
             'bench', 1, 1)`,
    `${numbers(people)}
     INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, country, state, rank)
     SELECT ?1, ?2, i, printf('a%025d', i), '+9725' || (40000000 + i), 'IL', 'read', 7 FROM n`,
    `${numbers(people / CHUNK_ROWS)}
     INSERT INTO chunks (account_id, broadcast_id, chunk, first, last, finished_at, dirty, counts)
     SELECT ?1, ?2, i, (i - 1) * ${CHUNK_ROWS} + 1, i * ${CHUNK_ROWS}, 1, 1, '{}' FROM n`,
  ]
  await data.batch(statements.map((text) => data.prepare(text).bind(accountId, id)))
  return id
}
