import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { rolesWith } from '../accounts/roles'
import { listMembersWith } from '../accounts/user-queries'
import { findConversation } from './conversation-queries'
import { findSettings, takeTurn } from './settings-queries'

/** Somebody else may take the turn between our look and our write. */
const TRIES = 3

export type TeamMember = { id: string; name: string }

/** Everybody who may answer, by name. */
export const listTeam = ({ db: dbs }: Pick<Deps, 'db'>, db: AccountDb): Promise<TeamMember[]> =>
  listMembersWith(dbs.directory, db.accountId, rolesWith('messages.send'))

/** Who gets a conversation that nobody has: the next in turn, if the account wants that; else nobody. */
export async function nextAssignee(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  conversationId: string,
): Promise<string> {
  const settings = await findSettings(db)
  if (settings?.assign !== 'round_robin') return ''
  if ((await findConversation(db, conversationId))?.assignee) return ''
  const team = (await listTeam(deps, db)).map(({ id }) => id).sort()
  for (let tries = 0; tries < TRIES; tries++) {
    const { lastAssignee = '' } = (await findSettings(db)) ?? {}
    const next = nextInTurn(team, lastAssignee)
    if (next === '' || (await takeTurn(db, lastAssignee, next))) return next
  }
  return ''
}

/** The first one behind the last one; after the end it begins again. */
export const nextInTurn = (ids: string[], last: string): string =>
  ids.find((id) => id > last) ?? ids[0] ?? ''
