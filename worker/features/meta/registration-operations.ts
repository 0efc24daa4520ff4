// Taking a number into use: registering it, its two-step PIN, and further numbers of a connected WABA.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { type GraphPhoneNumber, listNumbers } from '../../boundary/graph/accounts'
import { GraphError, isReconnectCode, NoAnswerError } from '../../boundary/graph/errors'
import { changePin, pinRefusalOf, registerNumber } from '../../boundary/graph/signup'
import type { Member } from '../../boundary/http/context'
import { log } from '../../lib/log'
import type { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import {
  metaDidNotAnswer,
  needsReconnect,
  numberClaimed,
  numberNotFound,
  pinRefused,
  pinUnknown,
} from './errors'
import { toNumberRow } from './number-facts'
import { refreshNumbers } from './operations'
import { claimNumber, findNumber, saveNumbers, savePin } from './queries'
import { newPin, registrationOf } from './registration'
import { withToken } from './token-operations'

type NumberDeps = Pick<Deps, 'clock' | 'db' | 'keys' | 'graph' | 'live'>

/**
 * Registers numbers that have no PIN yet with one that we draw and seal. One that has its owner's PIN waits
 * for it; a refusal leaves the connection as it is, and the page says what is left to do.
 */
export async function registerNew(
  deps: NumberDeps,
  db: AccountDb,
  token: Secret,
  numbers: GraphPhoneNumber[],
): Promise<void> {
  const unregistered = numbers.filter((number) => registrationOf(number) === 'unregistered')
  for (const { id, ...facts } of unregistered) {
    const pin = newPin(crypto.getRandomValues(new Uint32Array(1)))
    // Stored before Meta knows it: a PIN that nobody knows would lock the number.
    await sealPin(deps, db, id, pin)
    try {
      await registerNumber(deps.graph, token, id, pin)
    } catch (error) {
      if (!(error instanceof GraphError || error instanceof NoAnswerError)) throw error
      log('number.not_registered', { graphCode: error instanceof GraphError ? error.code : null })
      continue
    }
    const connected = await findNumber(db, id)
    if (!connected) continue
    const { pin: _kept, ...row } = connected
    const now = { id, ...facts, platform_type: 'CLOUD_API', status: 'CONNECTED' }
    await saveNumbers(db, [
      { ...toNumberRow(db.accountId, row.connectionId, now, deps.clock.now()) },
    ])
  }
}

async function sealPin(deps: Pick<Deps, 'keys'>, db: AccountDb, id: string, pin: string) {
  await savePin(db, id, await (await deps.keys.open(db)).seal('numbers.pin', id, pin))
}

/** Registers a number with a PIN that its owner typed in, and keeps the PIN sealed. */
export async function registerWithPin(
  deps: NumberDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  pin: string,
): Promise<void> {
  const told = { pin, tellMeta: registerNumber, action: 'number.registered' }
  const { connectionId } = await tellPin(deps, db, member, numberId, told)
  await refreshNumbers(deps, db, connectionId)
}

/** Registers a number again with the PIN that we keep: a name that Meta approved counts only then. */
export async function registerAgain(
  deps: NumberDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
): Promise<void> {
  const number = await findNumber(db, numberId)
  if (!number) throw numberNotFound()
  if (number.pin === null) throw pinUnknown()
  const pin = await (await deps.keys.open(db)).open('numbers.pin', numberId, number.pin)
  await registerWithPin(deps, db, member, numberId, pin)
}

/** Gives a number another two-step PIN. */
export async function setPin(
  deps: NumberDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  pin: string,
): Promise<void> {
  const told = { pin, tellMeta: changePin, action: 'number.pin_changed' }
  await tellPin(deps, db, member, numberId, told)
}

/** Meta first: a PIN that it refuses is not kept. */
async function tellPin(
  deps: NumberDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  { pin, tellMeta, action }: { pin: string; tellMeta: typeof changePin; action: string },
) {
  const number = await findNumber(db, numberId)
  if (!number) throw numberNotFound()
  await orPinRefused(() =>
    withToken(deps, db, number.connectionId, (token) => tellMeta(deps.graph, token, numberId, pin)),
  )
  await sealPin(deps, db, numberId, pin)
  await recordAudit(db, deps.clock, { actor: actorOf(member), action, target: numberId })
  return number
}

/** Takes a further number of a connected WABA into use. */
export async function addNumber(
  deps: NumberDeps,
  db: AccountDb,
  member: Member,
  connectionId: string,
  phoneNumberId: string,
): Promise<void> {
  await withToken(deps, db, connectionId, async (token, { wabaId }) => {
    const found = await listNumbers(deps.graph, token, wabaId)
    const number = found.find(({ id }) => id === phoneNumberId)
    if (!number) throw numberNotFound()
    const { accountId } = db
    const claimedAt = deps.clock.now()
    const claim = { phoneNumberId, wabaId, accountId, connectionId, claimedAt }
    const route = await claimNumber(deps.db.directory, claim)
    if (route?.accountId !== accountId) throw numberClaimed()
    await saveNumbers(db, [toNumberRow(accountId, connectionId, number, claimedAt)])
    await registerNew(deps, db, token, [number])
  })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'number.added',
    target: phoneNumberId,
  })
  await deps.live.changed(db.accountId, ['connections'])
}

async function orPinRefused(call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (error instanceof NoAnswerError) throw metaDidNotAnswer()
    if (!(error instanceof GraphError)) throw error
    // Then it was not the PIN.
    throw isReconnectCode(error.code) ? needsReconnect() : pinRefused(pinRefusalOf(error))
  }
}
