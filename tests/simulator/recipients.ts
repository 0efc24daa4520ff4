import type { PhoneNumber } from './businesses'
import { callingCodeOf, countryOf } from './countries'
import type { Dials } from './dials'
import { GraphError } from './errors'
import { type Person, type Portfolio, personByBsuid, personByPhone } from './personas'
import type { Send } from './sends'

export type Addressed = { person: Person; input: string; byBsuid: boolean; digits: string | null }

const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/

/** Who a message is for. With a number and a user id, the number wins. */
export function addresseeOf(
  send: Send,
  number: PhoneNumber,
  portfolio: Portfolio,
  dials: Dials,
): Addressed {
  if (send.to !== undefined) {
    const digits = dialled(send.to, number)
    const person = personByPhone(portfolio, digits, dials)
    return { person, input: send.to, byBsuid: false, digits }
  }
  const bsuid = send.recipient ?? ''
  if (!BSUID.test(bsuid)) throw notValid('recipient')
  return { person: personByBsuid(portfolio, bsuid), input: bsuid, byBsuid: true, digits: null }
}

/** The digits that are called: without a + a local-looking number is taken for a neighbour's. */
function dialled(to: string, number: PhoneNumber): string {
  if (!/^\+?[\d\s().-]+$/.test(to)) throw notValid('to')
  const digits = to.replace(/\D/g, '')
  const isInternational = to.startsWith('+') || (digits.length >= 11 && !digits.startsWith('0'))
  const full = isInternational
    ? digits
    : `${callingCodeOf(number.digits)}${digits.replace(/^0+/, '')}`
  if (full.length < 7 || full.length > 15 || full.startsWith('0')) throw notValid('to')
  return full
}

const notValid = (parameter: string) =>
  new GraphError(131009, { details: `Param ${parameter} is not a valid WhatsApp recipient` })

/** No country has such numbers, so nobody on WhatsApp does. */
export const isNowhere = ({ digits }: Addressed): boolean =>
  digits !== null && countryOf(digits) === null

export function checkAddressee(addressed: Addressed, number: PhoneNumber): void {
  const { digits } = addressed
  if (digits === number.digits) throw new GraphError(131021)
  if (number.allowed_recipients === null || digits === null) return
  if (!number.allowed_recipients.includes(`"${digits}"`)) throw new GraphError(131030)
}
