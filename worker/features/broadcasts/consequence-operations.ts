import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { recordOptOut } from '../contacts/consent-operations'
import { learnNames } from '../contacts/identity-operations'
import { reportDeadToken } from '../meta/token-operations'
import { type Consequence, stopReason } from './answers'
import type { PacerStub } from './durable'

/** Whom a message was for, and what its answer means beyond it. */
export type Heard = { row: { contactId: string; identity: string }; consequence: Consequence }

type HeedDeps = Pick<Deps, 'clock' | 'live'> & {
  pacer(accountId: string, numberId: string): PacerStub
}

/** Why nothing more should leave, where an answer says so. */
export const stopIn = (heard: Heard[]): string | null =>
  heard.flatMap(({ consequence }) => (consequence.kind === 'stop' ? consequence.reason : []))[0] ??
  null

/** What answers of Meta's mean beyond their messages: a dead token, a person's no or other name, a slower number. */
export async function heed(
  deps: HeedDeps,
  db: AccountDb,
  { connectionId, numberId }: { connectionId: string; numberId: string },
  heard: Heard[],
): Promise<void> {
  if (stopIn(heard) === stopReason(190)) await reportDeadToken(deps, db, connectionId)
  await heedStops(
    deps,
    db,
    heard.flatMap(({ row, consequence }) => (consequence.kind === 'opted_out' ? row : [])),
  )
  const names = heard.flatMap(({ consequence }) =>
    consequence.kind === 'other_name' ? consequence.name : [],
  )
  if (names.length > 0) await learnNames(db, names)
  const pauses = heard.flatMap(({ consequence }) =>
    consequence.kind === 'slow_down' ? consequence.pauseMs : [],
  )
  if (pauses.length > 0) await deps.pacer(db.accountId, numberId).slowDown(Math.max(...pauses))
}

/** Meta's word that people stopped marketing of this business. */
export async function heedStops(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  people: { contactId: string; identity: string }[],
): Promise<void> {
  for (const { contactId, identity } of people) {
    await recordOptOut(
      db,
      { contactId, identities: [identity], source: 'meta', wording: null, actor: 'meta' },
      clock.now(),
    )
  }
}
