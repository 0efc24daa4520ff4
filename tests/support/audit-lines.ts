import { timeOrderedId } from '../../worker/lib/ids'
import { testDeps } from './deps'

/** Lines of audit as if they had been written then. */
export async function insertLines(
  accountId: string,
  lines: { at: number; actor: string; action: string }[],
): Promise<void> {
  const db = await testDeps().db.account(accountId)
  for (const { at, actor, action } of lines) {
    await db.run(`
      INSERT INTO audit (account_id, id, at, actor, action, target)
      VALUES ('${accountId}', '${timeOrderedId(at)}', ${at}, '${actor}', '${action}', 'account:x')`)
  }
}
