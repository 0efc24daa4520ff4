import { readContent, readSurroundings } from '../../boundary/graph/message-content'
import { BLANK_ENTRY } from '../../contract/blank-entry'
import type { Language } from '../../contract/common'
import type { ThreadEntry } from '../../contract/inbox'
import type { MessageContent } from '../../contract/message-content'
import type { Single } from '../broadcasts/outbox-queries'
import { reasonText, singleReason } from '../broadcasts/views'
import type { SentByBroadcast } from './broadcast-queries'
import type { MessageRow } from './queries'
import { templateText } from './template-text'

/** JSON of a message as Meta sends or gets it. */
export type Body = Record<string, unknown>

/** What was said about a message afterwards, opened. */
export type OpenMark = {
  kind: 'reaction' | 'edit' | 'revoke'
  side: 'in' | 'out'
  body: string | null
}

/** Everything that entries of one page point to. */
export type Around = {
  /** Names of members. */
  names: Map<string, string>
  broadcastNames: Map<string, string>
  /** By our id. */
  singles: Map<string, Single>
  /** By Meta's id. */
  marks: Map<string, OpenMark[]>
  quoted: Map<string, NonNullable<ThreadEntry['quoted']>>
  language: Language
}

const NOTHING: MessageContent = { kind: 'text', text: '' }
const GONE = { quoted: { key: null, at: null, side: null, content: null, broadcastName: null } }

export const broadcastKey = ({ broadcastId, no }: Pick<SentByBroadcast, 'broadcastId' | 'no'>) =>
  `b:${broadcastId}:${no}`

/** As whoever writes here makes them; what is written on the phone has Meta's. */
export const isOwnId = (id: string): boolean => /^[a-z2-7]{26}$/.test(id)

/** What the thread calls a message. Never Meta's id of it, which holds the person's number. */
export const keyOf = ({ direction, id, wamid }: Pick<MessageRow, 'direction' | 'id' | 'wamid'>) =>
  (direction === 'out' || direction === 'note') && isOwnId(wamid) ? wamid : id

export function toEntry(row: MessageRow, body: Body, around: Around): ThreadEntry {
  const entry = {
    ...BLANK_ENTRY,
    key: keyOf(row),
    at: row.at,
    author: personOf(row.author, around),
  }
  switch (row.direction) {
    case 'note':
      return {
        ...entry,
        side: 'note',
        content: { kind: 'text', text: String(body.text ?? '') },
        // Written by `addNote` as ids.
        mentions: (body.mentions ?? []) as string[],
      }
    case 'act':
      return { ...entry, side: 'act', content: NOTHING, act: actOf(row.type, body, around) }
    case 'out':
      return { ...entry, side: 'out', ...said(body, around), ...fateOf(row, body, around) }
    case 'in': {
      const name = around.broadcastNames.get(row.broadcastId ?? '')
      const answers = row.broadcastId && name !== undefined ? { id: row.broadcastId, name } : null
      return {
        ...entry,
        side: 'in',
        ...said(body, around),
        ...changed(body, row.wamid, around),
        answers,
      }
    }
  }
}

function said(body: Body, { quoted }: Around) {
  const { quotes, isForwarded, referral } = readSurroundings(body)
  return {
    content: readContent(body),
    isForwarded,
    referral,
    ...(quotes !== null && (quoted.has(quotes) ? { quoted: quoted.get(quotes) ?? null } : GONE)),
  }
}

/** A later word on a message: taken back, written anew, answered by an emoji. */
function changed(body: Body, wamid: string, { marks }: Around) {
  const mine = marks.get(wamid) ?? []
  const edit = mine.find(({ kind }) => kind === 'edit')?.body
  const isRevoked = mine.some(({ kind }) => kind === 'revoke')
  const content: MessageContent = isRevoked
    ? { kind: 'revoked' }
    : // Sealed as JSON of an object.
      readContent(edit ? (JSON.parse(edit) as Body) : body)
  return { content, isEdited: !isRevoked && Boolean(edit), reactions: reactionsOf(mine) }
}

const reactionsOf = (marks: OpenMark[]) =>
  marks.flatMap(({ kind, side, body }) =>
    kind === 'reaction' && body ? [{ emoji: body, side }] : [],
  )

/** What became of something we wrote. */
function fateOf({ wamid: id }: MessageRow, body: Body, around: Around) {
  const { singles, marks, language } = around
  const single = singles.get(id)
  // Written on the phone, which may also change it.
  if (!single) return { state: null, ...changed(body, id, around) }
  return {
    state: single.state,
    reasonText: singleReason(single, language),
    reactions: reactionsOf(marks.get(single.wamid ?? '') ?? []),
  }
}

export function toBroadcastEntry(
  row: SentByBroadcast,
  values: Record<string, string>,
  { marks, language }: Pick<Around, 'marks' | 'language'>,
): ThreadEntry {
  const { broadcastId, name, no, at, state, code, wamid, template } = row
  return {
    ...BLANK_ENTRY,
    key: broadcastKey(row),
    at,
    side: 'out',
    content: broadcastContent(template, values),
    state,
    reasonText: code && state === 'failed' ? reasonText(state, code, language) : null,
    broadcast: { id: broadcastId, name, no },
    reactions: reactionsOf(marks.get(wamid ?? '') ?? []),
  }
}

export const broadcastContent = (
  { name, components }: SentByBroadcast['template'],
  values: Record<string, string>,
): MessageContent => ({ kind: 'template', name, text: templateText(components, values) })

const personOf = (id: string | null, { names }: Pick<Around, 'names'>): ThreadEntry['author'] => {
  const name = id === null ? undefined : names.get(id)
  return id === null || name === undefined ? null : { id, name }
}

/** Written by `noteAct` from values of these types. */
function actOf(type: string, body: Body, around: Around): ThreadEntry['act'] {
  const {
    to = null,
    until = null,
    label = null,
  } = body as {
    to?: string | null
    until?: number | null
    label?: string | null
  }
  // `type` is one of these: only `noteAct` writes rows of this kind.
  const what = type as NonNullable<ThreadEntry['act']>['what']
  return { what, to: personOf(to, around), until, label }
}
