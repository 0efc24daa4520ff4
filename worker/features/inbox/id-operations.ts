import { sha256 } from '../../boundary/crypto/hash'
import { base32, timeOrderedIdFrom } from '../../lib/ids'

const ID_BYTES = 16

/** One conversation per person and number: its id follows from both. */
export const conversationIdOf = async (contactId: string, numberId: string): Promise<string> =>
  base32((await sha256(`${contactId}:${numberId}`)).subarray(0, ID_BYTES))

/** The id of what somebody wrote, from its time and its own name: the same thing always gets the same id. */
export const messageIdOf = async (at: number, name: string): Promise<string> =>
  timeOrderedIdFrom(at, await sha256(name))
