import type { AuditView } from '../../contract/audit'
import type { audit } from './tables'

export type AuditLine = typeof audit.$inferSelect

const ACTOR_KINDS = ['system', 'meta', 'operator'] as const

/** Ids of the people whom lines are by or about. */
export const peopleIn = (lines: readonly AuditLine[]): string[] =>
  lines.flatMap(({ actor, target }) => [actor, target].flatMap((text) => userIn(text) ?? []))

const userIn = (text: string): string | null =>
  text.startsWith('user:') ? text.slice('user:'.length) : null

export function toAuditView(line: AuditLine, names: ReadonlyMap<string, string>): AuditView {
  const { id, at, action, before, after } = line
  return {
    id,
    at,
    actor: actorIn(line, names),
    action,
    target: targetIn(line, names),
    before,
    after,
  }
}

function actorIn({ actor }: AuditLine, names: ReadonlyMap<string, string>): AuditView['actor'] {
  const user = userIn(actor)
  if (user) return { kind: 'user', id: user, name: names.get(user) ?? null }
  return { kind: ACTOR_KINDS.find((kind) => kind === actor) ?? 'system', id: null, name: null }
}

/** Written as `kind:id`, or as an id whose kind the action says. */
function targetIn(
  { action, target }: AuditLine,
  names: ReadonlyMap<string, string>,
): AuditView['target'] {
  const at = target.indexOf(':')
  const kind = at < 0 ? (action.split('.')[0] ?? '') : target.slice(0, at)
  const id = target.slice(at + 1)
  return { kind, id, name: kind === 'user' ? (names.get(id) ?? null) : null }
}
