import { desc, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { DirectoryDb } from '../../boundary/db'
import type { AccountState } from '../accounts/tables'
import { operatorActs } from './directory-tables'

export type OperatorAct = typeof operatorActs.$inferSelect

export const insertAct = (db: DirectoryDb, act: OperatorAct) => db.insert(operatorActs).values(act)

export const listActs = (db: DirectoryDb, most: number) =>
  db.select().from(operatorActs).orderBy(desc(operatorActs.id)).limit(most)

/** An account as the operator sees it: that it is there, and nothing of what is in it. */
export type AccountLine = {
  id: string
  name: string
  state: AccountState
  shard: string
  createdAt: number
  members: number
  connections: number
}

export const listAccountLines = (db: DirectoryDb, after: string, most: number) =>
  db.all<AccountLine>(sql`
    SELECT a.id, a.name, a.state, a.shard, a.created_at AS createdAt,
           (SELECT count(*) FROM memberships AS m WHERE m.account_id = a.id) AS members,
           (SELECT count(*) FROM waba_routes AS w WHERE w.account_id = a.id) AS connections
    FROM accounts AS a WHERE a.id > ${after} ORDER BY a.id LIMIT ${most}`)

export type LetterLine = { accountId: string; id: string; queue: string; type: string; at: number }

/** Failed jobs of every account in a shard, by what they are and not by what they hold. */
export const listAllLetters = (shard: DrizzleD1Database, most: number) =>
  shard.all<LetterLine>(sql`
    SELECT account_id AS accountId, id, queue, job ->> 'type' AS type, at FROM dead_letters
    WHERE replayed_at IS NULL ORDER BY at DESC LIMIT ${most}`)
