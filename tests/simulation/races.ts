import type { Injected, Note } from './coverage'
import type { Task } from './scheduler'

/** Who must be about to do what, and who must be at work at that moment, for it to be a race. */
const RACES: [Injected, { task: string; call: RegExp; against: string }][] = [
  ['a pause while sending', race('user pause', /update broadcasts/)],
  ['a resume while sending', race('user resume', /update broadcasts/)],
  ['a cancel while sending', race('user cancel', /update broadcasts/)],
  ['an opt-out while sending', race('user opt-out', /insert suppressions/)],
  ['a new key while sending', race('user rotate key', /insert data_keys/)],
  ['an edit while launching', race('user edit', /update broadcasts/, 'user launch')],
  ['a start while it is put off', race('user put off', /update broadcasts/, 'broadcast.freeze')],
  ['two launches at once', race('user launch', /update broadcasts/, 'user launch')],
]

function race(task: string, call: RegExp, against = 'broadcast.send') {
  return { task, call, against }
}

/** Counts the moments at which two try to do what excludes each other. */
export function noteRaces(running: ReadonlySet<Task>, task: Task, call: string, note: Note): void {
  if (!task.name.startsWith('user ')) return
  for (const [name, { task: who, call: what, against }] of RACES) {
    if (task.name === who && what.test(call) && isAtWork(running, against, task)) note(name)
  }
}

/** Whether another task of that name, of the same account, is running. */
export function isAtWork(
  running: ReadonlySet<Task>,
  name: string,
  { id, accountId }: { id: number; accountId: string | null },
): boolean {
  return [...running].some(
    (other) => other.name === name && other.id !== id && other.accountId === accountId,
  )
}
