/** As numbers are stored, and as Meta writes them (a wa_id has no plus). */
const PHONE = /^\+?[1-9]\d{6,14}$/
const LAST_DIGITS = 3
/** Fields whose text is a number of people; ids of Meta are digits too and stay. */
const WITHOUT_PLUS = new Set(['identity', 'waId', 'phone', 'from'])

/** Enough to tell two people of one name apart, too little to write to them: "••••••567". */
export const masked = (phone: string): string => `••••••${phone.slice(-LAST_DIGITS)}`

/** The same value with every text that is a phone number masked. */
export function maskPhones(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return isPhone(value, key) ? masked(value) : value
  if (Array.isArray(value)) return value.map((item) => maskPhones(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskPhones(inner, name)]),
  )
}

/** The cells of a CSV file; a spreadsheet's apostrophe may stand before the plus. */
export const maskFile = (csv: string): string =>
  csv.replace(
    /(^|[,"\n])'?(\+[1-9]\d{6,14})(?=[,"\r\n]|$)/g,
    (_, before: string, phone: string) => `${before}${masked(phone)}`,
  )

/** The same for a file that is made while it is sent: whole lines at a time, never all of it. */
export function maskingLines(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
  const encoder = new TextEncoder()
  let rest = ''
  return new TransformStream({
    transform: (chunk, stream) => {
      const text = rest + decoder.decode(chunk, { stream: true })
      const end = text.lastIndexOf('\n') + 1
      rest = text.slice(end)
      if (end > 0) stream.enqueue(encoder.encode(maskFile(text.slice(0, end))))
    },
    flush: (stream) => {
      const text = rest + decoder.decode()
      if (text) stream.enqueue(encoder.encode(maskFile(text)))
    },
  })
}

const isPhone = (text: string, key: string) =>
  PHONE.test(text) && (text.startsWith('+') || WITHOUT_PLUS.has(key))
