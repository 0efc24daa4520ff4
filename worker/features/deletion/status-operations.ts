import type { Deps } from '../../boundary/deps'
import { countTries } from '../accounts/limit-operations'
import { networkOf } from '../accounts/limits'
import { deletionNotFound } from './errors'
import { findRequest } from './request-queries'
import type { Status } from './status-page'

const CODE = /^[a-z2-7]{26}$/
/** Asked for instead of what is no code, so that every look costs the same. */
const NO_CODE = 'a'.repeat(26)

/** What is known by a code; null for one that is unknown or none. */
export async function lookUp(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  ip: string | null,
  typed: string,
): Promise<Status | null> {
  await countTries(deps, { looksByNetwork: ip && networkOf(ip) })
  const isCode = CODE.test(typed)
  const request = await findRequest(deps.db.directory, isCode ? typed : NO_CODE)
  if (!request || !isCode) return null
  const { code, state, startsAt, dueDay, steps, backupsUntil, accessUntil, receipt } = request
  return {
    code,
    state: request.closedAt === null ? state : 'closed',
    startsAt,
    dueDay,
    steps,
    backupsUntil,
    accessUntil,
    hasReceipt: receipt !== null,
  }
}

export async function getReceipt(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  ip: string | null,
  typed: string,
): Promise<string> {
  await countTries(deps, { looksByNetwork: ip && networkOf(ip) })
  const request = await findRequest(deps.db.directory, CODE.test(typed) ? typed : NO_CODE)
  if (!request?.receipt) throw deletionNotFound()
  return request.receipt
}

export const checkReceipt = ({ receipts }: Pick<Deps, 'receipts'>, receipt: string) =>
  receipts.verify(receipt.trim())

export const publicKeys = async ({ receipts }: Pick<Deps, 'receipts'>) => ({
  keys: [await receipts.publicKey()],
})
