import { sha256 } from '../../boundary/crypto/hash'
import { base32 } from '../../lib/ids'
import { idAt, type Standing } from './order'

const ID_BYTES = 16

/** One conversation per person and number: its id follows from both. */
export const conversationIdOf = async (contactId: string, numberId: string): Promise<string> =>
  base32((await sha256(`${contactId}:${numberId}`)).subarray(0, ID_BYTES))

/** The id of a message from its place and its own name: the same thing at one place always gets the same id. */
export const messageIdOf = async (standing: Standing, name: string): Promise<string> =>
  idAt(standing, await sha256(name))
