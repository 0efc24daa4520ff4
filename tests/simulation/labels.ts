import { createHash } from 'node:crypto'

/** What a statement is called in traces and in the list of kill points. */
export type Label = {
  text: string
  isWrite: boolean
  touchesSending: boolean
  /** It says what to do when its key is there already. */
  mayMeetKey: boolean
}

const known = new Map<string, Label>()

/** Statements that faults aim at have names of their own. */
const NAMED: [RegExp, string][] = [
  [/^INSERT INTO recipients .*'sending'.* claimed_at/, 'claim recipients'],
  [/^INSERT INTO recipients .* a\.value ->> 'sealedParams'/, 'record recipients'],
]

/** Tables that the checker looks at after every write to them. */
const SENDING = /\b(?:recipients|broadcasts|outbox)\b/

export function labelOf(sql: string): Label {
  let label = known.get(sql)
  if (!label) {
    label = makeLabel(sql)
    known.set(sql, label)
  }
  return label
}

function makeLabel(sql: string): Label {
  const flat = sql.replace(/["`]/g, '').replace(/\s+/g, ' ').trim()
  const write = /\b(INSERT INTO|UPDATE|DELETE FROM) (\w+)/i.exec(flat)
  // "ON CONFLICT DO UPDATE SET" is no statement of its own.
  if (!write || /^SELECT/i.test(flat)) {
    const from = /\bFROM (?:json_each\(.*?\) (?:AS )?\w+ (?:CROSS )?JOIN )?(\w+)/i.exec(flat)
    return {
      text: `read ${from?.[1] ?? '?'}`,
      isWrite: false,
      touchesSending: false,
      mayMeetKey: false,
    }
  }
  const verb = (write[1] ?? '').split(' ')[0]?.toLowerCase()
  const named = NAMED.find(([pattern]) => pattern.test(flat))?.[1] ?? `${verb} ${write[2]}`
  // Statements of one verb and table are told apart by a few digits of their text.
  const digits = createHash('sha256').update(flat.replace(/\?/g, '')).digest('hex').slice(0, 4)
  const text = `${named} ~${digits}`
  const mayMeetKey = /on conflict.* do nothing/i.test(flat)
  return { text, isWrite: true, touchesSending: SENDING.test(flat), mayMeetKey }
}
