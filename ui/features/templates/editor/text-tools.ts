import type { DraftContent, DraftVersion } from '../../../../worker/contract/template-drafts'
import { PLACEHOLDER, placeholdersIn } from '../../../../worker/contract/template-variables'

export type Selection = { from: number; to: number }
export type Edited = { text: string; selection: Selection }

export type Mark = '*' | '_' | '~' | '```'

/** Puts a mark round what is selected, or takes it away; the white space at the edges stays outside. */
export function toggleMark(text: string, { from, to }: Selection, mark: Mark): Edited {
  const chosen = text.slice(from, to)
  const lead = chosen.length - chosen.trimStart().length
  const start = from + lead
  const end = Math.max(start, from + chosen.trimEnd().length)
  const inner = text.slice(start, end)
  const size = mark.length
  const isMarked = inner.startsWith(mark) && inner.endsWith(mark) && inner.length >= 2 * size
  const put = isMarked ? inner.slice(size, -size) : `${mark}${inner}${mark}`
  const at = isMarked || inner !== '' ? start : start + size
  const length = isMarked || inner !== '' ? put.length : 0
  return {
    text: text.slice(0, start) + put + text.slice(end),
    selection: { from: at, to: at + length },
  }
}

/** Writes something in place of the selection; a variable gets a space where it would touch a word. */
export function insertAt(text: string, { from, to }: Selection, what: string): Edited {
  const before = text.slice(0, from)
  const after = text.slice(to)
  const isVariable = what.startsWith('{{')
  const lead = isVariable && /[\p{L}\p{N}}]$/u.test(before) ? ' ' : ''
  const trail = isVariable && /^[\p{L}\p{N}{]/u.test(after) ? ' ' : ''
  const at = from + lead.length + what.length
  return { text: before + lead + what + trail + after, selection: { from: at, to: at } }
}

/** Names become numbers and numbers names, in text, header and samples alike. */
export function convertFormat(
  versions: DraftVersion[],
  to: DraftContent['parameterFormat'],
): DraftVersion[] {
  return versions.map((version) => {
    const names = new Map(
      placeholdersIn(version.body).map((name, at) => [name, nameFor(name, at, to)]),
    )
    const rename = (text: string) =>
      text.replace(PLACEHOLDER, (whole, name: string) => {
        const next = names.get(name.trim())
        return next === undefined ? whole : `{{${next}}}`
      })
    const samples = Object.fromEntries(
      Object.entries(version.samples).map(([name, sample]) => [names.get(name) ?? name, sample]),
    )
    return { ...version, body: rename(version.body), samples, header: headerIn(version, to) }
  })
}

const nameFor = (name: string, at: number, to: DraftContent['parameterFormat']) =>
  to === 'POSITIONAL' ? String(at + 1) : /^\d+$/.test(name) ? `value_${name}` : name

/** A header counts by itself: its one variable is number 1. */
function headerIn(
  { header }: DraftVersion,
  to: DraftContent['parameterFormat'],
): DraftVersion['header'] {
  if (header.kind !== 'text') return header
  let at = 0
  const text = header.text.replace(
    PLACEHOLDER,
    (_, name: string) => `{{${nameFor(name.trim(), at++, to)}}}`,
  )
  return { ...header, text }
}

/** The same parts and buttons in another language, with what was written there kept. */
export function copyStructure(from: DraftVersion, to: DraftVersion): DraftVersion {
  return {
    ...to,
    header:
      to.header.kind === from.header.kind || from.header.kind === 'none'
        ? from.header.kind === 'none'
          ? from.header
          : to.header
        : from.header,
    body: to.body.trim() === '' ? from.body : to.body,
    samples: { ...from.samples, ...to.samples },
    footer: to.footer.trim() === '' ? from.footer : to.footer,
    buttons: from.buttons.map((button, at) => {
      const own = to.buttons[at]
      return own?.type === button.type ? own : button
    }),
    security: from.security,
    expiryMinutes: from.expiryMinutes,
    otp: { ...from.otp, text: to.otp.text || from.otp.text },
  }
}
