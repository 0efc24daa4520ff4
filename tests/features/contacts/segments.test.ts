import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AccountDb } from '../../../worker/boundary/db'
import type { Filter, Group, Rule } from '../../../worker/contract/segments'
import { matchesFilter } from '../../../worker/features/contacts/segments'
import { DAY_MS } from '../../../worker/lib/time'
import { Importer, openTestDeps } from '../../support/lists'
import { randomFrom } from '../../support/random'

const NOW = 1_800_000_000_000
const NAMES = ['Noa', 'noa levi', 'דוד', 'נֹעה', '', ' ', '100%', null]
const EMAILS = ['noa@example.com', 'X@x.org', null]
const CITIES = ['Haifa', 'haifa ', 'תל אביב', '', undefined]
const SUMS = ['12', '12.5', '-3', '007', '1,200', 'many', '1e2', '', undefined]
const DAYS = ['2026-01-31', '2026-02-01', '2025-12-31T10:00', '31/01/2026', undefined]
const COUNTRIES = ['IL', 'DE', 'BR', null]
const LANGUAGES = ['he', 'en', null]
const CONSENTS = ['opted_in', 'opted_out', 'unknown'] as const
const TAGS = ['a', 'b', 'c'].map((letter) => letter.repeat(26))
const BROADCASTS = ['m', 'n'].map((letter) => letter.repeat(26))
const STATES = ['queued', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'skipped']

type Person = {
  id: string
  name: string | null
  firstName: string | null
  lastName: string | null
  phone: string | null
  email: string | null
  country: string | null
  language: string | null
  consent: string
  fields: Record<string, string>
  tags: string[]
  search: string
  lastInboundAt: number | null
  /** What became of broadcasts. */
  received: { broadcastId: string; state: string; replied: boolean }[]
}

const random = randomFrom(20_261_128)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const chance = (share: number) => random() < share

function aPerson(at: number): Person {
  const name = pick(NAMES)
  const phone = chance(0.8) ? `+97254234${String(at).padStart(4, '0')}` : null
  const email = pick(EMAILS)
  const fields = Object.entries({ city: pick(CITIES), sum: pick(SUMS), born: pick(DAYS) }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return {
    id: `p${String(at).padStart(25, '0')}`,
    ...{ name, firstName: pick(NAMES), lastName: pick(NAMES), phone, email },
    ...{ country: pick(COUNTRIES), language: pick(LANGUAGES), consent: pick(CONSENTS) },
    fields: Object.fromEntries(fields),
    tags: TAGS.filter(() => chance(0.4)),
    search: [name?.toLowerCase().replace('ֹ', ''), phone?.slice(1), email?.toLowerCase()]
      .filter(Boolean)
      .join(' '),
    lastInboundAt: chance(0.6) ? NOW - Math.floor(random() * 90) * DAY_MS : null,
    received: BROADCASTS.filter(() => chance(0.6)).map((broadcastId) => {
      return { broadcastId, state: pick(STATES), replied: chance(0.2) }
    }),
  }
}

function aRule(): Rule {
  const text = { op: pick(['is', 'is_not', 'contains', 'lacks', 'blank', 'filled'] as const) }
  const valueFor = (op: string, values: readonly (string | null | undefined)[]) =>
    op === 'blank' || op === 'filled' ? '' : pick(values)?.trim() || 'a'
  switch (
    pick(['column', 'text', 'number', 'day', 'search', 'tag', 'consent', 'country', 'more'])
  ) {
    case 'column': {
      const column = pick(['name', 'first_name', 'last_name', 'phone', 'email'] as const)
      const values = [...NAMES, ...EMAILS, '234', 'NOA', 'ע', '%', '_']
      return { on: 'column', column, op: text.op, value: valueFor(text.op, values) }
    }
    case 'text':
      return { on: 'field', key: 'city', op: text.op, value: valueFor(text.op, [...CITIES, 'AI']) }
    case 'number': {
      const op = pick(['more', 'less', 'is', 'is_not', 'blank'] as const)
      return { on: 'field', key: 'sum', op, value: valueFor(op, ['12', '-3', '12.4', '100', '0']) }
    }
    case 'day': {
      const op = pick(['after', 'before', 'filled'] as const)
      return { on: 'field', key: 'born', op, value: valueFor(op, ['2026-01-31', '2025-12-31']) }
    }
    case 'search': {
      const value = pick(['noa', 'levi noa', 'דוד', '054-234-00', 'x@X', 'nobody', '%'])
      return { on: 'search', op: pick(['contains', 'lacks']), value }
    }
    case 'tag':
      return { on: 'tag', op: pick(['any', 'none']), tags: [pick(TAGS), pick(TAGS)] }
    case 'consent':
      return { on: 'consent', op: pick(['is', 'is_not']), value: pick(CONSENTS) }
    case 'country':
      return { on: 'country', op: pick(['is', 'is_not']), countries: ['IL', pick(['DE', 'FR'])] }
    default:
      return aRuleOfHistory()
  }
}

function aRuleOfHistory(): Rule {
  switch (pick(['language', 'last', 'broadcast', 'rate'])) {
    case 'language':
      return { on: 'language', op: pick(['is', 'is_not']), value: pick(['he', 'en', 'fr']) }
    case 'last': {
      const op = pick(['within', 'not_within', 'ever', 'never'] as const)
      return { on: 'last_message', op, days: pick([1, 30, 60]) }
    }
    case 'broadcast': {
      const ops = ['got', 'not_got', 'read', 'not_read', 'replied', 'not_replied'] as const
      return { on: 'broadcast', op: pick(ops), broadcastId: pick([...BROADCASTS, null]) }
    }
    default:
      return { on: 'read_rate', op: pick(['at_least', 'below']), percent: pick([0, 50, 51, 100]) }
  }
}

const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)
const aGroup = (): Group => ({
  join: pick(['all', 'any']),
  rules: times(1 + Math.floor(random() * 3), aRule),
})
const aFilter = (): Filter => ({
  join: pick(['all', 'any']),
  rules: times(Math.floor(random() * 4), () => (chance(0.3) ? aGroup() : aRule())),
})

// The oracle: the same sentences, told again over plain objects.

const joins = (join: Filter['join'], answers: boolean[]) =>
  join === 'all' ? answers.every(Boolean) : answers.some(Boolean)

const isIn = (person: Person, { join, rules }: Filter): boolean =>
  rules.length === 0 ||
  joins(
    join,
    rules.map((rule) =>
      'rules' in rule
        ? joins(
            rule.join,
            rule.rules.map((one) => holds(person, one)),
          )
        : holds(person, rule),
    ),
  )

function holds(person: Person, rule: Rule): boolean {
  switch (rule.on) {
    case 'column': {
      const { name, firstName, lastName, phone, email } = person
      const texts = { name, first_name: firstName, last_name: lastName, phone, email }
      return compares(texts[rule.column] ?? '', rule.op, rule.value)
    }
    case 'field':
      return compares(person.fields[rule.key] ?? '', rule.op, rule.value)
    case 'search': {
      const words = /^[\d-]+$/.test(rule.value)
        ? [rule.value.replaceAll('-', '').replace(/^0/, '')]
        : rule.value.toLowerCase().split(' ')
      const isFound = words.every((word) => person.search.includes(word))
      return isFound === (rule.op === 'contains')
    }
    case 'tag':
      return rule.tags.some((tag) => person.tags.includes(tag)) === (rule.op === 'any')
    case 'consent':
      return (person.consent === rule.value) === (rule.op === 'is')
    case 'country':
      return rule.countries.includes(person.country ?? '') === (rule.op === 'is')
    case 'language':
      return (person.language === rule.value) === (rule.op === 'is')
    case 'last_message': {
      const at = person.lastInboundAt
      if (rule.op === 'ever' || rule.op === 'never') return (at !== null) === (rule.op === 'ever')
      const isWithin = at !== null && at >= NOW - rule.days * DAY_MS
      return isWithin === (rule.op === 'within')
    }
    case 'broadcast':
      return hasReceived(person, rule)
    case 'read_rate': {
      const reached = person.received.filter(({ state }) => REACHED.includes(state))
      const read = reached.filter(({ state }) => state !== 'delivered')
      if (reached.length === 0) return false
      const isHigh = 100 * read.length >= rule.percent * reached.length
      return isHigh === (rule.op === 'at_least')
    }
  }
}

const REACHED = ['delivered', 'read', 'played']
const GOT = ['accepted', 'sent', ...REACHED]

function hasReceived(person: Person, rule: Extract<Rule, { on: 'broadcast' }>): boolean {
  const rows = person.received.filter(
    ({ broadcastId }) => rule.broadcastId === null || broadcastId === rule.broadcastId,
  )
  const has = rows.some(({ state, replied }) => {
    if (rule.op.endsWith('replied')) return replied
    return rule.op.endsWith('read') ? state === 'read' || state === 'played' : GOT.includes(state)
  })
  return has === !rule.op.startsWith('not_')
}

/** Latin letters only: what SQLite's lower() knows. */
const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
const trimmed = (text: string) => text.replace(/^ +| +$/g, '')

function compares(cell: string, op: string, value: string): boolean {
  switch (op) {
    case 'is':
      return lower(trimmed(cell)) === lower(value)
    case 'is_not':
      return lower(trimmed(cell)) !== lower(value)
    case 'contains':
      return lower(cell).includes(lower(value))
    case 'lacks':
      return !lower(cell).includes(lower(value))
    case 'blank':
      return trimmed(cell) === ''
    case 'filled':
      return trimmed(cell) !== ''
    case 'more':
      return (sizeOf(cell) ?? Number.NEGATIVE_INFINITY) > Number(value)
    case 'less':
      return (sizeOf(cell) ?? Number.POSITIVE_INFINITY) < Number(value)
    case 'after':
      return DAY.test(cell) && cell.slice(0, 10) > value
    default:
      return DAY.test(cell) && cell.slice(0, 10) < value
  }
}

const DAY = /^\d{4}-\d\d-\d\d/
function sizeOf(cell: string): number | null {
  try {
    const parsed: unknown = JSON.parse(cell)
    return typeof parsed === 'number' ? parsed : null
  } catch {
    return null
  }
}

const PEOPLE = Array.from({ length: 60 }, (_, at) => aPerson(at))
const TREES = 10_000
const AT_ONCE = 100

describe('a filter', () => {
  let db: AccountDb
  beforeAll(async () => {
    const { accountId } = await Importer.signUp()
    db = await openTestDeps().db.account(accountId)
    await addPeople(db, PEOPLE)
    // Whoever is like them in another account is nobody's business.
    const other = await Importer.signUp()
    await addPeople(await openTestDeps().db.account(other.accountId), PEOPLE)
  })

  it(`finds whom the same sentences find in memory, in ${TREES} random trees`, async () => {
    for (let done = 0; done < TREES; done += AT_ONCE) {
      const filters = times(AT_ONCE, aFilter)
      const [first, ...rest] = filters.map((filter, at) => {
        // A page of people and a count of all are asked for in two ways.
        const isOfAll = at % 2 === 0
        const matches = matchesFilter({ accountId: db.accountId, now: NOW, isOfAll }, filter)
        return db.all<{ id: string }>(sql`
          SELECT c.id FROM contacts AS c
          WHERE c.account_id = ${db.accountId} AND ${matches} ORDER BY c.id`)
      })
      if (!first) throw new Error('no filters')
      const found = await db.batch([first, ...rest])
      for (const [at, filter] of filters.entries()) {
        const expected = PEOPLE.filter((person) => isIn(person, filter)).map(({ id }) => id)
        expect(
          found[at]?.map(({ id }) => id),
          JSON.stringify(filter),
        ).toEqual(expected)
      }
    }
  }, 240_000)
})

async function addPeople(db: AccountDb, people: Person[]): Promise<void> {
  const list = JSON.stringify(people)
  const from = sql`FROM json_each(${list}) AS j`
  await db.batch([
    db.run(sql`
      INSERT INTO contacts (account_id, id, name, first_name, last_name, phone, email, country,
                            language, consent, fields, tags, search, last_inbound_at, created_at,
                            updated_at)
      SELECT ${db.accountId}, j.value ->> 'id', j.value ->> 'name', j.value ->> 'firstName',
             j.value ->> 'lastName', j.value ->> 'phone', j.value ->> 'email',
             j.value ->> 'country', j.value ->> 'language', j.value ->> 'consent',
             j.value -> 'fields', j.value -> 'tags', j.value ->> 'search',
             j.value ->> 'lastInboundAt', 1, 1 ${from}`),
    db.run(sql`
      INSERT INTO contact_tags (account_id, tag_id, contact_id)
      SELECT ${db.accountId}, t.value, j.value ->> 'id' ${from}, json_each(j.value, '$.tags') AS t`),
    db.run(sql`
      INSERT INTO recipients (account_id, broadcast_id, no, contact_id, identity, state, rank,
                              replied_at)
      SELECT ${db.accountId}, r.value ->> 'broadcastId', j.key + 1, j.value ->> 'id', '',
             r.value ->> 'state', 1, iif(r.value ->> 'replied', 1, NULL)
      ${from}, json_each(j.value, '$.received') AS r`),
  ])
}
