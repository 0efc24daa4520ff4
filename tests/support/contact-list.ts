// A deterministic list of people as CSV: ten countries, phones written the way people write them, and
// defects at a known rate. What an importer must find in it is counted while it is made.

import { randomFrom } from './random.ts'

export type ListTruth = {
  rows: number
  unique: number
  duplicates: number
  invalid: number
  blank: number
}

const FIRST_NAMES = [
  ...['נועה', 'דוד', 'יעל', 'אורי', 'תמר', 'משה', 'Maya', 'John', 'Aisha', 'Lucas', 'Priya'],
  ...["O'Neil", 'José', 'Zoë', 'محمد', 'Анна'],
]
const LAST_NAMES = [
  ...['כהן', 'לוי', 'מזרחי', 'פרץ', 'Smith', 'García', 'Khan', 'da Silva', 'Müller'],
  ...['Cohen-Levi', 'O"Hara', 'ביטון'],
]
const CITIES = [
  ...['תל אביב', 'חיפה', 'באר שבע', 'London', 'São Paulo', 'Mumbai', 'New York', 'Berlin', 'Dubai'],
]
const TAGS = ['vip', 'new', 'חוזר', 'newsletter', '2025-sale']
const INVALID_PHONES = [
  ...['12345', 'not a phone', '+972', '+1 555', '+99999999999999999', '050-12'],
  "=cmd|' /C calc'!A0",
]

const pad = (number: number, width: number) => String(number).padStart(width, '0')

type Country = { iso: string; prefix: string; national: (serial: number) => string }

const COUNTRIES: Country[] = [
  {
    iso: 'IL',
    prefix: '972',
    national: (n) => `5${n % 2 ? '2' : '4'}${pad(2000000 + (n % 7000000), 7)}`,
  },
  { iso: 'IL', prefix: '972', national: (n) => `50${pad(2000000 + (n % 7000000), 7)}` },
  { iso: 'IL', prefix: '972', national: (n) => `58${pad(4000000 + (n % 5000000), 7)}` },
  { iso: 'GB', prefix: '44', national: (n) => `7400${pad(n % 1000000, 6)}` },
  { iso: 'US', prefix: '1', national: (n) => `212${pad(2000000 + (n % 7000000), 7)}` },
  { iso: 'IN', prefix: '91', national: (n) => `98${pad(n % 100000000, 8)}` },
  { iso: 'BR', prefix: '55', national: (n) => `119${pad(60000000 + (n % 39000000), 8)}` },
  { iso: 'DE', prefix: '49', national: (n) => `1512${pad(n % 10000000, 7)}` },
  { iso: 'AE', prefix: '971', national: (n) => `50${pad(n % 10000000, 7)}` },
  { iso: 'FR', prefix: '33', national: (n) => `6${pad(10000000 + (n % 89000000), 8)}` },
]

type Line = { iso: string; prefix: string; national: string }

/** The list's default country is Israel: only Israeli numbers may be written without a prefix. */
const STYLES: ((line: Line) => string)[] = [
  ({ prefix, national }) => `+${prefix}${national}`,
  ({ prefix, national }) => `00${prefix}${national}`,
  ({ prefix, national }) =>
    `+${prefix} ${national.slice(0, 2)}-${national.slice(2, 5)}-${national.slice(5)}`,
  ({ prefix, national }) => `\u200e+${prefix} ${national}\u200f`,
  ({ prefix, national }) => `+${prefix}.${national.slice(0, 3)}.${national.slice(3)}`,
]
const LOCAL_STYLES: ((line: Line) => string)[] = [
  ({ national }) => `0${national}`,
  ({ national }) => `0${national.slice(0, 2)}-${national.slice(2)}`,
  ({ national }) => `0${national.slice(0, 2)} ${national.slice(2, 5)} ${national.slice(5)}`,
]

const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export function makeContactList(rows: number, seed = 7): { csv: string; truth: ListTruth } {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const truth = { rows, unique: 0, duplicates: 0, invalid: 0, blank: 0 }
  const seen = new Set<string>()
  const kept: Line[] = []
  let serial = 0

  const write = (line: Line) =>
    pick(line.iso === 'IL' ? [...STYLES, ...LOCAL_STYLES] : STYLES)(line)
  const newLine = (): Line => {
    for (;;) {
      const { iso, prefix, national } = pick(COUNTRIES)
      const line = { iso, prefix, national: national(serial++) }
      if (seen.has(prefix + line.national)) continue
      seen.add(prefix + line.national)
      if (kept.length < 5000) kept.push(line)
      return line
    }
  }
  const phone = () => {
    const dice = random()
    if (dice < 0.005) {
      truth.blank++
      return ''
    }
    if (dice < 0.015) {
      truth.invalid++
      return pick(INVALID_PHONES)
    }
    if (dice < 0.035 && kept.length > 0) {
      truth.duplicates++
      return write(pick(kept))
    }
    truth.unique++
    return write(newLine())
  }
  const day = () =>
    `202${Math.floor(random() * 6)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`

  const lines = ['\ufeffשם פרטי,Last name,טלפון,Email,City,Tags,Opted in at,Order total\r\n']
  for (let at = 0; at < rows; at++) {
    const number = phone()
    const first = pick(FIRST_NAMES)
    const optedIn = random() < 0.9 ? day() : ''
    const cells = [first, pick(LAST_NAMES), number, `person${at}@example.com`, pick(CITIES)]
    cells.push(random() < 0.3 ? `${pick(TAGS)};${pick(TAGS)}` : pick(TAGS))
    cells.push(optedIn, (random() * 5000).toFixed(2))
    lines.push(`${cells.map(quote).join(',')}\r\n`)
  }
  return { csv: lines.join(''), truth }
}
