import { first } from './rows'

/** A number that may not send; a WABA whose webhooks go to another address, which is the value. */
export type ConditionKind = 'blocked' | 'redirected'

/** What a node is in, by kind; undefined where it is not. */
export const conditionOf = (sql: SqlStorage, nodeId: string, kind: ConditionKind) =>
  first<{ value: string }>(
    sql.exec('SELECT value FROM conditions WHERE node_id = ? AND kind = ?', nodeId, kind),
  )?.value

/** Null ends it. */
export function turnCondition(
  sql: SqlStorage,
  nodeId: string,
  kind: ConditionKind,
  value: string | null,
): void {
  if (value === null) {
    sql.exec('DELETE FROM conditions WHERE node_id = ? AND kind = ?', nodeId, kind)
    return
  }
  sql.exec('INSERT OR REPLACE INTO conditions VALUES (?, ?, ?)', nodeId, kind, value)
}
