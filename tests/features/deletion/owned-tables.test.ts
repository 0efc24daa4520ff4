import { expect, it } from 'vitest'
import {
  DATA_TABLES,
  DIRECTORY_TABLES,
  LAST_TABLES,
  NOT_OWNED,
} from '../../../worker/features/deletion/owned-tables'
import { testEnv } from '../../support/lists'

type Column = { name: string; pk: number }

async function tablesOf(database: D1Database): Promise<Map<string, Column[]>> {
  const { results } = await database
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'd1\\_%' ESCAPE '\\'
         AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all<{ name: string }>()
  const tables = new Map<string, Column[]>()
  for (const { name } of results) {
    const columns = await database.prepare(`PRAGMA table_info(${name})`).all<Column>()
    tables.set(name, columns.results)
  }
  return tables
}

const inData = [...DATA_TABLES, ...LAST_TABLES]

it('names every table of a shard, so that each is erased, and exported or not for a reason', async () => {
  const tables = await tablesOf(testEnv.DATA_0)
  expect([...tables.keys()].sort()).toEqual(inData.map(({ name }) => name).sort())
})

it('names every table of the directory, or says why it holds no account', async () => {
  const tables = await tablesOf(testEnv.DIRECTORY)
  const named = [...DIRECTORY_TABLES.map(({ name }) => name), ...Object.keys(NOT_OWNED)]
  expect([...tables.keys()].sort()).toEqual(named.sort())
})

it('begins each key of a shard with the account', async () => {
  const tables = await tablesOf(testEnv.DATA_0)
  for (const { name, key, columns } of inData) {
    const found = tables.get(name) ?? []
    const inKey = found.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    expect(
      inKey.map((column) => column.name),
      name,
    ).toEqual(key)
    expect(key[0], name).toBe('account_id')
    expect(found.map((column) => column.name).sort(), name).toEqual([...columns].sort())
  }
})

it('tells for each table what the export has of it', () => {
  for (const { name, columns, exported } of [...inData, ...DIRECTORY_TABLES]) {
    if ('left_out' in exported) expect(exported.left_out.length, name).toBeGreaterThan(10)
    else {
      const named = [...exported.json, ...exported.without]
      for (const column of named) expect(columns, `${name}.${column}`).toContain(column)
      expect(columns.length - exported.without.length, name).toBeGreaterThan(1)
    }
  }
})
