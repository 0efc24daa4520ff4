import { messageFor } from '../../boundary/http/errors'
import type { AccessProof, AccessView } from '../../contract/access'
import type { Language } from '../../contract/common'
import { isNeededScope, isWiderThanNeeded, KNOWN_SCOPES } from './checks'
import type { Connection, PhoneNumberRow } from './queries'

type Known = {
  connection: Connection
  connections: Connection[]
  numbers: PhoneNumberRow[]
  proofs: AccessProof[]
}

/** "What we can do with your access": what Meta granted, beside what we use of it. */
export function toAccessView(
  { connection, connections, numbers, proofs }: Known,
  language: Language,
): AccessView {
  const { granted, state } = connection
  const ourWabas = new Set(
    connections.filter((one) => one.state !== 'disconnected').map((one) => one.wabaId),
  )
  const ourNumbers = new Set(numbers.map(({ id }) => id))
  const wabaIds = granted?.wabaIds?.map((id) => ({ id, isConnected: ourWabas.has(id) })) ?? null
  const reached = granted?.numbers ?? numbers.filter((one) => one.connectionId === connection.id)
  const hasToken = connection.token !== null
  return {
    connectionId: connection.id,
    name: connection.name,
    wabaId: connection.wabaId,
    state,
    hasToken,
    scopes: connection.scopes.map((name) => ({
      name,
      isNeeded: isNeededScope(name),
      text: messageFor(language, `scope.${KNOWN_SCOPES.has(name) ? name : 'other'}`),
    })),
    wabaIds,
    reachesWholeBusiness: granted !== null && granted.wabaIds === null,
    numbers: reached.map(({ id, displayPhoneNumber }) => ({
      id,
      displayPhoneNumber,
      isConnected: ourNumbers.has(id),
    })),
    isWider:
      hasToken &&
      (isWiderThanNeeded(connection.scopes) ||
        (wabaIds?.some(({ isConnected }) => !isConnected) ?? false)),
    expiresAt: connection.tokenExpiresAt,
    checkedAt: connection.checkedAt,
    lastUsedAt: connection.lastUsedAt,
    proofs,
  }
}
