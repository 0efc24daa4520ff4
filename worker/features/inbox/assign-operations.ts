import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { firstIdAt } from '../../lib/ids'
import { rolesWith } from '../accounts/roles'
import { namesOf } from '../accounts/user-operations'
import { listMembersWith } from '../accounts/user-queries'
import type { TimelineSource } from '../contacts/timeline'
import { findConversation } from './conversation-queries'
import { listAssignmentsOf } from './queries'
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

/** Who was given the conversations with a person, as a source of the timeline. */
export const assignTimeline: TimelineSource = async ({ deps, db }, contactId, before, limit) => {
  const rows = await listAssignmentsOf(db, contactId, firstIdAt(before), limit)
  if (rows.length === 0) return []
  const keys = await deps.keys.open(db)
  const acts = await Promise.all(
    rows.map(async ({ id, at, type, author, body }) => {
      // Sealed by `noteAct`.
      const { to = null } = JSON.parse(await keys.open('messages.body', id, body)) as {
        to?: string | null
      }
      return { at, author, to: type === 'assigned' ? to : null }
    }),
  )
  const people = acts.flatMap(({ author, to }) => [author, to].filter((id) => id !== null))
  const names = await namesOf(deps, people)
  const personOf = (id: string | null) => {
    const name = names.get(id ?? '')
    return id === null || name === undefined ? null : { id, name }
  }
  return acts.map(({ at, author, to }) => ({
    ...{ kind: 'assigned' as const, at, by: personOf(author), to: personOf(to) },
  }))
}
