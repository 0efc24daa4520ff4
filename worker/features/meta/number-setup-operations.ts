// What Meta keeps of a number and shows to people: read from it and changed at it, never kept here.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, isReconnectCode, NoAnswerError } from '../../boundary/graph/errors'
import {
  askForName,
  changeBlocked,
  makeLink,
  readBlocked,
  readLinks,
  readName,
  readProfile,
  readUsername,
  removeLink,
  writeProfile,
  writeUsername,
} from '../../boundary/graph/number-setup'
import { uploadSample } from '../../boundary/graph/uploads'
import type { Member } from '../../boundary/http/context'
import type { NumberProfile, NumberSetup, ShortLink } from '../../contract/numbers'
import type { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { metaDidNotAnswer, metaRefused, needsReconnect, numberNotFound, photoUnfit } from './errors'
import { findNumber } from './queries'
import { withToken } from './token-operations'

type SetupDeps = Pick<Deps, 'config' | 'clock' | 'keys' | 'graph' | 'live'>

export async function numberSetup(
  deps: SetupDeps,
  db: AccountDb,
  numberId: string,
): Promise<NumberSetup> {
  const { graph } = deps
  const hasPin = ((await findNumber(db, numberId))?.pin ?? null) !== null
  return atNumber(deps, db, numberId, async (token) => {
    const [profile, name, username, blocked, links] = await Promise.all([
      readProfile(graph, token, numberId),
      readName(graph, token, numberId),
      readUsername(graph, token, numberId),
      readBlocked(graph, token, numberId),
      readLinks(graph, token, numberId),
    ])
    return { profile, name, username, blocked, links, hasPin }
  })
}

export const changeProfile = (
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  change: NumberProfile,
): Promise<void> =>
  changed(deps, db, member, numberId, 'number.profile_changed', (token) =>
    writeProfile(deps.graph, token, numberId, change),
  )

/** Meta reviews the name; until then people see the old one. */
export const wishName = (
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  name: string,
): Promise<void> =>
  changed(deps, db, member, numberId, 'number.name_asked', (token) =>
    askForName(deps.graph, token, numberId, name),
  )

/** Null takes the username away. */
export const changeUsername = (
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  username: string | null,
): Promise<void> =>
  changed(deps, db, member, numberId, 'number.username_changed', (token) =>
    writeUsername(deps.graph, token, numberId, username),
  )

export const changeBlock = (
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  method: 'POST' | 'DELETE',
  phone: string,
): Promise<void> =>
  changed(deps, db, member, numberId, 'number.block_list_changed', (token) =>
    changeBlocked(deps.graph, token, numberId, method, `+${phone.replace(/\D/g, '')}`),
  )

export const addLink = (
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  message: string,
): Promise<ShortLink> =>
  changed(deps, db, member, numberId, 'number.links_changed', (token) =>
    makeLink(deps.graph, token, numberId, message),
  )

export const dropLink = async (
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  code: string,
): Promise<void> => {
  // It becomes part of an address at Meta.
  if (!/^[A-Za-z0-9]{1,40}$/.test(code)) throw numberNotFound()
  return changed(deps, db, member, numberId, 'number.links_changed', (token) =>
    removeLink(deps.graph, token, numberId, code),
  )
}

/** Meta wants at least 192 pixels, and takes five megabytes. */
export const MOST_PHOTO_BYTES = 5 * 1024 * 1024

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
const isPng = (bytes: Uint8Array) => bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e

/** Shows another picture; what it is is told by its bytes. */
export async function changePhoto(
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  bytes: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  if (!bytes || !(isJpeg(bytes) || isPng(bytes))) throw photoUnfit()
  const type = isJpeg(bytes) ? 'image/jpeg' : 'image/png'
  const from = async (offset: number) => new Response(bytes.subarray(offset)).body
  const file = { name: 'photo', type, size: bytes.byteLength, from }
  await changed(deps, db, member, numberId, 'number.photo_changed', async (token) => {
    const photo = await uploadSample(deps.graph, token, deps.config.META_APP_ID, file)
    await writeProfile(deps.graph, token, numberId, { photo })
  })
}

async function changed<T>(
  deps: SetupDeps,
  db: AccountDb,
  member: Member,
  numberId: string,
  action: string,
  change: (token: Secret) => Promise<T>,
): Promise<T> {
  const result = await atNumber(deps, db, numberId, change)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action,
    target: numberId,
  })
  return result
}

/** Works at a number of this account; Meta's refusals come back as words for people. */
async function atNumber<T>(
  deps: SetupDeps,
  db: AccountDb,
  numberId: string,
  work: (token: Secret) => Promise<T>,
): Promise<T> {
  const number = await findNumber(db, numberId)
  if (!number) throw numberNotFound()
  try {
    return await withToken(deps, db, number.connectionId, work)
  } catch (error) {
    if (error instanceof NoAnswerError) throw metaDidNotAnswer()
    if (!(error instanceof GraphError)) throw error
    throw isReconnectCode(error.code) ? needsReconnect() : metaRefused(error.userMessage)
  }
}
