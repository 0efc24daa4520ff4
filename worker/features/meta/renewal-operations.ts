// Putting another token in the place of one: more than a session is asked for, and owners are told.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { TokenChange } from '../../contract/access'
import type { CodeSent } from '../../contract/auth'
import type { NewConnection } from '../../contract/connections'
import { askFresh, proveFresh, tellOwners } from '../accounts/fresh-operations'
import { requireRole } from '../accounts/roles'
import type { Visitor } from '../accounts/visitor'
import { replaceToken } from './access-operations'
import type { ConnectResult } from './attach-operations'
import { codeNeeded } from './errors'
import { tokenCodeMail, tokenReplacedMail } from './mails'
import { connectByToken } from './operations'
import { type Connection, findConnection, listConnectionRows } from './queries'

type RenewalDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'graph' | 'live' | 'mailer'>

export async function askToReplaceToken(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
): Promise<CodeSent> {
  requireRole(member, 'connections.change')
  return askFresh(deps, visitor, member, 'replace_token', tokenCodeMail)
}

/** A first connection is made as it is; what is connected already wants the code. */
export async function connectOrRenew(
  deps: RenewalDeps,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  input: NewConnection,
): Promise<ConnectResult> {
  requireRole(member, 'connections.change')
  const known = (await listConnectionRows(db)).find(
    ({ wabaId, state }) => wabaId === input.wabaId && state !== 'disconnected',
  )
  if (known) {
    if (input.code === undefined) throw codeNeeded()
    await proveFresh(deps, visitor, member, 'replace_token', input.code)
  }
  const result = await connectByToken(deps, db, member, input)
  if (known && result.ok) await tellReplaced(deps, known)
  return result
}

export async function renewToken(
  deps: RenewalDeps,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  connectionId: string,
  change: TokenChange,
): Promise<ConnectResult> {
  requireRole(member, 'connections.change')
  const known = await findConnection(db, connectionId)
  // Of what isn't there, the code is not used up.
  if (known) await proveFresh(deps, visitor, member, 'replace_token', change.code)
  const result = await replaceToken(deps, db, member, connectionId, change)
  if (known && result.ok) await tellReplaced(deps, known)
  return result
}

const tellReplaced = (deps: RenewalDeps, { accountId, name }: Connection) =>
  tellOwners(deps, accountId, (owner) => tokenReplacedMail(owner, name, deps.config.SUPPORT_EMAIL))
