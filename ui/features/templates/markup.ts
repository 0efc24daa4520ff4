/** WhatsApp's own text marks, as a tree: nothing here ever becomes HTML by itself. */
export type MarkupNode =
  | { kind: 'text'; text: string }
  | { kind: 'mono'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: MarkupNode[] }

type Span = 'bold' | 'italic' | 'strike'
const SPANS: Record<string, Span> = { '*': 'bold', _: 'italic', '~': 'strike' }
const FENCE = '```'

/** Lines of nodes. Marks work within one line only, as in WhatsApp; a fence may span lines. */
export function parseMarkup(text: string): MarkupNode[][] {
  const lines: MarkupNode[][] = [[]]
  const add = (nodes: MarkupNode[]) => lines.at(-1)?.push(...nodes)
  const pieces = text.split(FENCE)
  // A fence that never closes is plain text.
  const isOpenEnded = pieces.length % 2 === 0
  pieces.forEach((piece, index) => {
    const isLast = index === pieces.length - 1
    const isMono = index % 2 === 1 && !(isOpenEnded && isLast)
    const shown = index % 2 === 1 && !isMono ? FENCE + piece : piece
    shown.split('\n').forEach((line, lineIndex) => {
      if (lineIndex > 0) lines.push([])
      if (line !== '') add(isMono ? [{ kind: 'mono', text: line }] : parseLine(line))
    })
  })
  return lines
}

function parseLine(line: string): MarkupNode[] {
  for (let at = 0; at < line.length; at += 1) {
    const mark = line.charAt(at)
    const end = closingOf(line, at)
    if (end === -1) continue
    const inner = line.slice(at + 1, end)
    const node: MarkupNode =
      mark === '`'
        ? { kind: 'mono', text: inner }
        : { kind: SPANS[mark] ?? 'bold', children: parseLine(inner) }
    return [...plain(line.slice(0, at)), node, ...parseLine(line.slice(end + 1))]
  }
  return plain(line)
}

const plain = (text: string): MarkupNode[] => (text === '' ? [] : [{ kind: 'text', text }])

const isWordPart = (character: string) => /[\p{L}\p{N}]/u.test(character)

/** Where the mark that opens at `at` is closed, or -1: a mark hugs its words and stands outside them. */
function closingOf(line: string, at: number): number {
  const mark = line.charAt(at)
  if (!(mark in SPANS) && mark !== '`') return -1
  if (isWordPart(line.charAt(at - 1)) || /^\s?$/.test(line.charAt(at + 1))) return -1
  for (let end = at + 2; end < line.length; end += 1) {
    if (line.charAt(end) !== mark || /\s/.test(line.charAt(end - 1))) continue
    if (!isWordPart(line.charAt(end + 1))) return end
  }
  return -1
}
