// Reads vCards as phones and mail programs write them: 2.1 with quoted-printable, 3.0 and 4.0.

import type { Encoding } from './encoding'

type Card = {
  first: string
  last: string
  name: string
  phones: { number: string; rank: number }[]
  email: string
  company: string
  tags: string
  note: string
}

type Line = { name: string; params: string[]; value: string }

/** A number more than this is a switchboard, not a person. */
const MOST_PHONES = 5

/** A list with a header, in the order of the file; columns that no card fills are left out. */
export function cardRows(text: string, encoding: Encoding): string[][] {
  const cards = [...cardsIn(text, encoding)]
  const phones = Math.min(MOST_PHONES, Math.max(1, ...cards.map((card) => card.phones.length)))
  const numberOf = (at: number) => (card: Card) => card.phones[at]?.number ?? ''
  const columns: [string, (card: Card) => string][] = [
    ['First name', (card) => card.first],
    ['Last name', (card) => card.last],
    ['Name', (card) => (card.first || card.last ? '' : card.name)],
    ...Array.from({ length: phones }, (_, at): [string, (card: Card) => string] => [
      at === 0 ? 'Phone' : `Phone ${at + 1}`,
      numberOf(at),
    ]),
    ['Email', (card) => card.email],
    ['Tags', (card) => card.tags],
    ['Company', (card) => card.company],
    ['Note', (card) => card.note],
  ]
  const filled = columns.filter(
    ([title, read]) => title === 'Phone' || cards.some((card) => read(card)),
  )
  if (cards.length === 0) return []
  return [
    filled.map(([title]) => title),
    ...cards.map((card) => filled.map(([, read]) => read(card))),
  ]
}

function* cardsIn(text: string, encoding: Encoding): Generator<Card> {
  let card: Card | null = null
  for (const line of linesOf(text)) {
    const { name, value } = line
    if (name === 'BEGIN' && /^vcard$/i.test(value.trim())) card = emptyCard()
    else if (name === 'END' && card) {
      card.phones.sort((a, b) => b.rank - a.rank)
      yield card
      card = null
    } else if (card) take(card, line, encoding)
  }
}

const emptyCard = (): Card => ({
  ...{ first: '', last: '', name: '', phones: [], email: '', company: '', tags: '', note: '' },
})

function take(card: Card, line: Line, encoding: Encoding): void {
  const value = () => plain(decode(line, encoding))
  const parts = (separator: RegExp) => decode(line, encoding).split(separator).map(plain)
  switch (line.name) {
    case 'N': {
      const [last = '', first = '', middle = ''] = parts(/(?<!\\);/)
      card.first = [first, middle].filter(Boolean).join(' ')
      card.last = last
      return
    }
    case 'FN':
      card.name = value()
      return
    case 'TEL':
      takePhone(card, line, value())
      return
    case 'EMAIL':
      card.email ||= value()
      return
    case 'ORG':
      card.company ||= parts(/(?<!\\);/)
        .filter(Boolean)
        .join(', ')
      return
    case 'CATEGORIES':
      card.tags ||= parts(/(?<!\\),/)
        .filter(Boolean)
        .join(';')
      return
    case 'NOTE':
      card.note ||= value()
  }
}

/** WhatsApp lives on mobiles: theirs come first, then what the owner prefers. Faxes answer nobody. */
function takePhone(card: Card, { params }: Line, value: string): void {
  const types = params.join(';').toUpperCase()
  const number = value.replace(/^tel:/i, '').replace(/;.*$/, '').trim()
  if (!number || (/FAX|PAGER/.test(types) && !/CELL|VOICE/.test(types))) return
  if (card.phones.some((one) => one.number === number)) return
  const rank = (/CELL|MOBILE|IPHONE/.test(types) ? 2 : 0) + (/PREF/.test(types) ? 1 : 0)
  card.phones.push({ number, rank })
}

const SOFT_BREAK = /=$/
const isQuoted = (head: string) => /QUOTED-PRINTABLE/i.test(head)

/** Whole lines: folded ones put together again, in the way of either version. */
function* linesOf(text: string): Generator<Line> {
  let current = ''
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const isGoingOn = isQuoted(headOf(current)) && SOFT_BREAK.test(current)
    if (isGoingOn) current = current.slice(0, -1) + raw
    else if (/^[ \t]/.test(raw) && current) current += raw.slice(1)
    else {
      if (current) yield toLine(current)
      current = raw
    }
  }
  if (current) yield toLine(current)
}

/** The colon that ends the head is the first outside of quotation marks. */
function colonIn(line: string): number {
  let isInside = false
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') isInside = !isInside
    else if (line[at] === ':' && !isInside) return at
  }
  return line.length
}
const headOf = (line: string) => line.slice(0, colonIn(line))

function toLine(line: string): Line {
  const [name = '', ...params] = headOf(line).split(';')
  // `item1.TEL`: the group in front only ties lines together.
  return {
    name: name.replace(/^.*\./, '').trim().toUpperCase(),
    params,
    value: line.slice(colonIn(line) + 1),
  }
}

function decode({ params, value }: Line, encoding: Encoding): string {
  if (!params.some(isQuoted)) return value
  const bytes: number[] = []
  const encoder = new TextEncoder()
  for (const [piece] of value.matchAll(/=[\da-f]{2}|[^=]+|=/gi)) {
    if (/^=[\da-f]{2}$/i.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16))
    else bytes.push(...encoder.encode(piece))
  }
  const named = params.map((param) => /^CHARSET="?([^"]+)/i.exec(param)?.[1]).find(Boolean)
  return decodeBytes(Uint8Array.from(bytes), named, encoding)
}

/** What a card names is tried first; old phones name nothing, and write as the rest of the file is. */
function decodeBytes(bytes: Uint8Array, named: string | undefined, encoding: Encoding): string {
  for (const label of [named, 'utf-8']) {
    try {
      if (label) return new TextDecoder(label, { fatal: true }).decode(bytes)
    } catch {
      // Not known, or not what the bytes are: the next one.
    }
  }
  return new TextDecoder(encoding === 'utf-8' ? 'windows-1255' : encoding).decode(bytes)
}

const plain = (value: string): string =>
  value
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;:\\])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
